"""Slack's failures in our words: again (and when), gone, or never (and what a human can do)."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.failure import AGAIN, AGAIN_CERTAIN, GONE, NEVER, translated
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

_TABLE = """
access_denied accesslimited account_inactive app_access_restricted as_user_not_supported
attachment_payload_limit_exceeded block_mismatch blocked_file_type cannot_reply_to_message
cant_broadcast_message cant_update_message channel_is_limited_access channel_not_found deprecated_endpoint
draft_already_deleted draft_already_sent draft_has_conflict draft_not_found duplicate_channel_not_found
duplicate_message_not_found edit_window_closed ekm_access_denied enterprise_is_restricted
external_channel_migrating fatal_error file_deleted file_is_deleted file_not_found file_share_limit_reached
invalid_arg_name invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format invalid_charset
invalid_cursor invalid_form_data invalid_metadata_filter_keys invalid_metadata_format invalid_metadata_schema
invalid_post_type invalid_ts_latest invalid_ts_oldest invalid_user_combination is_archived is_bot is_inactive
list_record_comment_fetch_failed markdown_text_conflict max_file_sharing_exceeded message_limit_exceeded
message_not_found messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large method_deprecated
method_not_supported_for_channel_type missing_file_data missing_post_type missing_scope msg_blocks_too_long
msg_too_long no_dual_broadcast_content_update no_permission no_text not_allowed_token_type not_authed
not_enough_users not_in_channel org_login_required posting_to_channel_denied rate_limited ratelimited
request_timeout restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel
restricted_action_thread_locked restricted_action_thread_only_channel send_on_behalf_not_allowed
service_unavailable slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked
slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked
slack_connect_file_upload_sharing_blocked slack_connect_lists_sharing_blocked streaming_state_conflict
team_added_to_org team_not_found thread_not_found token_expired token_revoked too_many_attachments
too_many_contact_cards too_many_users two_factor_setup_required unable_to_share_files unknown_method
update_failed user_disabled user_not_found user_not_visible users_list_not_supplied
"""
DOCUMENTED = _TABLE.split()
"""Every code of those methods, as docs.slack.dev listed them in August 2026."""


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
    classes = (GONE, AGAIN, AGAIN_CERTAIN, frozenset(NEVER))
    assert len(frozenset().union(*classes)) == sum(map(len, classes))


@pytest.mark.parametrize("code", DOCUMENTED)
def test_every_documented_code_has_its_class(code: str) -> None:
    assert code in {*GONE, *AGAIN, *AGAIN_CERTAIN, *NEVER, "rate_limited"}


@pytest.mark.parametrize("code", sorted(AGAIN_CERTAIN))
def test_what_was_refused_for_now_did_not_arrive(code: str) -> None:
    failure = translated(refused(code))
    assert isinstance(failure, TryAgain)
    assert not failure.uncertain


def test_only_who_asks_for_time_closes_a_lane() -> None:
    asked = translated(refused("ratelimited", 429))
    assert isinstance(asked, TryAgain)
    assert asked.busy
    for code in (*sorted(AGAIN - {"ratelimited"}), "never_heard_of"):
        failure = translated(refused(code))
        assert isinstance(failure, TryAgain)
        assert not failure.busy, code
