"""The words after ``/escalate``, understood. One grammar for every chat.

A sub-command only when the whole text fits its grammar; anything else is a problem to escalate. The adapter
hands over text in which each mention of a person stands as ``Mention`` token characters (see ``MENTION``),
so that this module needs to know nothing of how a chat writes them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.handoff import Priority
from core.message import Action

MENTION = re.compile(r"\ue000(\d+)\ue001")
"""A mention: the private-use character U+E000, its index in the adapter's list, U+E001.

People's own private-use characters are removed by ``core.text.clean`` before mentions are put in.
"""


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing was said: open the form."""


@dataclass(frozen=True, slots=True)
class Help:
    """``help``"""


@dataclass(frozen=True, slots=True)
class Queue:
    """``queue``"""


@dataclass(frozen=True, slots=True)
class Mine:
    """``mine``"""


@dataclass(frozen=True, slots=True)
class Here:
    """``here``: cards come to this channel from now on."""


@dataclass(frozen=True, slots=True)
class Show:
    """``E-42``"""

    number: int


@dataclass(frozen=True, slots=True)
class Claim:
    """``claim E-42``"""

    number: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """``withdraw E-42``"""

    number: int


@dataclass(frozen=True, slots=True)
class Verbed:
    """``hand back E-42``, ``resolve E-42`` and the like: what a button of that handoff would do, or ask first."""

    action: Action
    number: int


@dataclass(frozen=True, slots=True)
class Problem:
    """An escalation in one line. ``directed`` is the index of the mention it is for.

    The text keeps its ticket and the mentions that stand inside it; the options at its ends are taken out.
    """

    text: str
    ticket: str = ""
    priority: Priority | None = None
    directed: int | None = None


@dataclass(frozen=True, slots=True)
class Park:
    """``park Outlook stops syncing #4711``: kept for later."""

    problem: Problem


About = Show | Claim | Withdraw | Verbed
Command = Blank | Help | Queue | Mine | Here | About | Problem | Park

_PLAIN: dict[str, Command] = {
    "": Blank(),
    "help": Help(),
    "?": Help(),
    "queue": Queue(),
    "mine": Mine(),
    "here": Here(),
}
_VERBS = {
    "hand back": Action.HAND_BACK,
    "hand over": Action.HAND_OVER,
    "attempt": Action.ATTEMPT,
    "resolve": Action.RESOLVE,
    "reopen": Action.REOPEN,
    "further": Action.PASS_ON,
    "park": Action.PARK,
    "resume": Action.RESUME,
    "change": Action.CHANGE,
}
"""``further`` is said after ``/escalate``."""

_NUMBERED = re.compile(rf"(?i)(?:(claim|withdraw|{'|'.join(_VERBS)}) )?E-(\d{{1,9}})")
_PARK = re.compile(r"(?is)park(?:\s+(.+))?$")
_TICKET = re.compile(r"(?<![^\s(\[])#(\d{3,20})(?=$|[\s.,;:!?)\]])")
_AT_END = re.compile(rf"(?<!\S)(?:for\s+)?{MENTION.pattern}(?=(?:\s|#\d{{3,20}}(?!\S))*$)", re.IGNORECASE)
_FOR_AT_START = re.compile(rf"\s*for\s+{MENTION.pattern}[:,]?(?=\s|$)", re.IGNORECASE)
_PRIORITY = re.compile(r"(?i)(?<!\S)!(urgent|high|normal|low)(?!\S)")


def understood(text: str) -> Command:
    """What was meant by the words after the command."""
    words = " ".join(text.split())
    plain = _PLAIN.get(words.lower())
    if plain is not None:
        return plain
    numbered = _NUMBERED.fullmatch(words)
    if numbered:
        return _about(numbered[1], int(numbered[2]))
    parked = _PARK.match(text.strip())
    return Park(_problem(parked[1] or "")) if parked else _problem(text.strip())


def with_names(text: str, names: tuple[str, ...]) -> str:
    """The text with each mention's token as ``@Name``."""
    return MENTION.sub(lambda token: f"@{names[int(token[1])]}", text)


_ABOUT: dict[str, Callable[[int], About]] = {"": Show, "claim": Claim, "withdraw": Withdraw}


def _about(verb: str | None, number: int) -> About:
    word = (verb or "").lower()
    return Verbed(_VERBS[word], number) if word in _VERBS else _ABOUT[word](number)


def _problem(text: str) -> Problem:
    priority = _PRIORITY.search(text)
    text = _PRIORITY.sub("", text, count=1)
    ticket = _TICKET.search(text)
    directed, text = _directed(text)
    if ticket:
        text = _without_outer_ticket(text, ticket[0])
    return Problem(
        text=re.sub(r"[ \t]{2,}", " ", text).strip(),
        ticket=ticket[0] if ticket else "",
        priority=Priority(priority[1].lower()) if priority else None,
        directed=directed,
    )


def _directed(text: str) -> tuple[int | None, str]:
    """The person it is for: a mention among the options at the end, or ``for @sam`` at the start.

    Any other mention is part of the problem: "@bob is locked out" is not for Bob.
    """
    found = _FOR_AT_START.match(text) or _AT_END.search(text)
    if found is None:
        return None, text
    return int(found[1]), text[: found.start()] + text[found.end() :]


def _without_outer_ticket(text: str, ticket: str) -> str:
    stripped = text.strip()
    if re.search(rf"(?<!\S){ticket}$", stripped):
        return stripped[: -len(ticket)]
    return stripped[len(ticket) :] if stripped.startswith(ticket + " ") else stripped
