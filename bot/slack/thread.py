"""What people write in the threads under cards. Slack tells of every message in the channels that Baton is in; all but
those are dropped before anything is looked up but the thread itself.

Slack tells of a message at least once: a message is named by its channel and its time, which all tellings share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.installation import Installation
from bot.slack.words import to_baton, words_of
from core.act import Origin
from core.command import Problem, understood, with_names
from core.delivery import MessageRef
from core.desk import Desk
from core.directory import Directory
from core.handoff import Door
from core.inbound import name_of
from core.people import Identity, Member, NotKnownYet, Platform, Workspace
from core.remark import Remark, Thread

_BY_PEOPLE = frozenset({"", "thread_broadcast", "file_share"})
"""The subtypes of what people write (docs.slack.dev, "message"). The others tell of bots, edits, deletions, joins…"""

_NAMES_ASKED = 30


@dataclass(frozen=True, slots=True)
class Written:
    """A message that a person wrote in a thread."""

    by: Identity
    thread: Thread
    ts: str
    text: str
    files: int

    @property
    def origin(self) -> Origin:
        """Not a button of any conversation; the request is the message, however often Slack tells of it."""
        named = name_of("said", self.thread.workspace.id, self.thread.root.conversation, self.ts)
        return Origin(Door.SLACK, self.by, request=named)


@dataclass(frozen=True, slots=True)
class Threads:
    """Carries what is written under cards over to the other chats."""

    desk: Desk
    directory: Directory
    installation: Installation

    async def carry_out(self, body: Mapping[str, Any]) -> bool:
        """One message event. False when Slack is to tell of it again, because its author cannot be looked up now.

        Bots, other organisations' people and the deactivated are not heard. Raises BatonError.
        """
        written = written_in(body)
        if written is None or is_word(written.text, written.files, self.installation.bot):
            return True
        if await self.desk.handoff_under(written.thread) is None:
            return True
        by = await self.directory.member(written.by)
        if isinstance(by, Member):
            await self.desk.relay(Remark(written.thread, await self._read(written), written.files), by, written.origin)
        return not isinstance(by, NotKnownYet)

    async def _read(self, written: Written) -> str:
        """The text as people read it in Slack: whoever is mentioned has a name."""
        words = words_of(written.text)
        users = {user: Identity(written.thread.workspace, user) for user in words.mentioned}
        names = await self.directory.names(*list(users.values())[:_NAMES_ASKED])
        ours = {Identity(written.thread.workspace, self.installation.bot): "Baton"}
        called = zip(words.mentioned, words.labels, strict=True)
        named = {**names, **ours}
        return with_names(words.text, tuple(named.get(users[user], label) for user, label in called))


def is_word(text: str, files: int, bot: str) -> bool:
    """Whether Baton is spoken to in a word it knows, ``queue``, ``claim E-42``, or by its name alone: no remark."""
    if not bot or files or f"<@{bot}" not in text:
        return False
    return not isinstance(understood(to_baton(text, bot).text), Problem)


def written_in(body: Mapping[str, Any]) -> Written | None:
    """What a person wrote in a thread; None for every other message."""
    event = body.get("event")
    if not isinstance(event, dict) or _text(event, "subtype") not in _BY_PEOPLE or event.get("bot_id"):
        return None
    user, channel, ts, root = (_text(event, name) for name in ("user", "channel", "ts", "thread_ts"))
    if not (user and channel and ts and root) or root == ts:
        return None
    here = _here(body)
    theirs = _text(event, "user_team") or _text(event, "team") or here
    return Written(
        by=Identity(Workspace(Platform.SLACK, theirs), user),
        thread=Thread(Workspace(Platform.SLACK, here), MessageRef(channel, root)),
        ts=ts,
        text=_text(event, "text"),
        files=_files(event.get("files")),
    )


def _here(body: Mapping[str, Any]) -> str:
    """The workspace we are installed in: in a shared channel, not always the one that the event is said to be of."""
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else None
    return (_text(first, "team_id") if isinstance(first, dict) else "") or _text(body, "team_id")


def _files(told: object) -> int:
    """How many there are to be seen; deleted ones are tombstones."""
    files = told if isinstance(told, list) else []
    return sum(isinstance(file, dict) and file.get("mode") != "tombstone" for file in files)


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
