"""How fast the services of the tests carry: as a real one, but that chats take all at once and nothing rests long."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.carrying import Tempo

SOON = timedelta(milliseconds=20)
AT_ONCE = timedelta(milliseconds=2)

HURRIED = Tempo(apart=SOON, paced=False, late=SOON)
HASTY = Tempo(AT_ONCE, SOON, paced=False, late=SOON)
"""The same, and what failed is tried again at once."""

WAKEFUL = Tempo(apart=SOON, paced=False, late=SOON, swept=timedelta(milliseconds=50))
"""As hurried, and what is due is looked for all the time."""


@dataclass(slots=True)
class Clock:
    """The clock of a service and of its Slack, which runs as any does, and can be put forward."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """As promised by core.ports.Clock."""
        return datetime.now(UTC) + self.ahead

    def seconds(self) -> float:
        """The same, as stand-ins count."""
        return self.now().timestamp()
