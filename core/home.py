"""A person's Home: what is theirs, what waits, their numbers, and how far the set-up is. A pure function to a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.answer import NOT_KNOWN_YET, STRANGER
from core.handoff import Handoff, State
from core.listing import NEW, PARKED, list_line, parked_parts, waiting_parts
from core.message import Action, Box, Button, Buttons, Message, Moment, Part, Small, Text, line
from core.numbers import OVER, Numbers, numbers_line
from core.outcome import Queue
from core.people import Member
from core.set_up import SetUp, tasks_of
from core.wording import counted

HAS_SHOWN, ASIDE_SHOWN, ESCALATED_SHOWN, PARKED_SHOWN = 8, 4, 6, 4
"""How many of each kind of one's own are listed: with everything else, as much as the smallest page takes."""

_NONE_YET = Numbers()


@dataclass(frozen=True, slots=True)
class Home:
    """What a Home is made of. ``has`` and ``aside`` the reader picked up, ``escalated`` and ``parked`` they asked for,
    each newest first; ``queue`` is None for viewers, ``set_up`` for all who could not do anything about it."""

    reader: Member
    now: datetime
    has: tuple[Handoff, ...] = ()
    aside: tuple[Handoff, ...] = ()
    escalated: tuple[Handoff, ...] = ()
    parked: tuple[Handoff, ...] = ()
    queue: Queue | None = None
    numbers: Numbers = _NONE_YET
    set_up: SetUp | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under its heading, which may be empty."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Something to look at that stays, and is replaced as a whole."""

    sections: tuple[Section, ...]


STRANGERS = Page((Section("", STRANGER.parts),))
NOT_KNOWN = Page((Section("", NOT_KNOWN_YET.parts),))

_WELCOME = "Stuck? Ask the team for a senior. Whoever presses Pick Up first has it, and gets a briefing."
_VIEWER = "Your role here is viewer: you may escalate, and look at cards. An admin can let you pick things up, too."


def home_for(home: Home) -> Page:
    """The page of this reader."""
    sections = (
        _head(home),
        *_left_to_do(home),
        *_own("You have", home, home.has, HAS_SHOWN),
        *_own("You set aside", home, home.aside, ASIDE_SHOWN),
        *_waiting(home),
        *_own("You escalated", home, home.escalated, ESCALATED_SHOWN),
        *_own("You parked", home, home.parked, PARKED_SHOWN),
        *_parked(home),
        _numbers(home.numbers),
        *_all_done(home),
    )
    return Page(tuple(section for section in sections if section.parts))


def with_notice(page: Page, notice: Message) -> Page:
    """The page with words that its reader is told at its top, until it is shown anew."""
    return replace(page, sections=(Section("", notice.parts), *page.sections))


def _head(home: Home) -> Section:
    ways = Buttons(
        (Button(Action.ESCALATE, "Escalate…", primary=True), Button(Action.HOME, "Refresh")),
    )
    as_of = Small(line("Shown anew when you open it, and after what you do here · as of ", Moment(home.now)))
    return Section("", (Text(line(_WELCOME if home.queue else _VIEWER)), ways, as_of))


def _left_to_do(home: Home) -> Iterator[Section]:
    """Above all else, while something is missing without which nothing works."""
    tasks = tasks_of(home.set_up) if home.set_up else ()
    needed = [task for task in tasks if task.needed or task.done]
    left = [task for task in needed if not task.done]
    if left:
        boxes = [Box(line(task.words), ticked=task.done) for task in needed]
        besides = " ".join(task.words for task in tasks if task not in needed)
        done = len(needed) - len(left)
        parts = (*boxes, *((Small(line(f"And if you want: {besides}")),) if besides else ()))
        yield Section(f"Set-up: {done} of {len(needed)} done", parts)


def _all_done(home: Home) -> Iterator[Section]:
    """Below all else, once it works: what else there would be."""
    tasks = tasks_of(home.set_up) if home.set_up else ()
    if tasks and all(task.done or not task.needed for task in tasks):
        more = [task.words for task in tasks if not task.done]
        yield Section("Set-up", (Text(line("Everything that is needed is set up.")), *(Small(line(m)) for m in more)))


def _own(heading: str, home: Home, handoffs: Sequence[Handoff], most: int) -> Iterator[Section]:
    if not handoffs:
        return
    parts: list[Part] = []
    for handoff in handoffs[:most]:
        parts += [
            Text(line(list_line(handoff, home.now), *_stands(home, handoff))),
            Buttons(tuple(_ways(home, handoff))),
        ]
    if len(handoffs) > most:
        parts.append(Small(line(f"and {len(handoffs) - most} more.")))
    yield Section(f"{heading} ({len(handoffs)})", tuple(parts))


def _stands(home: Home, handoff: Handoff) -> tuple[str | Moment, ...]:
    if handoff.wake_at is not None:
        return (" · until ", Moment(handoff.wake_at))
    if handoff.state is State.PARKED or handoff.assigned_to(home.reader.id):
        return ()
    return (f" · with {handoff.claim.by.name}",) if handoff.claim else (" · waiting",)


def _ways(home: Home, handoff: Handoff) -> Iterator[Button]:
    value = str(handoff.id)
    yield Button(Action.DETAILS, "Details", value)
    if handoff.assigned_to(home.reader.id):
        yield Button(Action.RESOLVE, "Resolve…", value)
        yield Button(Action.RESUME, "Resume", value) if handoff.wake_at else Button(Action.PARK, "Park…", value)
    elif handoff.state is State.PARKED:
        yield Button(Action.ESCALATE_NOW, "Escalate", value)
        yield Button(Action.RESUME, "Resume", value)


def _waiting(home: Home) -> Iterator[Section]:
    if home.queue is None:
        return
    if not home.queue.handoffs:
        yield Section("Waiting for somebody", (Text(line("Nothing is waiting. 🎉")),))
        return
    legend = (Small(line(NEW)),) if home.queue.new else ()
    parts = (*waiting_parts(home.queue), *legend)
    yield Section(f"Waiting for somebody ({home.queue.total})", parts)


def _parked(home: Home) -> Iterator[Section]:
    if home.queue and home.queue.parked:
        yield Section(PARKED.removesuffix(":"), tuple(parked_parts(home.queue)))


def _numbers(numbers: Numbers) -> Section:
    told = numbers_line(numbers) or "nothing yet"
    return Section(f"Your last {counted(OVER.days, 'day')}", (Text(line(told)),))
