"""What is counted, for whoever watches the service: a port, and the one that counts nothing."""

from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from core.assessment import Assessment
from core.delivery import Delivery
from core.handoff import Door
from core.outcome import ClaimOutcome


class Result(StrEnum):
    """How an attempt to carry a delivery ended."""

    SENT = "sent"  # the destination shows it
    AGAIN = "again"  # it may work later
    GONE = "gone"  # the message is no longer there: it is posted anew
    STOPPED = "stopped"  # a human is needed
    DEAD = "dead"  # it was the last of too many attempts


class Meter(Protocol):
    """Counts. Never raises and never waits; what it keeps of its arguments are kinds and counts, no id and no text."""

    def claimed(self, door: Door, outcome: ClaimOutcome) -> None:
        """Somebody pressed Pick Up, or said so."""

    def carried(self, delivery: Delivery, result: Result, took: timedelta | None, code: str) -> None:
        """An attempt ended; ``took`` is the time since the delivery was wanted, where known, and ``code`` the word
        of the chat for what went wrong, one of few."""

    def assessed(self, ended: Assessment, took: timedelta) -> None:
        """An assessment came to its end, so long after it was asked for."""


class NoMeter:
    """Counts nothing."""

    def claimed(self, door: Door, outcome: ClaimOutcome) -> None:
        """As promised by Meter."""

    def carried(self, delivery: Delivery, result: Result, took: timedelta | None, code: str) -> None:
        """As promised by Meter."""

    def assessed(self, ended: Assessment, took: timedelta) -> None:
        """As promised by Meter."""


NO_METER: Meter = NoMeter()
