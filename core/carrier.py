"""A carrier: whoever carries one delivery out, and what came of it."""

from dataclasses import dataclass
from typing import Protocol

from core.delivery import Delivery, MessageRef
from core.errors import GiveUp, Gone, TryAgain


@dataclass(frozen=True, slots=True)
class Carried:
    """What a send led to: the version that is shown now, and where; ``edited`` when a message was changed for it. The
    version is 0 where nobody knows what is shown."""

    version: int
    message: MessageRef | None = None
    digest: str = ""
    edited: bool = False


class Carrier(Protocol):
    """Carries one delivery out. Raises DeliveryFailed or Unavailable."""

    async def carry(self, delivery: Delivery) -> Carried:
        """Make the destination show or hear of the handoff as it stands now."""


Outcome = Carried | GiveUp | Gone | TryAgain
"""What came of a send."""
