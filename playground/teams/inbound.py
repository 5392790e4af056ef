"""The shapes of what Teams sends to an app.

https://learn.microsoft.com/microsoftteams/platform/resources/bot-v3/bots-conversations
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

import html
import itertools
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.teams.account import Account
from playground.teams.conversation import Conversation
from playground.teams.message import Message
from playground.teams.tenant import Tenant

Json = dict[str, Any]


def envelope(tenant: Tenant, account: Account, where: Conversation, root: str | None, kind: str) -> Json:
    """What every activity has; `root` is the message that began the thread."""
    return {
        "type": kind,
        "id": f"f:{uuid.uuid4()}",
        "channelId": "msteams",
        "serviceUrl": tenant.service_url,
        "from": account.as_json(),
        "recipient": tenant.app.as_json(),
        "conversation": _conversation(tenant, where, root),
        "channelData": channel_data(tenant, where),
        "entities": [_client(account)],
        "locale": account.locale,
        **_times(tenant, account),
    }


def message(tenant: Tenant, account: Account, where: Conversation, said: Message, *, targeted: bool = False) -> Json:
    """What a person wrote. A targeted one says so in its recipient."""
    root = (said.root or said.id) if where.kind == "channel" else None
    version = said.versions[-1]
    activity = envelope(tenant, account, where, root, "message")
    activity |= {"id": said.id, "text": version.text, "textFormat": "plain"}
    activity["attachments"] = [{"contentType": "text/html", "content": f"<p>{version.text}</p>"}]
    activity["entities"] = [*version.entities, _client(account)]
    if said.root and where.kind == "channel":
        activity["replyToId"] = said.root
    if targeted:
        activity["recipient"] |= {"isTargeted": True}
    return activity


def invoke(
    tenant: Tenant, account: Account, where: Conversation, root: str | None, name: str, value: Mapping[str, Any]
) -> Json:
    """Something that must be answered in the HTTP response."""
    activity = envelope(tenant, account, where, root, "invoke")
    activity["channelData"] |= {"source": {"name": "message"}}
    return activity | {"name": name, "value": dict(value)}


def pressed(tenant: Tenant, account: Account, where: Conversation, card: Message, value: Mapping[str, Any]) -> Json:
    """An Action.Submit: a message with a value and no text."""
    root = (card.root or card.id) if where.kind == "channel" else None
    activity = envelope(tenant, account, where, root, "message")
    activity["channelData"] |= {"source": {"name": "message"}, "legacy": {"replyToId": f"1:{card.id}"}}
    return activity | {"id": tenant.next_id(), "replyToId": card.id, "value": dict(value)}


def event(
    tenant: Tenant, account: Account, where: Conversation, kind: str, data: Mapping[str, Any], **fields: Any
) -> Json:
    """A conversationUpdate, installationUpdate, or anything else that happened."""
    activity = envelope(tenant, account, where, None, kind)
    if where.team:
        activity["channelData"]["team"] = where.team.as_json()
    activity["channelData"] |= data
    return activity | fields


def payload_of(tenant: Tenant, where: Conversation, said: Message) -> Json:
    """`messagePayload`: the message that somebody chose a message action on."""
    version = said.versions[-1]
    author = tenant.accounts.get(said.author)
    created = datetime.fromtimestamp(said.versions[0].at, UTC)
    content = _numbered(version.text) if said.author != tenant.app.bot_id else html.escape(version.text)
    shown: Json = {
        "id": said.id,
        "replyToId": said.root,
        "createdDateTime": _stamp(created),
        "lastModifiedDateTime": None,
        "deleted": False,
        "subject": None,
        "summary": version.summary or None,
        "importance": "normal",
        "locale": "en-us",
        "body": {"contentType": "html", "content": f"<div>{content}</div>"},
        "attachments": [
            {"id": str(n), "contentType": "application/vnd.microsoft.card.adaptive"}
            for n, _ in enumerate(version.cards)
        ],
        "mentions": [_mentioned(tenant, place, entity) for place, entity in enumerate(version.entities)],
        "reactions": [],
        "linkToMessage": f"https://teams.microsoft.com/l/message/{where.id}/{said.id}",
    }
    identity = {"device": None, "conversation": None, "user": None, "application": None}
    if author is None:
        bot = {"applicationIdentityType": "bot", "id": tenant.app.id, "displayName": tenant.app.name}
        return shown | {"from": identity | {"application": bot}}
    user = {"userIdentityType": "aadUser", "id": author.aad, "displayName": author.name}
    return shown | {"from": identity | {"user": user}}


def channel_data(tenant: Tenant, where: Conversation) -> Json:
    """`channelData`: the tenant, and in a channel the team and the channel."""
    data: Json = {"tenant": {"id": tenant.id}}
    if where.team is None:
        return data
    named = {"teamsChannelId": where.id, "teamsTeamId": where.team.id}
    return named | {"channel": {"id": where.id}, "team": {"id": where.team.id}} | data


def mention_entity(account_id: str, name: str) -> Json:
    """The entity that goes with `<at>name</at>` in a text."""
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": account_id, "name": name}}


def _conversation(tenant: Tenant, where: Conversation, root: str | None) -> Json:
    shown: Json = {"conversationType": where.type, "tenantId": tenant.id, "id": where.address(root)}
    return shown if where.type == "personal" else {"isGroup": True} | shown


def _client(account: Account) -> Json:
    country = account.locale.rpartition("-")[2]
    return {
        "type": "clientInfo",
        "locale": account.locale,
        "country": country,
        "platform": "Web",
        "timezone": account.timezone,
    }


def _times(tenant: Tenant, account: Account) -> Json:
    now = datetime.fromtimestamp(tenant.clock(), UTC)
    local = now.astimezone(ZoneInfo(account.timezone))
    return {
        "timestamp": _stamp(now),
        "localTimestamp": local.isoformat(timespec="milliseconds"),
        "localTimezone": account.timezone,
    }


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _numbered(text: str) -> str:
    """The text with its mentions numbered: `<at id="0">`."""
    numbers = itertools.count()
    return re.sub("<at>", lambda _: f'<at id="{next(numbers)}">', text)


def _mentioned(tenant: Tenant, place: int, entity: Mapping[str, Any]) -> Json:
    who = entity.get("mentioned", {})
    account = tenant.accounts.get(who.get("id", ""))
    user = {"userIdentityType": "aadUser", "id": account.aad, "displayName": account.name} if account else None
    bot = {"applicationIdentityType": "bot", "id": tenant.app.id, "displayName": who.get("name")}
    identity = {"device": None, "conversation": None, "user": user, "application": None if account else bot}
    return {"id": place, "mentionText": who.get("name"), "mentioned": identity}


def accounts_of(ids: Sequence[str], tenant: Tenant) -> list[Json]:
    """`membersAdded` and `membersRemoved`: ids, and Entra ids where there are any."""
    known = (tenant.accounts.get(one) for one in ids)
    return [{"id": i, "aadObjectId": a.aad} if a and a.aad else {"id": i} for i, a in zip(ids, known, strict=True)]
