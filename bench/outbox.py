"""An outbox that is filled by hand: as many cards as wanted, for as many channels as there are."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.assessment import OFF
from core.delivery import Delivery, DeliveryId, Kind, Place
from core.handoff import CaseId, Door, Handoff, HandoffId, Priority, Snapshot, State
from core.people import Identity, Member, Party, Platform, Profile, Workspace
from core.repository import Transaction
from storage.database import Database
from storage.uuid7 import uuid7

_AT_ONCE = 500


@dataclass(slots=True)
class Outbox:
    """One account's, with Jane in it. ``last`` is the handoff that was made last."""

    storage: Database
    jane: Member
    workspace: Workspace
    last: Handoff | None = None

    async def wants_cards(self, many: int, places: Sequence[Place]) -> None:
        """So many new escalations, each with one card, dealt out to these places."""
        for start in range(0, many, _AT_ONCE):
            some = [places[number % len(places)] for number in range(start, min(start + _AT_ONCE, many))]

            def work(tx: Transaction, some: Sequence[Place] = some) -> None:
                for place in some:
                    self._add(tx, place)

            await self.storage.transact(work)

    def _add(self, tx: Transaction, place: Place) -> None:
        number = tx.accounts.next_number(self.jane.account)
        self.last = handoff = Handoff(
            id=HandoffId(uuid7()),
            account=self.jane.account,
            number=number,
            case=CaseId(uuid7()),
            ordinal=1,
            state=State.OPEN,
            version=1,
            snapshot=Snapshot(f"Printer {number} prints only blanks"),
            priority=Priority.NORMAL,
            ticket="",
            escalator=Party(self.jane.id, self.jane.name),
            escalated_at=datetime.now(UTC),
            door=Door.SLACK,
            assessment=OFF,
        )
        tx.handoffs.add(handoff)
        tx.deliveries.add(Delivery(DeliveryId(uuid7()), handoff.account, handoff.id, Kind.CARD, place, wanted=1))

    async def changes_a_card(self) -> None:
        """The last card is to show something else: Jane has another name."""
        handoff = self.last
        assert handoff is not None

        def work(tx: Transaction) -> None:
            version = tx.handoffs.touch(handoff.account, handoff.id)
            profile = Profile(Identity(self.workspace, "UJANE"), f"Jane {version}", None)
            tx.people.learn(handoff.account, profile)
            tx.deliveries.announce(handoff.account, handoff.id, version)

        await self.storage.transact(work)

    async def empty(self) -> None:
        """Returns when nothing waits any more."""
        bell = self.storage.bell()
        while await self.storage.read(lambda tx: list(tx.deliveries.waiting(["slack"]))):
            await bell.heard(timedelta(seconds=0.05))
            await asyncio.sleep(0.02)


async def opened_outbox(storage: Database, team: str) -> Outbox:
    """A new account."""
    workspace = Workspace(Platform.SLACK, team)

    def work(tx: Transaction) -> Member:
        account = tx.accounts.join(workspace, "Bench")
        assert account
        return tx.people.learn(account, Profile(Identity(workspace, "UJANE"), "Jane", None))

    return Outbox(storage, await storage.transact(work), workspace)
