"""What an assignee does for themselves alone: setting aside, going on, hiding next steps, their own way. They are told
that nobody else sees it, and so it is; for others it is as it was."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from core.event import Event, EventId, Happening
from core.handoff import State
from core.outcome import Inside
from core.people import MemberId

_THEIRS = frozenset(
    {Happening.SET_ASIDE, Happening.WOKEN, Happening.RESUMED, Happening.STEPS_PUT_AWAY, Happening.OWN_WAY}
)


def without_others_own(inside: Inside, reader: MemberId) -> Inside:
    """The same without what others did for themselves, and what was sent them because of it."""
    hidden = frozenset(_others_own(inside, reader))
    return replace(
        inside,
        events=_kept(inside.events, hidden),
        deliveries=tuple(delivery for delivery in inside.deliveries if delivery.event not in hidden),
    )


def _kept(events: Iterable[Event], hidden: Set[EventId]) -> tuple[Event, ...]:
    return tuple(event for event in events if event.id not in hidden)


def _others_own(inside: Inside, reader: MemberId) -> Iterator[EventId]:
    """What Baton woke is theirs who set it aside last. Whoever resumes what nobody had ends it, for all to see."""
    ended, aside = inside.handoff.state is State.RESUMED, None
    for event in inside.events:
        by = event.by.member if event.by else None
        if event.what is Happening.SET_ASIDE:
            aside = by
        theirs = event.what in _THEIRS and not (ended and event.what is Happening.RESUMED)
        if theirs and reader != (aside if event.what is Happening.WOKEN else by):
            yield event.id
