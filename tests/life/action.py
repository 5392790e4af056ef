"""What somebody does in the state machine, in plain words: model and desk understand them each in their own way."""

from dataclasses import dataclass

from core.people import Platform

SLACK, TEAMS = Platform.SLACK, Platform.TEAMS

Named = tuple[str, int]
"""A handoff: the account's name, and its number there."""

NEW = frozenset({"escalate", "park"})
"""Verbs that make a handoff."""

VERBS = (
    "claim",
    "hand_back",
    "hand_over",
    "attempt",
    "decide",
    "resolve",
    "reopen",
    "pass_on",
    "set_aside",
    "resume",
    "escalate_parked",
    "change",
    "withdraw",
    "look",
)
"""Verbs at a handoff that is there."""


@dataclass(frozen=True)
class Action:
    """One press, or one form. ``chat`` is the one that it came from, ``request`` its name.

    ``pressed_in`` is where the button stood: nowhere in particular, under a card of that chat, or in a channel that
    no card was ever sent to. ``about`` is the attempt, the oldest first; ``verdict`` the outcome given to it, or to
    every undecided one where another verb asks, and "" for none; ``known`` is how many attempts that form could ask
    about: one that is recorded at the same time is not among them.
    """

    verb: str
    by: str
    chat: Platform
    on: Named | None = None
    request: str = ""
    pressed_in: str = ""  # "", "card", "elsewhere"
    words: str = ""
    to: str = ""
    to_chat: Platform = SLACK
    about: int = 0
    verdict: str = ""
    known: int = 99
    note: str = ""
    waiting_worked: bool = False
    priority: str = "normal"
    ticket: str = ""
    hours: int = 4
    look: int = 0  # in so many hours
