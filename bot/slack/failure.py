"""Slack's error codes in our errors. One question: again (and when), or never (and what a human can do)?

Codes: docs.slack.dev, chat.postMessage, chat.update, conversations.open, conversations.history,
conversations.replies and views.publish; every code that is documented there has its class here.
"""

import re
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from core.errors import DeliveryFailed, GiveUp, Gone, TryAgain

GONE = frozenset({"message_not_found"})
"""Only what is definitely not there any more is posted anew: an old message beside a new one is two cards."""

AGAIN = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "ratelimited",
        "update_failed",
    }
)
"""Something went wrong in the middle: it may have been done."""

AGAIN_CERTAIN = frozenset(
    {"external_channel_migrating", "message_limit_exceeded", "streaming_state_conflict", "hash_conflict"}
)
"""Nothing was done: another time is as good. So it is with codes that are not documented, for a day at most."""

_INSTALL = "Baton's access to Slack was revoked: install it again, and set SLACK_BOT_TOKEN"
_NOT_IN = "Baton is not in that channel: invite it with /invite @Baton"
_NO_DM = "Slack does not let Baton write to that person"
_SUSPENDED = "your organisation's administrators suspended posting"
_FORM = "Slack does not accept the message's form"
_TOO_LONG = "the message is too long for Slack"
_ARCHIVED = "the channel is archived: choose another one with /escalate here"

_FILES = "Slack does not allow files or canvases there, and Baton sends none: look at the workspace's rules for files"
_OTHER_WAY = "Slack no longer takes messages in the way this Baton sends them: update Baton"

_FILE_CODES = (
    "blocked_file_type",
    "file_deleted",
    "file_is_deleted",
    "file_not_found",
    "file_share_limit_reached",
    "max_file_sharing_exceeded",
    "missing_file_data",
    "posting_to_channel_denied",
    "slack_connect_blocked_file_type",
    "slack_connect_canvas_sharing_blocked",
    "slack_connect_clip_sharing_blocked",
    "slack_connect_file_link_sharing_blocked",
    "slack_connect_file_upload_sharing_blocked",
    "slack_connect_lists_sharing_blocked",
    "unable_to_share_files",
)
"""Of files, which Baton does not send."""

_CALL_CODES = (
    "as_user_not_supported",
    "cant_broadcast_message",
    "deprecated_endpoint",
    "draft_already_deleted",
    "draft_already_sent",
    "draft_has_conflict",
    "draft_not_found",
    "duplicate_channel_not_found",
    "duplicate_message_not_found",
    "invalid_arg_name",
    "invalid_array_arg",
    "invalid_charset",
    "invalid_form_data",
    "invalid_post_type",
    "list_record_comment_fetch_failed",
    "metadata_must_be_sent_from_app",
    "method_deprecated",
    "missing_post_type",
    "no_dual_broadcast_content_update",
    "send_on_behalf_not_allowed",
    "unknown_method",
)
"""Of how a call is made."""

_CODE = re.compile(r"[a-z0-9_]{1,80}")

NEVER = {
    "invalid_auth": _INSTALL,
    "account_inactive": _INSTALL,
    "token_revoked": _INSTALL,
    "token_expired": _INSTALL,
    "not_authed": _INSTALL,
    "org_login_required": _INSTALL,
    "not_allowed_token_type": _INSTALL,
    "access_denied": _SUSPENDED,
    "enterprise_is_restricted": _SUSPENDED,
    "two_factor_setup_required": _SUSPENDED,
    "missing_scope": "Baton lacks a permission in Slack: install it again with the current manifest",
    "no_permission": "Baton lacks a permission in Slack: install it again with the current manifest",
    "channel_not_found": _NOT_IN,
    "not_in_channel": _NOT_IN,
    "is_archived": _ARCHIVED,
    "is_inactive": _ARCHIVED,
    "restricted_action": "posting in that channel is restricted: let Baton post there, or choose another one",
    "restricted_action_read_only_channel": "that channel is read-only: choose another one with /escalate here",
    "restricted_action_thread_locked": "that thread is locked",
    "restricted_action_non_threadable_channel": "that channel has no threads",
    "restricted_action_thread_only_channel": "that channel takes threads only: choose another one with /escalate here",
    "cannot_dm_bot": _NO_DM,
    "user_not_found": _NO_DM,
    "users_not_found": _NO_DM,
    "user_disabled": _NO_DM,
    "user_not_visible": _NO_DM,
    "not_enabled": "the Home tab of Baton is switched off: allow it in the app's settings",
    "view_too_large": _FORM,
    "messages_tab_disabled": "the Messages tab of Baton's home is switched off: allow it in the app's settings",
    "ekm_access_denied": _SUSPENDED,
    "team_access_not_granted": "Baton is not granted access to this workspace",
    "msg_too_long": _TOO_LONG,
    "msg_blocks_too_long": _TOO_LONG,
    "invalid_blocks": _FORM,
    "invalid_blocks_format": _FORM,
    "no_text": _FORM,
    "cant_update_message": "Slack does not let Baton edit that message",
    "edit_window_closed": "Slack does not let Baton edit that message any more: see the workspace's editing rules",
    "thread_not_found": "the thread is no longer there",
    "cannot_reply_to_message": "that message takes no replies",
    **dict.fromkeys(_FILE_CODES, _FILES),
    **dict.fromkeys(_CALL_CODES, _OTHER_WAY),
    "accesslimited": _SUSPENDED,
    "app_access_restricted": _SUSPENDED,
    "channel_is_limited_access": _SUSPENDED,
    "is_bot": _INSTALL,
    "team_not_found": _INSTALL,
    "attachment_payload_limit_exceeded": _FORM,
    "block_mismatch": _FORM,
    "invalid_attachments": _FORM,
    "too_many_attachments": _FORM,
    "too_many_contact_cards": _FORM,
    "markdown_text_conflict": _FORM,
    "invalid_metadata_format": _FORM,
    "invalid_metadata_schema": _FORM,
    "metadata_too_large": _FORM,
    "invalid_cursor": _FORM,
    "invalid_ts_latest": _FORM,
    "invalid_ts_oldest": _FORM,
    "invalid_metadata_filter_keys": _FORM,
    "invalid_user_combination": _NO_DM,
    "method_not_supported_for_channel_type": _NO_DM,
    "not_enough_users": _NO_DM,
    "too_many_users": _NO_DM,
    "users_list_not_supplied": _NO_DM,
}


_KNOWN = frozenset({*GONE, *AGAIN, *NEVER, "rate_limited"})


def translated(error: Exception) -> DeliveryFailed:
    """Our error for a vendor's. Only a definite answer is certain: after anything else it may have arrived."""
    failure = _translated(error)
    failure.code = _counted_as(error)
    return failure


def _translated(error: Exception) -> DeliveryFailed:
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return TryAgain("Slack cannot be reached")
    if isinstance(error, TimeoutError):
        return TryAgain("Slack did not answer in time", uncertain=True)
    if isinstance(error, aiohttp.ClientError | SlackClientError | ValueError | OSError):
        return TryAgain(f"the connection to Slack broke ({type(error).__name__})", uncertain=True)
    raise error


def _answered(error: SlackApiError) -> DeliveryFailed:
    status, code = _status(error), _code(error)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return TryAgain("Slack asks to wait", after=_retry_after(error), busy=True)
    if code in GONE:
        return Gone(f"Slack: {code}")
    if code in NEVER:
        return GiveUp(f"Slack: {code}", words=NEVER[code])
    if code in AGAIN:
        return TryAgain(f"Slack: {code}", uncertain=True)
    if code in AGAIN_CERTAIN or (code and status < 500):
        return TryAgain(f"Slack: {code}")
    return TryAgain(f"Slack answered {status} without saying what happened", uncertain=True)


def _counted_as(error: Exception) -> str:
    """The code it is counted under: one that is documented, else the status or the kind of trouble."""
    if isinstance(error, SlackApiError):
        code, status = _code(error), _status(error)
        return code if code in _KNOWN else f"http_{status}" if status >= 400 else "other"
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return "unreachable"
    return "timeout" if isinstance(error, TimeoutError) else "broken"


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 0) or 0)


def _code(error: SlackApiError) -> str:
    """The error code; a 502 page in HTML, or half an answer, has none."""
    data = getattr(error.response, "data", error.response)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _retry_after(error: SlackApiError) -> timedelta | None:
    headers = getattr(error.response, "headers", {}) or {}
    text = str(headers.get("Retry-After", ""))
    return timedelta(seconds=min(int(text), 3_600)) if text.isdecimal() else None
