"""Who is begun when: a crowd that presses at once is let in a few at a time."""

import asyncio
from dataclasses import dataclass, field

_BEGUN_AT_ONCE = 4
"""How many requests are begun in one turn of the event loop. When two hundred press at once, what the database
answered to the first would else wait until the last was read: the winner heard of it two to five times later."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The order in which the requests of one chat are begun."""

    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_BEGUN_AT_ONCE))

    async def mine(self) -> None:
        """Returns when it is this request's turn."""
        await self._free.acquire()
        asyncio.get_running_loop().call_soon(self._free.release)
