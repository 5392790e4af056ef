"""Every status that Teams documents, in our words: again (and when), gone, or never (and what a human can do)."""

import json
from datetime import timedelta

import pytest

from bot.teams.failure import AFTER_500, CLOSED, NEVER, Rejected, Shut, answered, translated
from core.errors import DeliveryFailed, GiveUp, Gone, TryAgain

# learn.microsoft.com, "Send and receive messages with a bot": status codes from bot conversational APIs.
DOCUMENTED: list[tuple[int, str, type[DeliveryFailed]]] = [
    (400, "Bad Argument", Rejected),
    (401, "BotNotRegistered", GiveUp),
    (401, "Unauthorized", TryAgain),
    (403, "BotDisabledByAdmin", Shut),
    (403, "BotNotInConversationRoster", Shut),
    (403, "ConversationBlockedByUser", Shut),
    (403, "ForbiddenOperationException", Shut),
    (403, "InvalidBotApiHost", GiveUp),
    (403, "NotEnoughPermissions", GiveUp),
    (403, "MessageWritesBlocked", Shut),
    (404, "ActivityNotFoundInConversation", Gone),
    (404, "ConversationNotFound", Gone),
    (412, "PreconditionFailed", TryAgain),
    (413, "MessageSizeTooBig", GiveUp),
    (429, "", TryAgain),
    (500, "ServiceError", TryAgain),
    (502, "ServiceError", TryAgain),
    (503, "", TryAgain),
    (504, "", TryAgain),
]


def failure_of(status: int, code: str = "", **headers: str) -> DeliveryFailed:
    body = json.dumps({"error": {"code": code, "message": "said"}}).encode() if code else b"<html>"
    return translated(answered(status, headers, body))


@pytest.mark.parametrize(("status", "code", "wanted"), DOCUMENTED)
def test_every_documented_status_has_its_class(status: int, code: str, wanted: type[DeliveryFailed]) -> None:
    assert type(failure_of(status, code)) is wanted


@pytest.mark.parametrize("code", sorted({*CLOSED, *NEVER}))
def test_every_refusal_says_what_a_human_can_do(code: str) -> None:
    status = next((status for status, named, _ in DOCUMENTED if named == code), 403)
    assert failure_of(status, code).words == {**NEVER, **CLOSED}[code]


def test_only_a_429_closes_a_lane_and_says_for_how_long() -> None:
    asked = failure_of(429, **{"Retry-After": "30"})
    assert isinstance(asked, TryAgain)
    assert (asked.busy, asked.after, asked.uncertain) == (True, timedelta(seconds=30), False)
    for status in (412, 502, 503, 504):
        failure = failure_of(status)
        assert isinstance(failure, TryAgain)
        assert not failure.busy, status


def test_a_500_may_have_been_done_and_is_tried_again_a_few_times() -> None:
    failure = failure_of(500, "ServiceError")
    assert isinstance(failure, TryAgain)
    assert (failure.uncertain, failure.busy, failure.most) == (True, False, AFTER_500)


@pytest.mark.parametrize("status", [402, 418, 511])
def test_what_is_not_documented_is_not_tried_again(status: int) -> None:
    """As Microsoft asks: what its table does not list as worth another try is not."""
    assert isinstance(failure_of(status), GiveUp)
