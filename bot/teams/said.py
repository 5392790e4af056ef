"""What was said to Baton: a message's words, taken out of the ways in which they come."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.teams.mention import Words, words_of
from bot.teams.sender import Sender
from core.act import Origin
from core.command import Command, Problem, understood, with_names
from core.conversation import Conversation

_PREFIX = re.compile(r"\s*/?escalate(?=$|[\s:,])[:,]?", re.IGNORECASE)
_NAME = re.compile(r"\s*[/@]baton(?=$|[\s:,])[:,]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A message to Baton. ``here`` is the conversation it was said in, where that is one of a kind we know."""

    sender: Sender
    words: Words
    here: Conversation | None

    @property
    def command(self) -> Command:
        """What was meant."""
        return understood(self.words.text)

    @property
    def origin(self) -> Origin:
        """Typed words: not a button of any conversation."""
        return self.sender.origin(self.sender.activity, private=True)

    @property
    def as_written(self) -> str:
        """The text to give back to its author."""
        return with_names(self.words.text, self.words.labels)


def said_in(raw: Mapping[str, Any], sender: Sender, here: Conversation | None) -> Said:
    """The words after the mention, which is mere text where there is nobody to mention, or after the slash; and after
    ``escalate``, which may be left out."""
    words = words_of(raw)
    return Said(sender, replace(words, text=_without_prefix(words.text)), here)


def _without_prefix(text: str) -> str:
    """A slash command may come with its slash, and after our name: a word of ours is none the less one of ours."""
    said = _PREFIX.sub("", _NAME.sub("", text, count=1), count=1).strip()
    bare = said.removeprefix("/")
    return said if isinstance(understood(bare), Problem) else bare
