"""Which copies of a card a chat was told to change, and when."""

import asyncio
import time


class Copies:
    """The edits that arrived, by the card's id in its chat."""

    def __init__(self) -> None:
        self._awaited: dict[str, asyncio.Future[float]] = {}

    def awaited(self, message: str) -> asyncio.Future[float]:
        """When this card's next edit arrives, by ``time.perf_counter``."""
        return self._awaited.setdefault(message, asyncio.get_running_loop().create_future())

    def arrived(self, message: str) -> None:
        """An edit of this card was asked for."""
        awaited = self._awaited.pop(message, None)
        if awaited is not None:
            awaited.set_result(time.perf_counter())
