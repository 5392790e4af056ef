"""Writing messages into the workspace: what every way of posting has in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.slack.channel import Channel
from playground.slack.element import named
from playground.slack.message import Block, Message, Version
from playground.slack.reading import mentions_in
from playground.slack.workspace import Workspace

_EVERYBODY = frozenset({"channel", "here", "everyone"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be posted. `linked_names` is what link_names and parse=full do."""

    text: str = ""
    blocks: Sequence[Block] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    thread_ts: str | None = None
    broadcast: bool = False
    linked_names: bool = False
    files: int = 0
    by_app: str = ""


def post(workspace: Workspace, channel: Channel, author: str, draft: Draft) -> Message:
    """Post for all to see."""
    message = _message(workspace, channel, author, draft)
    message.notified = _notified(channel, message)
    channel.messages[message.ts] = message
    return _told(workspace, "posted", channel, message)


def whisper(workspace: Workspace, channel: Channel, reader: str, author: str, draft: Draft) -> Message:
    """Show one person an ephemeral message, last in the conversation."""
    message = _message(workspace, channel, author, draft)
    message.only_for = reader
    channel.ephemerals[message.ts] = message
    workspace.bell.ring()
    return message


def edit(workspace: Workspace, message: Message, draft: Draft, *, by_text: bool = False) -> None:
    """Give a message a further version. Edits notify nobody."""
    message.versions.append(_version(workspace, draft, message.ts + str(len(message.versions))))
    message.edited_by_text = message.edited_by_text or by_text
    _told(workspace, "changed", workspace.channels[message.channel_id], message)


def remove(workspace: Workspace, message: Message) -> None:
    """Delete a message or take an ephemeral away."""
    message.deleted = True
    channel = workspace.channels[message.channel_id]
    channel.ephemerals.pop(message.ts, None)
    _told(workspace, "deleted", channel, message)


def _told(workspace: Workspace, what: str, channel: Channel, message: Message) -> Message:
    if message.only_for is None:
        for listener in workspace.on_message:
            listener(what, channel, message)
    workspace.bell.ring()
    return message


def _message(workspace: Workspace, channel: Channel, author: str, draft: Draft) -> Message:
    ts = workspace.next_ts()
    is_ours = author == workspace.app.bot_user
    return Message(
        channel_id=channel.id,
        ts=ts,
        author=author,
        versions=[_version(workspace, draft, ts)],
        thread_ts=draft.thread_ts,
        app_id=workspace.app.id if is_ours else None,
        team_id=_team_of(workspace, author),
        broadcast=draft.broadcast,
        files=draft.files,
        by_app=draft.by_app,
    )


def _team_of(workspace: Workspace, author: str) -> str:
    """The author's own workspace: in a shared channel not always the channel's."""
    member = workspace.members.get(author)
    return member.team_id if member else workspace.team_id


def _version(workspace: Workspace, draft: Draft, seed: str) -> Version:
    blocks = named(draft.blocks, seed.replace(".", ""))
    addressed = mentions_in(draft.text, blocks, linked_names=draft.linked_names)
    return Version(draft.text, blocks, draft.metadata, workspace.clock(), addressed)


def _notified(channel: Channel, message: Message) -> frozenset[str]:
    """Who gets a notification: the mentioned, the other side of a DM, the followers of a thread."""
    mentioned = set(message.versions[0].mentions)
    people = set(channel.members)
    if channel.kind != "im" and not mentioned & _EVERYBODY:
        people &= mentioned | _followers(channel, message)
    return frozenset(people - {message.author})


def _followers(channel: Channel, message: Message) -> set[str]:
    root = channel.messages.get(message.thread_ts or "")
    if root is None:
        return set()
    thread = [root, *channel.replies(root.ts)]
    return {m.author for m in thread} | {mention for m in thread for mention in m.versions[0].mentions}
