"""The outbox as the core keeps it and reads it again: for whoever carries deliveries, and for whoever hosts Baton."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from core.delivery import SHOWING, Delivery, DeliveryId, Kind, MessageRef, Place, Rank
from core.handoff import HandoffId
from core.overview import Entry, Tally
from core.pacing import Turn
from core.people import AccountId, Workspace


class Deliveries(Protocol):
    """The outbox. Adding or announcing rings the storage's bell after the commit."""

    def add(self, *new: Delivery) -> None:
        """Keep new deliveries, due at once. One that is there already (same kind, place and event) stays as it is."""

    def announce(
        self,
        account: AccountId,
        handoff: HandoffId,
        version: int,
        kinds: frozenset[Kind] = SHOWING,
        rank: Rank = Rank.SOON,
    ) -> Sequence[Delivery]:
        """Want this version at every destination of these kinds; returns those that did not want it yet, oldest
        first. One that was stopped or dead lives again: what could not show the old state may show the new one.

        With ``Rank.FIRST`` cards and briefings show it at once, however lately they were edited.
        """

    def of(self, account: AccountId, handoff: HandoffId) -> Sequence[Delivery]:
        """Every delivery of a handoff, oldest first."""

    def cards(self, account: AccountId, handoff: HandoffId) -> Sequence[Delivery]:
        """The cards of a handoff in the escalation channels, oldest first."""

    def card_at(self, account: AccountId, workspace: Workspace, posted: MessageRef) -> Delivery | None:
        """The card that is this message; None for any other message."""

    def get(self, account: AccountId, delivery: DeliveryId) -> Delivery | None:
        """A delivery as it stands."""

    def waiting(self, roads: Iterable[str]) -> Sequence[Turn]:
        """What waits on these roads (``core.lane``), by lane and rank, and when the first of it is due. What waits
        behind the first costs nothing, however much it is."""

    def lease(
        self,
        turn: Turn,
        now: datetime,
        until: datetime,
        token: UUID,
        most: int = 1,
        late_until: datetime | None = None,
    ) -> Sequence[Delivery]:
        """Take up to ``most`` that are due in that turn, longest due first; nobody else gets them before ``until``.
        What stands under a card goes out one after the other, in the order it was added. An edit that somebody was
        about to send, and recorded nothing of, may be carried out until ``late_until``."""

    def renew(self, delivery: Delivery, until: datetime) -> bool:
        """Hold a leased delivery longer; False when the lease is lost."""

    def shown(
        self,
        delivery: Delivery,
        version: int,
        message: MessageRef | None,
        digest: str,
        now: datetime,
        rested: datetime | None = None,
        late_until: datetime | None = None,
    ) -> bool:
        """Record a send that worked; False when the lease was lost. What comes next waits until it has ``rested``,
        unless it is most urgent.

        With ``late_until`` an earlier edit may still be carried out over this one: nothing is settled, and the
        newest is due once more then; a change that comes before, after ``core.delivery.APART`` at the latest.
        """

    def again(
        self,
        delivery: Delivery,
        due: datetime,
        error: str,
        *,
        uncertain: bool,
        counted: bool,
        late_until: datetime | None = None,
    ) -> bool:
        """Record a send that did not work and may later; False when the lease was lost. With ``late_until`` it may
        still be carried out, until then."""

    def repost(self, delivery: Delivery, now: datetime, error: str) -> bool:
        """Forget the message that is gone, so that it is posted anew; False when the lease was lost."""

    def stop(self, delivery: Delivery, error: str, *, dead: bool, uncertain: bool = False) -> bool:
        """Stop trying; False when the lease was lost. Unless it is ``uncertain``, nothing of that send arrived."""

    def distrust(self, delivery: Delivery, now: datetime) -> None:
        """Its destination may show an old state, because somebody sent there after losing the lease: make it due
        again. Whoever holds it now may have been overtaken too, so that their ``shown`` settles nothing."""

    def adopt(self, delivery: Delivery, message: MessageRef) -> bool:
        """Take a message for this delivery's own, so that it is edited from now on; False when it has one already."""

    def revive(self, account: AccountId, place: Place) -> int:
        """Try again what was stopped in a channel, of handoffs that are under way; returns how many there were."""

    def troubled(self, account: AccountId, place: Place, why: str, at: datetime) -> bool:
        """Keep that this place takes nothing, and why; False when that is known already."""

    def healed(self, account: AccountId, place: Place) -> None:
        """Something was taken there: the next trouble is a new one."""


class Overview(Protocol):
    """The outbox as whoever hosts Baton sees it, over all accounts."""

    def tallies(self, now: datetime) -> Sequence[Tally]:
        """How many deliveries are under way, stopped or dead, by chat and kind: cheap, however many there ever were."""

    def accounts(self) -> Sequence[tuple[AccountId, str]]:
        """Every account, with its name."""

    def given_up(self, account: AccountId | None, most: int) -> Sequence[Entry]:
        """What was stopped or is dead, newest first; of one account where it is named."""

    def under_way(self, account: AccountId | None, most: int) -> Sequence[Entry]:
        """What is not shown yet and not given up, newest first."""

    def all(self, account: AccountId | None, number: int | None, most: int) -> Sequence[Entry]:
        """Every delivery, of one handoff where its number is given, newest first."""

    def retry(self, delivery: Delivery, now: datetime) -> None:
        """Make it live and due at once, as if it had never been tried. Rings the bell after the commit."""
