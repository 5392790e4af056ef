"""What happened to a handoff: append-only, the source of history, analytics and live events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from core.handoff import Door, HandoffId
from core.people import AccountId, Party

EventId = NewType("EventId", UUID)


class Happening(StrEnum):
    """The kinds of event."""

    ESCALATED = "escalated"
    CLAIMED = "claimed"
    PRESS_LOST = "press_lost"  # pressed Pick Up after somebody else had
    HANDED_BACK = "handed_back"
    HANDED_OVER = "handed_over"
    ATTEMPTED = "attempted"  # began a fix
    DECIDED = "decided"  # said what came of one
    RESOLVED = "resolved"
    REOPENED = "reopened"
    PASSED_ON = "passed_on"  # escalated further
    PARKED = "parked"  # set aside before anybody was asked
    SET_ASIDE = "set_aside"  # by its assignee
    RESUMED = "resumed"
    WOKEN = "woken"  # set aside no longer: its time came
    LOOK_DUE = "look_due"  # the time to look again at an attempt that waits
    CHANGED = "changed"  # priority, ticket, or whom it is for
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_ASKED = "withdrawal_asked"  # the escalator no longer needs help; the assignee was asked
    ASSESSED = "assessed"
    ASSESSMENT_ASKED = "assessment_asked"  # Try again, after one that did not come
    DUG_DEEPER = "dug_deeper"  # a fresh assessment, with the newest of the card's threads
    DELIVERY_STOPPED = "delivery_stopped"
    SAID = "said"  # somebody wrote under a card
    STEP_DONE = "step_done"  # ticked one of the proposed steps
    STEPS_PUT_AWAY = "steps_put_away"  # does not want to see them
    CONTINUED = "continued"  # took up what somebody else had begun
    OWN_WAY = "own_way"  # follows neither
    FIRST_ACTION = "first_action"  # the assignee's first visible step after this claim: ``core.first_action``
    COPY_FOUND = "copy_found"  # somebody pressed a card that nobody knew had arrived
    DELIVERY_RETRIED = "delivery_retried"  # by whoever hosts Baton


ATTEMPT = "attempt"
"""A fact of a look that is due: the attempt's id."""

COUNTED = (Happening.ESCALATED, Happening.CLAIMED, Happening.RESOLVED, Happening.HANDED_BACK)
"""What is counted of a person: their numbers."""

REQUEST, WAITED = "request", "waited_ms"
"""Facts of a claim: the press it came from, and how long the handoff had waited for somebody."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that a person did, for their numbers."""

    what: Happening
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``by`` is None when Baton itself did it.

    ``text`` is what people said, masked; ``facts`` never holds any of it, so that it stays when texts are removed.
    """

    id: EventId
    account: AccountId
    handoff: HandoffId
    what: Happening
    at: datetime
    by: Party | None = None
    door: Door | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
