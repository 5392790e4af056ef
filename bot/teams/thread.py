"""What people write in the threads under cards: with consent Teams tells of every message of a channel, without it of
those that mention Baton.

Teams may tell of a message more than once: it is named by its conversation and its id, which all tellings share.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.teams.answer import Speaker
from bot.teams.mention import words_of
from bot.teams.reference import root_of
from bot.teams.sender import Sender, is_for_us
from core import answer
from core.command import Park, Problem, understood, with_names
from core.conversation import Shape
from core.delivery import MessageRef
from core.desk import Desk
from core.directory import Directory
from core.errors import BatonError, Unavailable
from core.message import says
from core.people import Member, NotKnownYet, Stranger
from core.remark import Remark, Thread

_BOT = "28:"
"""How the ids of bots begin."""

_ATTACHED = re.compile(r"<attachment\b", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b[^<>]{0,2000}\bAMSImage\b", re.IGNORECASE)
_ESCALATING = re.compile(r"\s*/?(?:escalate|park)(?=[\s:,])", re.IGNORECASE)
_MOST_FILES = 99

_log = logging.getLogger(__name__)

_NOT_KNOWN = says(
    "Baton could not find out who you are just now, so what you wrote under the card was not passed on to the other "
    "chat. Please write it again in a moment."
)
_PASSED_ON = says(
    "That thread is a card's, so what you wrote there is a step of its case and was passed on to the other chat. "
    "To escalate or park something else, say it outside the thread."
)


@dataclass(frozen=True, slots=True)
class Threads:
    """Carries what is written under cards over to the other chats."""

    desk: Desk
    directory: Directory
    speaker: Speaker

    async def carry_out(self, raw: Mapping[str, Any], sender: Sender) -> bool:
        """Whether a message is one of a card's thread, and no word to Baton; then it is passed on.

        Bots, other organisations' people and the deactivated are not heard. Raises BatonError.
        """
        thread = thread_of(sender)
        if thread is None or is_word(raw, sender) or not await self._is_a_cards(thread):
            return False
        match await self.directory.member(sender.identity):
            case Member() as by:
                remark = Remark(thread, written_in(raw), files_in(raw))
                request = f"said {sender.conversation} {sender.activity}"
                await self.desk.relay(remark, by, sender.origin(request, private=True))
                if is_for_us(raw, sender) and _ESCALATING.match(words_of(raw).text):
                    self.speaker.whisper(sender, _PASSED_ON)
            case NotKnownYet():
                self.speaker.whisper(sender, _NOT_KNOWN)
            case Stranger():
                return False
        return True

    async def _is_a_cards(self, thread: Thread) -> bool:
        """When the database is away nobody knows: those who talk in other threads must not hear of it."""
        try:
            return await self.desk.handoff_under(thread) is not None
        except Unavailable as error:
            _log.warning("whether a message stands under a card is not known: %s", error)
            return False

    def failed(self, sender: Sender, error: BatonError, error_id: str) -> None:
        """Say that it was not passed on."""
        self.speaker.whisper(sender, answer.failed(error.words, error_id) if error_id else says(error.words))


def thread_of(sender: Sender) -> Thread | None:
    """The thread of a channel in which a person wrote for all to read; None for all else."""
    root = root_of(sender.conversation)
    if sender.shape is not Shape.CHANNEL or sender.targeted or not root or sender.activity in ("", root):
        return None
    if not sender.identity.user or sender.user.startswith(_BOT):
        return None
    return Thread(sender.identity.workspace, MessageRef(sender.conversation, root))


def is_word(raw: Mapping[str, Any], sender: Sender) -> bool:
    """Whether Baton is spoken to in a word it knows: ``queue``, ``claim E-42``, or its name alone."""
    if not is_for_us(raw, sender) or files_in(raw):
        return False
    return not isinstance(understood(words_of(raw).text), Problem | Park)


def written_in(raw: Mapping[str, Any]) -> str:
    """The text as people read it in Teams, without the mention that makes Baton hear it."""
    words = words_of(raw)
    return with_names(words.text, words.labels)


def files_in(raw: Mapping[str, Any]) -> int:
    """How many files and pictures came with it: in a channel they are told of in the HTML alone."""
    attachments = raw.get("attachments")
    told = [part for part in attachments if isinstance(part, dict)] if isinstance(attachments, list) else []
    pages = [page for part in told if isinstance(page := part.get("content"), str)]
    found = sum(len(_ATTACHED.findall(page)) + len(_PICTURE.findall(page)) for page in pages)
    return min(found, _MOST_FILES)
