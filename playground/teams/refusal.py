"""The Bot Connector's way of saying no.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages#status-codes-from-bot-conversational-apis
"""

from collections.abc import Iterable, Mapping
from typing import Any

STATUS: Mapping[str, int] = {
    "BadSyntax": 400,
    "BadArgument": 400,
    "Unauthorized": 401,
    "BotNotRegistered": 401,
    "BotDisabledByAdmin": 403,
    "BotNotInConversationRoster": 403,
    "ConversationBlockedByUser": 403,
    "ForbiddenOperationException": 403,
    "InvalidBotApiHost": 403,
    "MessageWritesBlocked": 403,
    "NotEnoughPermissions": 403,
    "ActivityNotFoundInConversation": 404,
    "ConversationNotFound": 404,
    "MemberNotFoundInConversation": 404,
    "NotFound": 404,
    "MethodNotAllowed": 405,
    "PreconditionFailed": 412,
    "MessageSizeTooBig": 413,
    "UnsupportedMediaType": 415,
    "Throttled": 429,
    "ServiceError": 500,
}

_BY_STATUS = {412: "PreconditionFailed", 413: "MessageSizeTooBig", 429: "Throttled"}


class ConnectorError(Exception):
    """An answer that is not 2xx."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return STATUS[self.code]


def error_json(code: str, words: str = "") -> dict[str, Any]:
    """The body of a refusal."""
    return {"error": {"code": code, "message": words or code}}


def code_for(status: int) -> str:
    """The usual error code of a status."""
    return _BY_STATUS.get(status, "ServiceError" if status >= 500 else "BadArgument")


def bad_argument(problems: Iterable[str]) -> ConnectorError:
    """Something in the request is not as it must be."""
    return ConnectorError("BadArgument", "; ".join(problems))
