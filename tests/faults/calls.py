"""Every outward call to the two chats: which story leads to it, how it fails for good, and how a handoff ends then.

What is not named here ends right: each once, at the newest.
"""

from collections.abc import Mapping

from tests.both import ESCALATIONS as IN_TEAMS
from tests.faults.matrix import FAULTS, GONE, REFUSED, Call
from tests.town import ESCALATIONS

POST, SEND, CREATE = "chat.postMessage", "send_activity", "create_conversation"
CHANNEL, TEAM = {"channel": ESCALATIONS}, {"channel": IN_TEAMS}
SAM, JANE = {"user": "Sam"}, {"user": "Jane"}

_TOLD = "the receipt says why, an admin is told"
_NO_CARD = f"no card, no line, {_TOLD}"
_NO_LINE = f"no line, {_TOLD}"
_NO_BRIEFING = f"no briefing, a line says why, {_TOLD}"
_NO_RECEIPT = "no receipt, a line says why, an admin is told"
_NO_RECEIPT_OF_AN_ADMIN = "no receipt, a line says why"
_LINE_GONE = "no line, unless it is sent after the card was found to be gone"
_BEHIND = f"a card at an older state, {_TOLD}"
_OLD_RECEIPT = "a receipt at an older state"
_OLD_ONE = "2 × card, a card at an older state"
_NOT_ANSWERED = ("429 after 1 s", "429", "500", "502 HTML", "412", "time-out", "reset", GONE, REFUSED)
_DONE = ("time-out, done", "reset, done")
_SILENT = ("time-out", "reset")


def lasting(end: str, *further: str) -> dict[str, str]:
    """What ends so where it is gone or not permitted, and at these faults."""
    return dict.fromkeys((GONE, REFUSED, *further), end)


def slack(
    name: str,
    method: str,
    story: str,
    codes: tuple[str, str],
    ends: Mapping[str, str],
    to: Mapping[str, str] | None = None,
) -> Call:
    """A call to Slack, which refuses with these codes."""
    return Call(name, method, story, {"error": codes[0]}, {"error": codes[1]}, to or {}, ends)


teams = slack

_POSTED = ("channel_not_found", "restricted_action")
_THREAD = ("thread_not_found", "restricted_action")
_DM = ("user_not_found", "messages_tab_disabled")
_UNSEEN = ("channel_not_found", "missing_scope")
_NO_FORM = dict.fromkeys(_NOT_ANSWERED, "no form")

SLACK = (
    slack("a card", POST, "card", _POSTED, lasting(_NO_CARD), CHANNEL),
    slack("a line in a thread", POST, "claim", _THREAD, lasting(_NO_LINE), CHANNEL),
    slack("a briefing", POST, "claim", _DM, lasting(_NO_BRIEFING), SAM),
    slack("a receipt", POST, "card", _DM, lasting(_NO_RECEIPT), JANE),
    slack(
        "an edit",
        "chat.update",
        "edited",
        ("message_not_found", "cant_update_message"),
        {GONE: _LINE_GONE, REFUSED: _BEHIND},
        CHANNEL,
    ),
    slack(
        "an edit of a receipt",
        "chat.update",
        "edited_receipt",
        ("message_not_found", "cant_update_message"),
        {REFUSED: f"{_OLD_RECEIPT}, a line says why, an admin is told"},
        JANE,
    ),
    slack("looking for a card", "conversations.history", "lost_card", _UNSEEN, lasting(_OLD_ONE)),
    slack("looking for a line", "conversations.replies", "lost_line", _UNSEEN, lasting("2 × line")),
    slack("looking for a briefing", "conversations.open", "lost_briefing", _UNSEEN, lasting("2 × briefing")),
    slack("who somebody is", "users.info", "newcomer", ("user_not_found", "missing_scope"), lasting("no claim")),
    slack("who is there", "users.list", "started", ("team_not_found", "missing_scope"), {}),
    slack("the form", "views.open", "form", ("not_found", "missing_scope"), _NO_FORM),
    Call(
        "an answer",
        "response_url",
        "pressed",
        {"status": 404},
        {"status": 403},
        ends=dict.fromkeys(_SILENT, "no answer"),
    ),
    slack(
        "an answer, in the second way",
        "chat.postEphemeral",
        "whispered",
        _UNSEEN,
        dict.fromkeys(_NOT_ANSWERED, "no answer"),
    ),
)

_NO_CHANNEL = dict.fromkeys(FAULTS, "no channel")
_ASKED_ONCE_MORE = dict.fromkeys(
    ("reset", "reset, done"), "no channel, unless it was asked on a connection that was kept"
)

DOORS = (
    slack("whose token it is", "auth.test", "started", ("account_inactive", "invalid_auth"), {}),
    slack("what channel it is", "conversations.info", "chosen", _UNSEEN, _NO_CHANNEL | _ASKED_ONCE_MORE),
    slack("joining it", "conversations.join", "chosen", ("is_archived", "missing_scope"), _NO_CHANNEL),
    slack("an answer in a modal", "views.update", "in_modal", ("not_found", "missing_scope"), {"412": "no answer"}),
    slack("a Home", "views.publish", "home", ("user_not_found", "missing_scope"), lasting("no page")),
    slack(
        "a thread",
        "conversations.replies",
        "captured",
        ("thread_not_found", "missing_scope"),
        lasting("no thread", "429", "412"),
    ),
)

_AWAY = ("ConversationNotFound", "NotEnoughPermissions")
_NOBODY = ("MemberNotFoundInConversation", "NotEnoughPermissions")

TEAMS = (
    teams("a card", CREATE, "card", _AWAY, lasting(_NO_CARD) | dict.fromkeys(_DONE, _OLD_ONE), TEAM),
    teams("a line in a thread", SEND, "claim", _AWAY, lasting(_NO_LINE) | dict.fromkeys(_DONE, "2 × line"), TEAM),
    teams("a briefing", SEND, "claim", _AWAY, lasting(_NO_BRIEFING) | dict.fromkeys(_DONE, "2 × briefing"), SAM),
    teams(
        "a receipt",
        SEND,
        "card",
        _AWAY,
        lasting(_NO_RECEIPT_OF_AN_ADMIN) | dict.fromkeys(_DONE, f"2 × receipt, {_OLD_RECEIPT}"),
        JANE,
    ),
    teams(
        "an edit",
        "update_activity",
        "edited",
        ("ActivityNotFoundInConversation", "NotEnoughPermissions"),
        {GONE: _LINE_GONE, REFUSED: _BEHIND},
        TEAM,
    ),
    teams(
        "an edit of a receipt",
        "update_activity",
        "edited_receipt",
        ("ActivityNotFoundInConversation", "NotEnoughPermissions"),
        {REFUSED: f"{_OLD_RECEIPT}, a line says why"},
        JANE,
    ),
    teams("a first conversation", CREATE, "newcomer", _AWAY, lasting(_NO_BRIEFING)),
    teams("who is there", "get_paged_members", "added", _AWAY, {}),
    teams("who somebody is", "get_member", "newcomer", _NOBODY, lasting("no claim")),
    teams(
        "an answer to one person",
        SEND,
        "queue",
        _AWAY,
        lasting("no answer", "429", "412") | dict.fromkeys(_SILENT, "no answer, no word on where it is"),
        SAM,
    ),
    Call(
        "a token",
        "token",
        "token",
        {"status": 404},
        {"status": 401},
        ends=lasting("no card, no line, no briefing, no receipt"),
    ),
)

_NO_THREAD = dict.fromkeys(FAULTS, "no thread")
_OR_ASKED_ONCE_MORE = dict.fromkeys(
    ("reset", "reset, done"), "no thread, unless it was asked on a connection that was kept"
)
_AWAY_OR_NOT_AGREED = ({"status": 404}, {"status": 403})

THREADS = tuple(
    Call(name, method, "captured", *_AWAY_OR_NOT_AGREED, ends=_NO_THREAD | _OR_ASKED_ONCE_MORE)
    for name, method in (("the beginning of a thread", "message"), ("the answers in a thread", "replies"))
)

MODEL = (
    Call(
        "an assessment",
        "messages",
        "advised",
        {"status": 404},
        {"status": 403},
        ends=lasting("no assessment (the card says why)", "412", "time-out", "time-out, done"),
    ),
)
