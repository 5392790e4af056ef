"""Homes as people have them: what the golden files hold."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from uuid import UUID

from core.answer import claim_answer
from core.handoff import Door, Handoff, HandoffId, Priority, Snapshot, State
from core.home import NOT_KNOWN, STRANGERS, Home, Page, home_for, with_notice
from core.numbers import Numbers
from core.outcome import Lost, Queue
from core.people import Member, Platform, Role
from core.set_up import SetUp
from tests.people import (
    ADA,
    ALEX,
    FULL_CASE,
    JANE,
    OLIVE,
    PLAIN_CASE,
    SAM,
    VIC,
    after,
    claimed,
    open_handoff,
    party,
)

SLACK, TEAMS = Platform.SLACK, Platform.TEAMS
NOW = after(7_200)
FRESH = SetUp(frozenset({SLACK}), frozenset(), owned=False, others=0, ai=False)
READY = SetUp(frozenset({SLACK, TEAMS}), frozenset({SLACK, TEAMS}), owned=True, others=4, ai=True)
LONG = Snapshot("W" * 20_000, ticket="#" + "9" * 39, customer="C" * 80, priority=Priority.URGENT)


def numbered(handoff: Handoff, number: int, by: Member = JANE) -> Handoff:
    """The same as E-<number>, of this escalator."""
    return replace(handoff, id=HandoffId(UUID(int=0xE0000 + number)), number=number, escalator=party(by))


def many(handoff: Handoff, count: int, first: int = 1) -> tuple[Handoff, ...]:
    """So many of the same."""
    return tuple(numbered(handoff, number) for number in range(first, first + count))


def typical() -> Home:
    """Sam's, on a usual day."""
    urgent, plain = open_handoff(FULL_CASE), open_handoff(PLAIN_CASE)
    waiting = (numbered(urgent, 50), numbered(plain, 48), numbered(plain, 49, ALEX))
    parked = (numbered(replace(plain, state=State.PARKED), 44),)
    queue = Queue(waiting, 3, NOW, parked, frozenset({waiting[0].id, parked[0].id}))
    return Home(
        SAM,
        NOW,
        has=(numbered(claimed(urgent), 47),),
        aside=(numbered(replace(claimed(plain), wake_at=after(18_000)), 45),),
        escalated=(numbered(plain, 46, SAM), numbered(claimed(plain, ALEX), 43, SAM)),
        parked=(numbered(replace(plain, state=State.PARKED), 42, SAM),),
        queue=queue,
        numbers=Numbers(2, 12, 9, 1, timedelta(minutes=4, seconds=10)),
    )


def fullest(handoff: Handoff) -> Home:
    """More of everything than is shown, of the longest there is, for an owner who has all to do."""
    mine = replace(claimed(handoff, OLIVE), wake_at=None)
    parked = replace(handoff, state=State.PARKED)
    waiting, set_aside = many(handoff, 10, 1), many(parked, 5, 20)
    new = frozenset(h.id for h in (*waiting, *set_aside))
    return Home(
        OLIVE,
        NOW,
        has=many(mine, 20, 100),
        aside=many(replace(mine, wake_at=after(18_000)), 20, 200),
        escalated=many(replace(claimed(handoff, ALEX), escalator=party(OLIVE)), 20, 300),
        parked=many(replace(parked, escalator=party(OLIVE)), 20, 400),
        queue=Queue(waiting, 99, NOW, set_aside, new),
        numbers=Numbers(10**6, 10**6, 10**6, 10**6, timedelta(days=29, hours=23)),
        set_up=FRESH,
    )


@cache
def homes() -> dict[str, Page]:
    """Every kind of Home, by the name of its golden file."""
    lost = Lost(claimed(open_handoff()), party(SAM), timedelta(seconds=3), Door.SLACK, 2)
    return {
        "home_empty": home_for(Home(SAM, NOW, queue=Queue((), 0, NOW))),
        "home_first_day": home_for(Home(SAM, NOW, queue=Queue((), 0, NOW), set_up=FRESH)),
        "home_typical": home_for(typical()),
        "home_typical_admin": home_for(
            replace(typical(), reader=replace(SAM, role=Role.ADMIN), set_up=replace(READY, ai=False))
        ),
        "home_all_set_up": home_for(Home(ADA, NOW, queue=Queue((), 0, NOW), set_up=READY)),
        "home_told": with_notice(home_for(typical()), claim_answer(lost)),
        "home_viewer": home_for(
            Home(VIC, NOW, escalated=(numbered(open_handoff(), 46, VIC),), numbers=Numbers(escalated=1))
        ),
        "home_stranger": STRANGERS,
        "home_not_known_yet": NOT_KNOWN,
        "home_worst": with_notice(home_for(fullest(open_handoff(LONG))), claim_answer(lost)),
    }
