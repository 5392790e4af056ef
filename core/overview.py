"""What whoever hosts Baton sees of the outbox, over all accounts: how much there is, and what is stuck."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.delivery import Condition, Delivery, Kind
from core.people import Platform


class Standing(StrEnum):
    """How a delivery stands, for somebody who counts them."""

    DUE = "due"  # now; somebody carries it as soon as they can
    SENDING = "sending"  # somebody carries it
    PUT_OFF = "put_off"  # it did not work, and is tried again later
    STOPPED = "stopped"
    DEAD = "dead"
    SHOWN = "shown"  # nothing to do


UNDER_WAY = (Standing.DUE, Standing.SENDING, Standing.PUT_OFF)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many deliveries stand so, and since when the oldest of them does. ``platform`` is None for the model."""

    platform: Platform | None
    kind: Kind
    standing: Standing
    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A delivery with the names that people know: its account's, its handoff's number, its channel's or person's
    (empty where nobody told us)."""

    delivery: Delivery
    account: str
    number: int
    place: str

    @property
    def short_id(self) -> str:
        """The end of its id, which differs from one to the next; the beginning is the time."""
        return self.delivery.id.hex[-8:]


def standing_of(delivery: Delivery, now: datetime) -> Standing:
    """How it stands now."""
    if delivery.condition is not Condition.LIVE:
        return Standing(delivery.condition.value)
    if delivery.shown >= delivery.wanted:
        return Standing.SHOWN
    if delivery.due is None or delivery.due <= now:
        return Standing.DUE
    return Standing.SENDING if delivery.lease else Standing.PUT_OFF
