"""The chat.* methods."""

from typing import Any

from playground.slack.argument import Arguments
from playground.slack.channel import Channel
from playground.slack.lint import MESSAGE_BUDGET, block_problems, size_of
from playground.slack.message import Message
from playground.slack.posting import Draft, edit, post, remove, whisper
from playground.slack.refusal import SlackError, invalid_blocks
from playground.slack.workspace import Workspace

POST_LIMIT = 40_000
UPDATE_LIMIT = 4_000
METADATA_LIMIT = 16_000


def post_message(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """chat.postMessage"""
    channel = _writable(workspace, a["channel"])
    draft = draft_of(a, POST_LIMIT, "metadata")
    if draft.thread_ts and draft.thread_ts not in channel.messages:
        raise SlackError("thread_not_found")
    message = post(workspace, channel, workspace.app.bot_user, draft)
    shown = message.as_json(with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown | {"type": "message"}}


def update(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """chat.update: text without blocks removes the blocks; neither keeps both; no metadata keeps it."""
    message = own_message(workspace, a["channel"], a["ts"])
    given = draft_of({"text": message.text} | a, UPDATE_LIMIT, "metadata")
    keeps = "text" not in a and "blocks" not in a
    blocks = message.blocks if keeps else given.blocks
    text = message.text if keeps else str(a.get("text", ""))
    metadata = given.metadata if "metadata" in a else message.metadata
    draft = Draft(text, blocks, metadata, linked_names=given.linked_names)
    edit(workspace, message, draft, by_text="blocks" not in a and not keeps)
    shown = message.as_json(with_metadata=True)
    return {"channel": message.channel_id, "ts": message.ts, "text": text, "message": shown}


def delete(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """chat.delete"""
    message = own_message(workspace, a["channel"], a["ts"], "cant_delete_message")
    remove(workspace, message)
    return {"channel": message.channel_id, "ts": message.ts}


def post_ephemeral(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """chat.postEphemeral"""
    channel = _writable(workspace, a["channel"], joined=True)
    if a["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    message = whisper(workspace, channel, a["user"], workspace.app.bot_user, draft_of(a, POST_LIMIT))
    return {"message_ts": message.ts}


def get_permalink(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """chat.getPermalink"""
    channel = visible_channel(workspace, a["channel"])
    message = _present(channel, a["message_ts"])
    link = workspace.permalink(channel.id, message.ts, message.thread_ts)
    return {"channel": channel.id, "permalink": link}


def visible_channel(workspace: Workspace, channel_id: str) -> Channel:
    """A conversation our bot can see. Raises channel_not_found."""
    channel = workspace.channels.get(channel_id)
    if channel is None or (channel.kind != "public" and workspace.app.bot_user not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def own_message(workspace: Workspace, channel_id: str, ts: str, error: str = "cant_update_message") -> Message:
    """A message of ours that may be changed. Raises what Slack answers when it may not."""
    channel = visible_channel(workspace, channel_id)
    if channel.is_archived:
        raise SlackError("is_archived")
    message = _present(channel, ts)
    if message.author != workspace.app.bot_user:
        raise SlackError(error)
    return message


def draft_of(a: Arguments, limit: int, *more: str) -> Draft:
    """What was sent, checked. Raises no_text, msg_too_long, invalid_blocks, msg_blocks_too_long."""
    text, blocks = a.get("text") or a.get("markdown_text") or "", a.get("blocks") or []
    if not text and not blocks and not a.get("attachments"):
        raise SlackError("no_text")
    if len(text) > limit:
        raise SlackError("msg_too_long")
    check_blocks(blocks)
    metadata = _metadata(a.get("metadata") or {}) if more else {}
    linked = bool(a.get("link_names")) or a.get("parse") == "full"
    return Draft(text, blocks, metadata, a.get("thread_ts"), bool(a.get("reply_broadcast")), linked)


def check_blocks(blocks: Any) -> None:
    """Raises invalid_blocks or msg_blocks_too_long."""
    if problems := block_problems(blocks, "message"):
        raise invalid_blocks(problems)
    if size_of(blocks) > MESSAGE_BUDGET:
        raise SlackError("msg_blocks_too_long")


def _metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    if not metadata:
        return {}
    payload = metadata.get("event_payload")
    if metadata.keys() - {"event_type", "event_payload"} or not metadata.get("event_type"):
        raise SlackError("invalid_metadata_format")
    if not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata)) > METADATA_LIMIT:
        raise SlackError("metadata_too_large")
    return metadata


def _writable(workspace: Workspace, channel_id: str, *, joined: bool = False) -> Channel:
    """Where our bot may post: its channels, open ones with chat:write.public, people by user id."""
    if (member := workspace.members.get(channel_id)) and not joined:
        if member.deleted or member.is_bot:
            raise SlackError("cannot_dm_bot" if member.is_bot else "user_disabled")
        return workspace.dm(member.id)
    channel = visible_channel(workspace, channel_id)
    if channel.is_archived:
        raise SlackError("is_archived")
    outside = workspace.app.bot_user not in channel.members
    if outside and (joined or "chat:write.public" not in workspace.app.scopes):
        raise SlackError("not_in_channel")
    return channel


def _present(channel: Channel, ts: str) -> Message:
    message = channel.messages.get(ts)
    if message is None or message.deleted:
        raise SlackError("message_not_found")
    return message
