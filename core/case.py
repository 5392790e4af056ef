"""The case as text for a model: a pure function of the snapshot, what was done and what was said since. Every line
carries its source label. ``core.grounding`` holds the answer against it; ``core.document`` is the case for people.

What a model reads of a long case: the form, whole; of what was done since (attempts with what came of them, ticked
steps, who had it and why no longer) whatever waits to be verified and the newest; of the messages (those it is about,
then what was written under its cards) the first few, in which the problem was told, and the newest, until the budget is
used up. Each is cut at a length. What is left out is said to the model, of the messages also on the card.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.assessment import NO_MESSAGES, Reading
from core.attempt import Outcome
from core.event import Event, Happening
from core.handoff import Snapshot, Tried
from core.remark import speaker_of, told_in_short
from core.text import cut, one_line
from core.work import NO_WORK, Work, attempt_said, step_said, tried_said, turn_said

BUDGET = 12_000
"""Tokens that the messages may take. The form takes at most as much again."""

FIRST_READ = 3
"""How many messages are read from the beginning, whatever came after them."""

MESSAGE_READ = 1_500
"""How much of each message, in code points."""

FORM_READ = {"problem": 8_000}
"""How much of a field of the form, where it may be longer than anybody reads."""

TRIED_READ = 400
"""How much of what was tried before."""

DONE_BUDGET = 6_000
"""Tokens that what was done since may take."""

DONE_READ = 400
"""How much of what was tried, of what came of it, and of why somebody let go, in code points."""

WAITS = "waiting to be verified"
"""What the line of an attempt is called that is the leading hypothesis."""

_BYTES_A_TOKEN = 3  # less than what is usual for English; scripts that take more tokens take more bytes


@dataclass(frozen=True, slots=True)
class CaseText:
    """The case, line by line: (label, what it is, text). ``messages`` is how many of them are among the lines,
    ``done`` how much of what was done."""

    lines: tuple[tuple[str, str, str], ...]
    messages: Reading = NO_MESSAGES
    tried: tuple[Tried, ...] = ()
    done: Reading = NO_MESSAGES

    @property
    def labels(self) -> frozenset[str]:
        """The source labels an answer may name."""
        return frozenset(label for label, _, _ in self.lines)

    def name_of(self, label: str) -> str:
        """What the line with this label is: "problem", "tried before"."""
        return next((name for known, name, _ in self.lines if known == label), label)

    @property
    def text(self) -> str:
        """The lines as the model reads them: ``f1 (problem): …``."""
        lines = [_written(*line) for line in self.lines]
        if not self.done.whole:
            lines.append(
                f"(You are shown {self.done.read} of {self.done.of} things done since: what waits, the newest.)"
            )
        if not self.messages.whole:
            lines.append(
                f"(You are shown {self.messages.read} of {self.messages.of} messages: the first and the newest.)"
            )
        return "\n".join(lines)


def case_text(snapshot: Snapshot, history: Iterable[Event] = (), work: Work = NO_WORK) -> CaseText:
    """The snapshot and the work as labelled lines ``f1…``, and the messages as ``m1…``, numbered as they were said.

    All of it was masked before it was stored, so no secret stands in it.
    """
    history = tuple(history)
    told = [
        ("problem", snapshot.problem),
        ("why help is needed", snapshot.reason),
        ("ticket", snapshot.ticket),
        ("customer", snapshot.customer),
        ("priority", snapshot.priority.value),
        *((_named("tried before", tried.outcome), tried_said(tried, TRIED_READ)) for tried in snapshot.tried),
        ("in the middle of", snapshot.open_step),
        *(("handed off before", trail) for trail in snapshot.earlier),
    ]
    filled = [(name, cut(text, FORM_READ.get(name, len(text)))) for name, text in told if text]
    since = _since(work, history)
    done = _worth_most(since)
    form = [(f"f{n}", name, text) for n, (name, text) in enumerate((*filled, *done), 1)]
    said = [(f"m{n}", name, text) for n, (name, text) in enumerate((*_quoted(snapshot), *_remarks(history)), 1)]
    read = _within_budget(said)
    return CaseText(
        (*form, *read),
        Reading(len(read), len(said)),
        (*snapshot.tried, *work.tried),
        Reading(len(done), len(since)),
    )


def _named(name: str, outcome: Outcome | None) -> str:
    return WAITS if outcome is Outcome.WAITING else name


def _since(work: Work, history: Iterable[Event]) -> list[tuple[str, str]]:
    """What was done, in the order in which it was."""
    done: list[tuple[datetime, str, str]] = [
        *((each.at, _named("tried since", each.outcome), attempt_said(each, DONE_READ)) for each in work.attempts),
        *((step.at, "done since", step_said(step, DONE_READ)) for step in work.steps),
        *((turn.until, "had it before", turn_said(turn, DONE_READ)) for turn in work.turns),
        *((event.at, "reopened because", cut(one_line(event.text), DONE_READ)) for event in _reopened(history)),
    ]
    return [(name, text) for _, name, text in sorted(done, key=lambda each: each[0])]


def _reopened(history: Iterable[Event]) -> Iterator[Event]:
    return (event for event in history if event.what is Happening.REOPENED and event.text)


def _worth_most(since: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What waits to be verified and the newest, as much as there is room for, in the order it was done."""
    left, kept = DONE_BUDGET, []
    for place in sorted(range(len(since)), key=lambda n: (since[n][0] == WAITS, n), reverse=True):
        left -= _tokens(("f99", *since[place]))
        if left < 0:
            break
        kept.append(place)
    return [since[place] for place in sorted(kept)]


def _written(label: str, name: str, text: str) -> str:
    return f"{label} ({name}): {one_line(text)}"


def _quoted(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The messages that it is about, but for the one that is the problem word for word."""
    quotes = snapshot.source.quotes if snapshot.source else ()
    for quote in quotes:
        if quote.text != snapshot.problem:
            yield f"message of {quote.author}", cut(quote.text, MESSAGE_READ)


def _remarks(history: Iterable[Event]) -> Iterator[tuple[str, str]]:
    for event in history:
        if event.what is Happening.SAID and event.text:
            yield "card thread", f"{speaker_of(event)}: {told_in_short(event, MESSAGE_READ)}"


def _within_budget(said: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The first messages and the newest, in the order they were said."""
    first, rest = list(said[:FIRST_READ]), said[FIRST_READ:]
    left = BUDGET - sum(map(_tokens, first))
    newest = []
    for line in reversed(rest):
        left -= _tokens(line)
        if left < 0:
            break
        newest.append(line)
    return first + newest[::-1]


def _tokens(line: tuple[str, str, str]) -> int:
    """About how many tokens a line takes, rather too many than too few."""
    return len(_written(*line).encode(errors="replace")) // _BYTES_A_TOKEN + 1
