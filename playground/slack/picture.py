"""One person's Slack as JSON for the page. Nothing in it is markup: the page draws it as text."""

from collections.abc import Mapping
from typing import Any

from playground.slack.channel import Channel
from playground.slack.member import Member
from playground.slack.message import Message
from playground.slack.person import Person
from playground.slack.view import View

Json = dict[str, Any]
SHOWN = 300
"""So many of a conversation's newest messages are shown."""


def account(member: Member) -> Json:
    """A person, as lists and mentions show them."""
    guest = "guest" if member.is_restricted or member.is_ultra_restricted else ""
    part = "app" if member.is_bot else "external" if member.is_stranger else guest
    names = {"id": member.id, "name": member.name, "handle": member.handle}
    return names | {"tz": member.timezone, "part": part}


def channels(person: Person, read: Mapping[tuple[str, str], float]) -> list[Json]:
    """The sidebar: channels they are in, then the direct conversation with the app."""
    workspace = person.workspace
    workspace.dm(person.id)
    mine = [c for c in workspace.channels.values() if person.id in c.members]
    mine.sort(key=lambda c: (c.kind == "im", c.name != "escalations", c.name))
    return [_channel(person, channel, read.get((person.id, channel.id), 0.0)) for channel in mine]


def messages(person: Person, channel_id: str) -> list[Json]:
    """Everything in this conversation for this person, threads included, oldest first."""
    channel = person.workspace.channels[channel_id]
    whispers = [m for m in channel.ephemerals.values() if m.only_for == person.id]
    everything = sorted([*channel.present(), *whispers], key=lambda m: float(m.ts))
    return [_message(person, message) for message in everything[-SHOWN:]]


def view(shown: View) -> Json:
    """A modal or App Home with what was typed."""
    definition = shown.definition
    words = {key: definition.get(key, {}).get("text", "") for key in ("title", "submit", "close")}
    filled = {"typed": shown.state()["values"], "errors": dict(shown.errors), "trouble": shown.trouble}
    return {"id": shown.id, "hash": shown.hash, "blocks": shown.blocks, **words, **filled}


def _channel(person: Person, channel: Channel, read: float) -> Json:
    others = [m for m in channel.members if m != person.id]
    new = [m for m in channel.present() if float(m.ts) > read and m.author != person.id]
    shown = {"id": channel.id, "kind": channel.kind, "archived": channel.is_archived}
    shown |= {"name": channel.name, "with": others[0] if channel.kind == "im" and others else ""}
    unread = sum(not m.is_reply for m in new)
    badge = sum(person.id in m.notified for m in new)
    return shown | {"unread": unread, "badge": badge, "members": len(channel.members)}


def _message(person: Person, message: Message) -> Json:
    shown: Json = {"ts": message.ts, "channel": message.channel_id, "author": message.author}
    shown |= {"text": message.text, "blocks": list(message.blocks), "thread": message.thread_ts or ""}
    shown |= {"reply": message.is_reply, "broadcast": message.broadcast, "edited": message.edited_by_text}
    shown |= {"ephemeral": message.only_for is not None, "version": len(message.versions)}
    return shown | {"mine": person.id in message.notified and person.id in message.pings}
