"""Everything there is in a workspace, for people to read when a test fails."""

from collections.abc import Iterator, Sequence

from playground.slack.channel import Channel
from playground.slack.message import Message
from playground.slack.record import Call, Complaint
from playground.slack.seen import Seen
from playground.slack.workspace import SLACKBOT, Workspace

LATEST = 25


def dump(workspace: Workspace, calls: Sequence[Call], complaints: Sequence[Complaint]) -> str:
    """Conversations with all messages, open forms, the latest calls, all complaints."""
    lines = [line for channel in workspace.channels.values() for line in _conversation(workspace, channel)]
    for user, stack in workspace.modals.items():
        lines.append(f"== {workspace.name_of(user)} has open: {[view.title for view in stack]}")
    lines += ["== latest calls", *(f"  {call}" for call in calls[-LATEST:])]
    return "\n".join([*lines, "== complaints", *(f"  {complaint}" for complaint in complaints)])


def _conversation(workspace: Workspace, channel: Channel) -> Iterator[str]:
    people = [member for member in channel.members if member != workspace.app.bot_user]
    reader = people[0] if people else SLACKBOT
    yield f"== {channel.name or 'DM of ' + workspace.name_of(reader)} ({channel.id})"
    for message in [*channel.present(), *channel.ephemerals.values()]:
        yield f"  {_line(workspace, message, reader)}"


def _line(workspace: Workspace, message: Message, reader: str) -> str:
    eyes = message.only_for or reader
    where = f" in thread {message.thread_ts}" if message.is_reply else ""
    return f"{message.ts}{where}, to {workspace.name_of(eyes)}: {Seen(message, eyes, workspace)}"
