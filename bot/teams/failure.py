"""Teams's answers in our errors. One question: again (and when), or never (and what a human can do)?

Codes: learn.microsoft.com, "Send and receive messages with a bot", status codes from bot conversational APIs, which
also says that what is not listed as worth another try is not to be tried again. We make one exception: 500. Bots meet
it in passing, and one of them should not leave a team without its card; it is tried again a few times, not for a day.
"""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp

from core.errors import DeliveryFailed, GiveUp, Gone, TryAgain

AGAIN_CERTAIN = frozenset({412, 429, 503})
"""Nothing was done: another time is as good."""

AGAIN_UNCERTAIN = frozenset({408, 502, 504})
"""Something on the way gave up: it may have been done."""

AFTER_500 = 12
"""After how many of them in a row an edit is given up: some minutes. What is posted is sent once more at most, since it
may have arrived all the same: https://github.com/openclaw/openclaw/pull/121116."""

UNANSWERED = frozenset({"timeout", "broken"})
"""The codes under which it is counted that nobody said anything at all."""

_REMOVED = "Baton is no longer there: add it to the team or chat again"
_FORM = "Teams does not accept the message's form"
_REGISTER = "Microsoft does not know this bot: check MICROSOFT_APP_ID and the bot's registration"

CLOSED = {
    "MessageWritesBlocked": "Baton is blocked or removed there: unblock it, or write to it first",
    "ConversationBlockedByUser": "Baton is blocked there: unblock it, or write to it first",
    "BotDisabledByAdmin": "an administrator blocked Baton in Teams: allow it in the app policies",
    "BotNotInConversationRoster": _REMOVED,
    "ForbiddenOperationException": "they have not added Baton in Teams yet (Apps, Baton, Add)",
}
"""Nothing can be said in that conversation until somebody there, or an administrator, does something."""

NEVER = {
    "BotNotRegistered": _REGISTER,
    "InvalidBotApiHost": "this tenant is in another of Microsoft's clouds than Baton was told: write to Baton once",
    "NotEnoughPermissions": "Baton lacks a permission in Teams: install it again with the current app package",
    "MessageSizeTooBig": "the message is too long for Teams",
}

_BY_STATUS = {
    401: "Microsoft refuses Baton's token: check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID",
    403: "Teams does not let Baton do that there",
    413: NEVER["MessageSizeTooBig"],
}
_OTHERWISE = "Teams gave an answer that is not documented"

_CREDENTIALS = (
    "Microsoft gives Baton no token: check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID"
)

_CODE = re.compile(r"[A-Za-z][A-Za-z ]{0,59}")
_LONGEST_WAIT = 3_600


class Rejected(GiveUp):
    """Teams does not accept the message's form. It takes no mention of somebody who is not there, among others."""


class Shut(GiveUp):
    """The conversation takes nothing more from us: what we keep of it is closed."""


class Answered(Exception):
    """A definite answer that is no success: its status, its code where it has one, and how long it asks to wait."""

    def __init__(self, status: int, code: str = "", after: timedelta | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.after = after


def answered(status: int, headers: Mapping[str, str], body: bytes) -> Answered:
    """The vendor's answer, as far as it is understood. Its message is left out: it may quote ours."""
    asked = headers.get("Retry-After", "")
    after = timedelta(seconds=min(int(asked), _LONGEST_WAIT)) if asked.isascii() and asked.isdecimal() else None
    return Answered(status, _code(body), after)


def translated(error: Exception) -> DeliveryFailed:
    """Our error for a vendor's. Only a definite answer is certain: after anything else it may have been done."""
    failure = _translated(error)
    failure.code = _counted_as(error)
    return failure


def _translated(error: Exception) -> DeliveryFailed:
    if isinstance(error, Answered):
        return _of(error)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return TryAgain("Teams cannot be reached")
    if isinstance(error, TimeoutError):
        return TryAgain("Teams did not answer in time", uncertain=True)
    if isinstance(error, aiohttp.ClientError | ValueError | OSError):
        return TryAgain(f"the connection to Teams broke ({type(error).__name__})", uncertain=True)
    raise error


def no_token(error: Exception) -> DeliveryFailed:
    """Our error when no token could be had; what it was for was not sent, so nothing is uncertain."""
    failure = _no_token(error)
    failure.code = f"token_{_counted_as(error)}"
    return failure


def _no_token(error: Exception) -> DeliveryFailed:
    if isinstance(error, Answered):
        if error.status in AGAIN_CERTAIN | AGAIN_UNCERTAIN or error.status >= 500:
            return TryAgain(f"no token: Microsoft answered {error.status}", after=error.after)
        return GiveUp(f"no token: Microsoft answered {error.status}", words=_CREDENTIALS)
    if isinstance(error, aiohttp.ClientError | TimeoutError | ValueError | OSError):
        return TryAgain(f"no token: {type(error).__name__}")
    raise error


def _counted_as(error: Exception) -> str:
    """The code it is counted under: one that is documented, else the status or the kind of trouble."""
    if isinstance(error, Answered):
        known = error.code in CLOSED or error.code in NEVER
        return error.code if known else f"http_{error.status}"
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return "unreachable"
    return "timeout" if isinstance(error, TimeoutError) else "broken"


def _of(answer: Answered) -> DeliveryFailed:
    told = f"Teams: {answer.status} {answer.code}".rstrip()
    if answer.status in AGAIN_CERTAIN:
        return TryAgain(told, after=answer.after, busy=answer.status == 429)
    if answer.status in AGAIN_UNCERTAIN or answer.status > 511:
        return TryAgain(told, after=answer.after, uncertain=True)
    if answer.status == 500:
        return TryAgain(told, uncertain=True, most=AFTER_500)
    if answer.status in (404, 410):
        return Gone(told)
    if answer.status == 401 and answer.code != "BotNotRegistered":
        return TryAgain(told)  # the token was withdrawn before its time: the next try has a new one
    if answer.code in CLOSED:
        return Shut(told, words=CLOSED[answer.code])
    if answer.status == 400:
        return Rejected(told, words=_FORM)
    return GiveUp(told, words=NEVER.get(answer.code) or _BY_STATUS.get(answer.status, _OTHERWISE))


def _code(body: bytes) -> str:
    """The error code, wherever it stands; a page in HTML, or half an answer, has none."""
    told = _object(body)
    error = told.get("error")
    code = error.get("code") if isinstance(error, dict) else error
    if not isinstance(code, str):
        # {"errorCode": 209, "message": "{\"subCode\": \"MessageWritesBlocked\", …}"}: "Send proactive messages"
        code = _object(told.get("message")).get("subCode")
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _object(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
