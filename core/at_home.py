"""What somebody's Home is made of, read in one go."""

from datetime import datetime

from core.choosing import may_choose
from core.handoff import Handoff, State
from core.home import Home
from core.looking import queue
from core.numbers import OVER, numbers_of
from core.outcome import Queue
from core.people import Member
from core.repository import Transaction
from core.set_up import SetUp

WAITING_LENGTH = 10
"""How many handoffs of the queue a Home shows."""

OWN_READ = 99
"""How many of the reader's own are read, newest first, and how far they are counted."""


def at_home(tx: Transaction, by: Member, now: datetime, *, ai: bool, owner_named: bool) -> Home:
    """Everything that concerns this member."""
    own = [] if not by.active else tx.handoffs.mine(by.account, by.id, OWN_READ)
    has = [handoff for handoff in own if handoff.assigned_to(by.id)]
    others = [handoff for handoff in own if not handoff.assigned_to(by.id)]
    waiting = queue(tx, by, now, WAITING_LENGTH)
    return Home(
        reader=by,
        now=now,
        has=tuple(handoff for handoff in has if handoff.wake_at is None),
        aside=tuple(handoff for handoff in has if handoff.wake_at is not None),
        escalated=tuple(handoff for handoff in others if not _is_parked(handoff)),
        parked=tuple(handoff for handoff in others if _is_parked(handoff)),
        queue=waiting if isinstance(waiting, Queue) else None,
        numbers=numbers_of(tx.events.doings(by.account, by.id, now - OVER)),
        set_up=_set_up(tx, by, ai=ai) if may_choose(tx, by, owner_named=owner_named) else None,
    )


def _is_parked(handoff: Handoff) -> bool:
    return handoff.state is State.PARKED


def _set_up(tx: Transaction, by: Member, *, ai: bool) -> SetUp:
    return SetUp(
        joined=frozenset(workspace.platform for workspace in tx.accounts.workspaces(by.account)),
        channels=frozenset(place.workspace.platform for place in tx.accounts.channels(by.account)),
        owned=tx.people.has_owner(by.account),
        others=tx.people.takers(by.account, by.id),
        ai=ai,
    )
