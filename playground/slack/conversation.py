"""The conversations.* methods."""

from collections.abc import Sequence
from typing import Any, TypeVar

from playground.slack.argument import Arguments
from playground.slack.channel import LIST_TYPES, Channel, Kind
from playground.slack.chat import visible_channel
from playground.slack.message import Message
from playground.slack.refusal import SlackError
from playground.slack.workspace import SLACKBOT, Workspace

Item = TypeVar("Item")

_HISTORY: dict[Kind, str] = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
_READ: dict[Kind, str] = {"public": "channels:read", "private": "groups:read", "im": "im:read"}


def info(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """conversations.info"""
    channel = _with_scope(workspace, a["channel"], _READ)
    shown = channel.as_json(workspace.app.bot_user)
    return {"channel": shown | ({"num_members": len(channel.members)} if a.get("include_num_members") else {})}


def list_(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """conversations.list: private ones and DMs only where our bot is in."""
    wanted = set((a.get("types") or "public_channel").split(","))
    if wanted - {*LIST_TYPES.values(), "mpim"}:
        raise SlackError("invalid_types")
    for kind, scope in _READ.items():
        if LIST_TYPES[kind] in wanted:
            _need(workspace, scope)
    bot = workspace.app.bot_user
    seen = [c for c in workspace.channels.values() if LIST_TYPES[c.kind] in wanted]
    seen = [c for c in seen if c.kind == "public" or bot in c.members]
    if a.get("exclude_archived"):
        seen = [c for c in seen if not c.is_archived]
    part, after = page(seen, a)
    return {"channels": [c.as_json(bot) for c in part], "response_metadata": {"next_cursor": after}}


def open_(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """conversations.open: a DM with one person."""
    if "channel" in a:
        return {"channel": {"id": visible_channel(workspace, a["channel"]).id}}
    users = [user for user in a.get("users", "").split(",") if user]
    if len(users) != 1:
        raise SlackError("users_list_not_supplied" if not users else "not_enough_users")
    member = workspace.members.get(users[0])
    if member is None:
        raise SlackError("user_not_found")
    if member.deleted or member.is_bot:
        raise SlackError("user_disabled" if member.deleted else "cannot_dm_bot")
    channel = workspace.dm(member.id)
    full = channel.as_json(workspace.app.bot_user) if a.get("return_im") else {"id": channel.id}
    return {"channel": full}


def join(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """conversations.join"""
    channel = visible_channel(workspace, a["channel"])
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    bot = workspace.app.bot_user
    already = bot in channel.members
    if not already:
        channel.members.append(bot)
        workspace.bell.ring()
    return {"channel": channel.as_json(bot)} | ({"warning": "already_in_channel"} if already else {})


def members(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """conversations.members"""
    part, after = page(_with_scope(workspace, a["channel"], _READ).members, a)
    return {"members": list(part), "response_metadata": {"next_cursor": after}}


def history(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """conversations.history: newest first, without replies in threads."""
    channel = _readable(workspace, a["channel"])
    shown = [m for m in channel.present() if not m.is_reply or m.broadcast]
    part, after = page([m for m in reversed(shown) if _within(m, a)], a)
    return _messages(channel, part, after, a)


def replies(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """conversations.replies: the first message of the thread, then the answers, oldest first."""
    channel = _readable(workspace, a["channel"])
    root = channel.messages.get(a["ts"])
    if root is not None and root.is_reply:
        root = channel.messages[root.thread_ts or root.ts]
    if root is None or (root.deleted and not channel.replies(root.ts)):
        raise SlackError("thread_not_found")
    answers = [m for m in channel.replies(root.ts) if _within(m, a)]
    part, after = page([root, *answers], a)
    return _messages(channel, part, after, a)


def page(items: Sequence[Item], a: Arguments) -> tuple[Sequence[Item], str]:
    """The part asked for by cursor and limit, and the cursor of the next ("" at the end)."""
    limit, cursor = a.get("limit") or 100, a.get("cursor") or "page:0"
    if not 0 < limit <= 1000:
        raise SlackError("invalid_limit")
    head, _, start = cursor.partition(":")
    if head != "page" or not start.isdigit():
        raise SlackError("invalid_cursor")
    end = int(start) + limit
    return items[int(start) : end], f"page:{end}" if end < len(items) else ""


def _messages(channel: Channel, part: Sequence[Message], after: str, a: Arguments) -> dict[str, Any]:
    shown = [with_replies(channel, m, with_metadata=bool(a.get("include_all_metadata"))) for m in part]
    more = {"response_metadata": {"next_cursor": after}} if after else {}
    return {"messages": shown, "has_more": bool(after)} | more


def with_replies(channel: Channel, message: Message, *, with_metadata: bool = False) -> dict[str, Any]:
    """A message as it stands in its conversation; one that was deleted leaves a tombstone over its thread."""
    shown = message.as_json(with_metadata=with_metadata)
    if message.deleted:
        shown = {"type": "message", "subtype": "tombstone", "hidden": True, "user": SLACKBOT, "ts": message.ts}
        shown |= {"text": "This message was deleted."}
    if not message.is_reply and (answers := channel.replies(message.ts)):
        authors = list(dict.fromkeys(answer.author for answer in answers))
        shown |= {"thread_ts": message.ts, "reply_count": len(answers), "reply_users": authors}
        shown |= {"reply_users_count": len(authors), "latest_reply": answers[-1].ts}
    return shown


def _within(message: Message, a: Arguments) -> bool:
    at, oldest, latest = float(message.ts), float(a.get("oldest") or 0), float(a.get("latest") or "inf")
    return oldest <= at <= latest if a.get("inclusive") else oldest < at < latest


def _readable(workspace: Workspace, channel_id: str) -> Channel:
    channel = _with_scope(workspace, channel_id, _HISTORY)
    if workspace.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _with_scope(workspace: Workspace, channel_id: str, scopes: dict[Kind, str]) -> Channel:
    channel = visible_channel(workspace, channel_id)
    _need(workspace, scopes[channel.kind])
    return channel


def _need(workspace: Workspace, scope: str) -> None:
    if scope not in workspace.app.scopes:
        provided = ",".join(sorted(workspace.app.scopes))
        raise SlackError("missing_scope", needed=scope, provided=provided)
