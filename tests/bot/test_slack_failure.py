"""Slack's failures in our words: again (and when), gone, or never (and what a human can do)."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.failure import AGAIN, GONE, NEVER, translated
from core.errors import DeliveryFailed, GiveUp, Gone, TryAgain

TOKEN = "xoxb-" + "secret-token"
TEXT = "the customer's text"

# docs.slack.dev: chat.postMessage, chat.update, conversations.open, conversations.history and what all methods share.
OUR_ACCESS = [
    "access_denied",
    "account_inactive",
    "enterprise_is_restricted",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
]
THE_PLACE = [
    "channel_not_found",
    "ekm_access_denied",
    "is_archived",
    "is_inactive",
    "messages_tab_disabled",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
    "thread_not_found",
]
THE_PERSON = ["cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible", "users_not_found"]
THE_MESSAGE = [
    *("cant_update_message", "edit_window_closed", "invalid_blocks", "invalid_blocks_format"),
    *("msg_blocks_too_long", "msg_too_long", "no_text"),
]
THE_MESSAGE_IS_GONE = ["message_not_found"]
LATER = [
    "fatal_error",
    "internal_error",
    "rate_limited",
    "ratelimited",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
]
EVERYTHING = [*OUR_ACCESS, *THE_PLACE, *THE_PERSON, *THE_MESSAGE, *THE_MESSAGE_IS_GONE, *LATER, "never_heard_of"]


def refused(code: object = None, status: int = 200, data: Any = None, **headers: str) -> SlackApiError:
    """What the SDK raises, with everything in it that must not get out."""
    said = data if data is not None else {"ok": False, "error": code, "text": TEXT}
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={"headers": {"Authorization": f"Bearer {TOKEN}"}, "json": {"text": TEXT}},
        data=said,
        headers=headers,
        status_code=status,
    )
    return SlackApiError(f"The request failed with {TOKEN}: {TEXT}", response)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("code", [*OUR_ACCESS, *THE_PLACE, *THE_PERSON, *THE_MESSAGE])
def test_what_needs_a_human_is_given_up_and_says_what_to_do(code: str) -> None:
    failure = translated(refused(code))
    assert isinstance(failure, GiveUp)
    assert failure.words == NEVER[code]
    assert code not in failure.words


@pytest.mark.parametrize("code", THE_MESSAGE_IS_GONE)
def test_a_message_that_is_gone_is_posted_anew(code: str) -> None:
    assert isinstance(translated(refused(code)), Gone)


@pytest.mark.parametrize("code", LATER)
def test_what_passes_is_tried_again(code: str) -> None:
    assert isinstance(translated(refused(code)), TryAgain)


@pytest.mark.parametrize("code", sorted(AGAIN - {"ratelimited"}))
def test_after_an_error_in_the_middle_it_may_have_arrived(code: str) -> None:
    failure = translated(refused(code))
    assert isinstance(failure, TryAgain)
    assert failure.uncertain


def test_a_code_nobody_has_heard_of_is_tried_again() -> None:
    failure = translated(refused("never_heard_of"))
    assert isinstance(failure, TryAgain)
    assert not failure.uncertain
    assert "never_heard_of" in str(failure)


@pytest.mark.parametrize(
    ("header", "after"),
    [
        ({"Retry-After": "30"}, timedelta(seconds=30)),
        ({"Retry-After": "999999"}, timedelta(hours=1)),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({}, None),
    ],
)
def test_slack_says_how_long_to_wait(header: dict[str, str], after: timedelta | None) -> None:
    for error in (refused("ratelimited", 429, **header), refused("ratelimited", 200, **header)):
        failure = translated(error)
        assert isinstance(failure, TryAgain)
        assert (failure.after, failure.uncertain) == (after, False)


@pytest.mark.parametrize("status", [0, 200, 500, 502, 503, 504])
@pytest.mark.parametrize("data", ["<html>Bad Gateway</html>", {}, {"error": None}, {"error": ["odd"]}])
def test_an_answer_that_says_nothing_is_uncertain(status: int, data: Any) -> None:
    failure = translated(refused(status=status, data=data))
    assert isinstance(failure, TryAgain)
    assert failure.uncertain


def unreachable() -> aiohttp.ClientConnectorError:
    key = ConnectionKey("slack.com", 443, True, True, None, None, None)
    return aiohttp.ClientConnectorError(key, OSError(f"refused {TOKEN}"))


BROKEN: list[tuple[Exception, bool]] = [
    (unreachable(), False),
    (TimeoutError(TEXT), True),
    (TimeoutError(TEXT), True),
    (aiohttp.ServerTimeoutError(TEXT), True),
    (aiohttp.ServerDisconnectedError(TEXT), True),
    (aiohttp.ClientOSError(TEXT), True),
    (aiohttp.ClientPayloadError(f"{TOKEN} {TEXT}"), True),
    (ConnectionResetError(TEXT), True),
    (ValueError(f"not JSON: {TEXT}"), True),
    (SlackRequestError(TEXT), True),
]


@pytest.mark.parametrize(("error", "uncertain"), BROKEN)
def test_only_a_connection_that_was_never_made_is_certain(error: Exception, uncertain: bool) -> None:
    failure = translated(error)
    assert isinstance(failure, TryAgain)
    assert failure.uncertain == uncertain


def test_our_own_mistakes_are_not_hidden() -> None:
    with pytest.raises(KeyError):
        translated(KeyError("a bug"))


@pytest.mark.parametrize(
    "error",
    [
        *(refused(code) for code in EVERYTHING),
        refused("ratelimited", 429),
        refused(status=502, data=f"<html>{TOKEN}</html>"),
        refused({"nested": TOKEN}),
        refused(f"odd code with {TOKEN} and {TEXT}"),
        *(error for error, _ in BROKEN),
    ],
)
def test_no_token_and_no_text_gets_out(error: Exception) -> None:
    failure = translated(error)
    assert isinstance(failure, DeliveryFailed)
    for said in (str(failure), failure.words, repr(failure)):
        assert TOKEN not in said
        assert TEXT not in said


def test_no_code_has_two_meanings() -> None:
    assert not GONE & AGAIN
    assert not (GONE | AGAIN) & NEVER.keys()
