"""The Bot Connector's operations on conversations and activities.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.teams.conversation import MESSAGE_PART, Conversation
from playground.teams.message import Message
from playground.teams.outbound import ACTIVITY, Checked, checked
from playground.teams.posting import edit, post, remove, whisper
from playground.teams.record import Complaints
from playground.teams.refusal import ConnectorError, bad_argument
from playground.teams.rule import anything, array, filled, flag, shape, words
from playground.teams.tenant import Tenant

Json = dict[str, Any]
TARGETED_FOR = 24 * 3600
"""Seconds in which a targeted message can be seen and changed."""

_MEMBER = shape({"id": filled}, {"name": words, "aadObjectId": words, "role": words, "userRole": words})
_CREATE = shape(
    {},
    {
        "isGroup": flag,
        "bot": _MEMBER,
        "members": array(_MEMBER),
        "topicName": words,
        "tenantId": filled,
        "tenantID": filled,  # as botbuilder's Python SDK spells it; Teams does not mind
        "activity": anything,
        "channelData": shape(
            {},
            {
                "channel": shape({"id": filled}, {"name": words}),
                "tenant": shape({"id": filled}, {}),
                "team": shape({"id": filled}, {"name": words, "aadGroupId": words}),
                "teamsChannelId": words,
                "teamsTeamId": words,
            },
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: the conversation's id as it was sent, and what came with it."""

    tenant: Tenant
    complaints: Complaints
    address: str = ""
    activity_id: str = ""
    targeted: bool = False
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    def conversation(self) -> Conversation:
        """Where it aims, if the app is there. Raises ConversationNotFound, BotNotInConversationRoster."""
        found = self.tenant.at(self.address)
        if found is None:
            raise ConnectorError("ConversationNotFound", f"Conversation not found: {self.address[:80]}")
        if not found.has_app:
            raise ConnectorError("BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return found

    def writable(self) -> Conversation:
        """The same, for whoever writes. Raises what this conversation is blocked with, too."""
        found = self.conversation()
        if found.blocked:
            raise ConnectorError(found.blocked)
        return found

    @property
    def thread(self) -> str | None:
        """The message named by `;messageid=`."""
        return self.address.partition(MESSAGE_PART)[2] or None

    def regret(self, what: Checked, where: str) -> None:
        """Write down what Teams takes but its author would not like."""
        for code, detail in what.advice:
            self.complaints.add(where, code, detail)


Outcome = tuple[int, Json | None]
"""(HTTP status, body; None for an empty one)"""
Operation = Callable[[Ask], Outcome]


def create_conversation(ask: Ask) -> Outcome:
    """A person's chat with the app, or a new thread in a channel."""
    if problems := list(_CREATE(ask.body, "conversation")):
        raise bad_argument(problems)
    data = ask.body.get("channelData") or {}
    tenant_id = ask.body.get("tenantId") or ask.body.get("tenantID") or (data.get("tenant") or {}).get("id")
    if tenant_id not in (None, ask.tenant.id):
        raise ConnectorError("BadArgument", "the tenant is not this one")
    channel_id = (data.get("channel") or {}).get("id") or data.get("teamsChannelId")
    return _thread(ask, str(channel_id)) if channel_id else _chat(ask, tenant_id)


def send_activity(ask: Ask) -> Outcome:
    """Post into a conversation or, with `;messageid=`, into a thread."""
    return _posted(ask, "send_activity", _root(ask.conversation(), ask.thread))


def reply_to_activity(ask: Ask) -> Outcome:
    """Post under a message."""
    where = ask.conversation()
    above = _present(ask, where)
    return _posted(ask, "reply_to_activity", (above.root or above.id) if where.kind == "channel" else None)


def update_activity(ask: Ask) -> Outcome:
    """Replace one of the app's messages."""
    where = ask.writable()
    message = _own(ask, where)
    if ask.targeted and "recipient" in ask.body:
        raise ConnectorError("BadArgument", "a targeted message is changed without recipient")
    what = checked(_a_message(ask.body), ask.tenant.mentionable_by_app(where))
    ask.regret(what, "update_activity")
    edit(ask.tenant, message, what.drafts[-1])
    return 200, ({"id": message.id} if len(what.drafts) == 1 else {})


def delete_activity(ask: Ask) -> Outcome:
    """Take one of the app's messages away."""
    remove(ask.tenant, _own(ask, ask.writable()))
    return 200, None


def get_conversation(ask: Ask) -> Outcome:
    """What kind of conversation it is."""
    where = ask.conversation()
    shown = {"id": where.id, "conversationType": where.type, "tenantId": ask.tenant.id}
    return 200, shown | {"isGroup": where.type != "personal", "name": where.name}


def _thread(ask: Ask, channel_id: str) -> Outcome:
    where = Ask(ask.tenant, ask.complaints, channel_id).writable()
    if where.kind != "channel" or not ask.body.get("isGroup"):
        raise ConnectorError("BadArgument", "a new thread needs isGroup and a channel's id")
    activity = ask.body.get("activity")
    if not isinstance(activity, Mapping):
        raise ConnectorError("BadSyntax", "a new thread needs an activity")
    what = checked(activity, ask.tenant.mentionable_by_app(where))
    ask.regret(what, "create_conversation")
    made = [post(ask.tenant, where, ask.tenant.app.bot_id, draft) for draft in what.drafts]
    if len(made) > 1:
        return 201, {"id": where.address(made[0].id)}
    return 201, {"id": where.address(made[0].id), "activityId": made[0].id}


def _chat(ask: Ask, tenant_id: str | None) -> Outcome:
    members = ask.body.get("members") or []
    if ask.body.get("isGroup") or len(members) != 1:
        raise ConnectorError("BadArgument", "bots cannot make group chats: name one member, or a channel")
    if tenant_id is None:
        raise ConnectorError("BadArgument", "a chat needs tenantId or channelData.tenant.id")
    account = ask.tenant.accounts.get(str(members[0]["id"]))
    if account is None:
        raise ConnectorError("BadArgument", "the member's id must be a 29: id that this bot has seen")
    where = ask.tenant.personal(account.id)
    if not where.installed:
        raise ConnectorError("ForbiddenOperationException", "Bot is not installed in user's personal scope")
    if "activity" not in ask.body:
        return 201, {"id": where.id}
    if not isinstance(ask.body["activity"], Mapping):
        raise ConnectorError("BadSyntax", "activity must be an object")
    inside = Ask(ask.tenant, ask.complaints, where.id, body=ask.body["activity"])
    posted = _posted(inside, "create_conversation", None)[1] or {}
    return 201, {"id": where.id} | ({"activityId": posted["id"]} if "id" in posted else {})


def _posted(ask: Ask, method: str, root: str | None) -> Outcome:
    where = ask.writable()
    if ask.body.get("type") == "typing":
        if problems := list(ACTIVITY(ask.body, "activity")):
            raise bad_argument(problems)
        return 202, None
    what = checked(_a_message(ask.body), ask.tenant.mentionable_by_app(where))
    reader = _reader(ask, where) if ask.targeted else None
    ask.regret(what, method)
    bot = ask.tenant.app.bot_id
    if reader is None:
        made = [post(ask.tenant, where, bot, draft, root) for draft in what.drafts]
    else:
        made = [whisper(ask.tenant, where, reader, bot, draft, root) for draft in what.drafts]
    return 201, ({"id": made[0].id} if len(made) == 1 else {})


def _reader(ask: Ask, where: Conversation) -> str:
    """Whom a targeted message is for."""
    recipient = ask.body.get("recipient")
    if where.kind == "personal":
        raise ConnectorError("BadArgument", "there are no targeted messages in personal chats")
    if not isinstance(recipient, Mapping) or not recipient.get("id"):
        raise ConnectorError("BadArgument", "a targeted message needs recipient.id")
    if recipient["id"] not in where.members:
        raise ConnectorError("BadArgument", "the recipient is not in this conversation")
    return str(recipient["id"])


def _root(where: Conversation, thread: str | None) -> str | None:
    if thread is None or where.kind != "channel":
        return None
    message = where.messages.get(thread)
    if message is None:
        raise ConnectorError("ConversationNotFound", "no such thread in the channel")
    return message.root or message.id


def _own(ask: Ask, where: Conversation) -> Message:
    message = _present(ask, where)
    if message.author != ask.tenant.app.bot_id or message.is_notice:
        raise ConnectorError("NotEnoughPermissions", "the message is somebody else's")
    if ask.targeted != (message.only_for is not None):
        raise ConnectorError("BadArgument", "a message cannot be made targeted or public afterwards")
    return message


def _present(ask: Ask, where: Conversation) -> Message:
    message = where.messages.get(ask.activity_id)
    if message is None or message.deleted or _is_expired(ask.tenant, message):
        raise ConnectorError("ActivityNotFoundInConversation", f"Activity {ask.activity_id[:40]} was not found.")
    return message


def _is_expired(tenant: Tenant, message: Message) -> bool:
    return message.only_for is not None and tenant.clock() - message.versions[0].at > TARGETED_FOR


def _a_message(body: Mapping[str, Any]) -> Mapping[str, Any]:
    if body.get("type") != "message":
        raise ConnectorError("BadSyntax", f"activity.type must be message, not {body.get('type')!r}")
    return body
