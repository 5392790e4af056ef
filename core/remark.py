"""A remark: what somebody wrote in the thread under a card, as it is kept and as it is told elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.delivery import MessageRef
from core.event import Event
from core.people import Workspace
from core.redaction import masked
from core.text import clean, cut, one_line
from core.wording import counted

REMARK_LENGTH = 3_000
"""How much of a remark is kept and told, in code points. The whole of it stays in the thread it was written in."""

_READ = 60_000  # no chat takes a longer message

_FILES, _CUT = "files", "cut"


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread of a chat, by the message it stands under: a card's, or any other's."""

    workspace: Workspace
    root: MessageRef


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote in a thread: the words as people read them there, and how many files came with them."""

    thread: Thread
    text: str
    files: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A remark as it is kept: clean, masked and cut. ``facts`` says what the text does not."""

    text: str
    facts: Mapping[str, str]


def kept(remark: Remark) -> Kept | None:
    """What is kept of a remark; None when there is nothing in it. Masked before it is cut: half a secret is one too."""
    whole = masked(clean(remark.text[:_READ])).text
    text = cut(whole, REMARK_LENGTH)
    if not text and remark.files < 1:
        return None
    files = {_FILES: str(remark.files)} if remark.files > 0 else {}
    return Kept(text, {**files, **({_CUT: "yes"} if text != whole else {})})


def speaker_of(event: Event) -> str:
    """Whose words these are, and where they were written: ``Jane Ruiz (Teams)``."""
    name = event.by.name if event.by else "Somebody"
    return f"{name} ({_where(event)})"


def told(event: Event, longest: int = REMARK_LENGTH) -> str:
    """The words of a remark, and what is missing of them: ``See the picture (with 2 files, see them in Slack)``."""
    text = cut(event.text, longest)
    rest = " · ".join(_missing(event, text))
    if not text:
        return f"({rest})" if rest else "(no longer kept)"
    return f"{text} ({rest})" if rest else text


def told_in_short(event: Event, longest: int) -> str:
    """The same on one line, for lists."""
    return one_line(told(event, longest))


def _missing(event: Event, text: str) -> list[str]:
    missing = []
    if _CUT in event.facts:
        missing.append(f"cut here, the rest is in {_where(event)}")
    if _FILES in event.facts:
        files = counted(int(event.facts[_FILES]), "file")
        them = "it" if event.facts[_FILES] == "1" else "them"
        missing.append(f"{'with ' if text else ''}{files}, see {them} in {_where(event)}")
    return missing


def _where(event: Event) -> str:
    return event.door.label if event.door else "the thread"
