"""Rings the bells of other processes on the same PostgreSQL, and lets theirs ring ours: LISTEN and NOTIFY.

NOTIFY is not part of the transactions it tells of: a commit with one waits for every other such commit in the
database (measured: 40 % fewer commits a second, against 3 % here). It follows the commit on a connection of its own,
at most one in ``_PAUSE`` for whatever was committed meanwhile. If it is lost, with the process or the connection,
the couriers' poll finds the work a few seconds later: nothing depends on it but time.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import URL

from core.errors import Unavailable
from storage.engine import postgres
from storage.failure import translated
from storage.lease import HELD, freed, new_holder

CHANNEL = "baton"

_PAUSE = timedelta(milliseconds=20)
_ECHO_WITHIN = timedelta(seconds=5)
"""How long our own word may take to come back before the connection counts as deaf."""

_PROBED_EVERY = timedelta(seconds=30)
"""How often a silent connection is asked whether it still hears: a firewall forgets one without telling."""

_LOOKED_EVERY = timedelta(seconds=1)
"""How often leases are looked for whose holder has died."""

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=0.5), timedelta(seconds=30)

_log = logging.getLogger(__name__)


@contextmanager
def _in_words() -> Iterator[None]:
    """Raises Unavailable instead of whatever means that, from the driver itself too: it is spoken to directly."""
    try:
        with translated():
            yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unavailable(f"the connection was lost: {type(error).__name__}") from error


class Deaf(Exception):
    """What is said on the connection does not come back: a pooler that lends its connections by the transaction."""


class Chime:
    """One process's ear and voice. ``ring`` is called when another process has made something due."""

    def __init__(self, address: URL, ring: Callable[[], None]) -> None:
        self._address = address
        self._ring = ring
        self._name = uuid4().hex
        self._due = asyncio.Event()
        self._echo = asyncio.Event()
        self._lost = asyncio.Event()
        self.hearing = asyncio.Event()
        self.holder: int | None = None

    def tell(self) -> None:
        """Something was committed that is due; the others hear of it in a moment."""
        self._due.set()

    async def run(self) -> None:
        """Listen and tell, again and again, until cancelled."""
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._connected()
            except (Deaf, Unavailable) as error:
                _log.warning("other processes are not heard, their work waits for the poll: %s", error)
            except Exception:  # noqa: BLE001 - a background loop outlives whatever happens to one round
                _log.exception("other processes are not heard, their work waits for the poll")
            pause = _FIRST_PAUSE if self.hearing.is_set() else min(2 * pause, _LONGEST_PAUSE)
            self.hearing.clear()
            await asyncio.sleep(pause.total_seconds() * random.uniform(0.5, 1))  # noqa: S311 - not a secret

    async def _connected(self) -> None:
        engine = postgres(self._address, pooled=False)
        try:
            with _in_words():
                async with engine.connect() as connection:
                    raw = await connection.get_raw_connection()
                    await self._listened(raw.driver_connection)
        finally:
            await engine.dispose()

    async def _listened(self, driver: Any) -> None:
        """Returns when the connection is lost. Raises Deaf, or what the driver does."""
        self._lost.clear()
        driver.add_termination_listener(lambda _: self._lost.set())
        await driver.add_listener(CHANNEL, self._heard)
        await self._say(driver)
        holder = new_holder()  # a new one: the server may not have noticed yet that an old connection is lost
        await driver.execute(HELD, holder)
        self.holder = holder
        self.hearing.set()
        self._ring()  # whatever was told while nobody listened
        try:
            await self._in_touch(driver, holder)
        finally:
            self.holder = None
        _log.info("the connection on which other processes are heard was closed")

    async def _in_touch(self, driver: Any, holder: int) -> None:
        loop = asyncio.get_running_loop()
        probed = looked = loop.time()
        while True:
            await self._due_or_lost()
            if self._lost.is_set():
                return
            if loop.time() - looked >= _LOOKED_EVERY.total_seconds():
                looked = loop.time()
                if await freed(driver, holder):
                    self._ring()
                    self._due.set()
            if self._due.is_set() or loop.time() - probed >= _PROBED_EVERY.total_seconds():
                probed = loop.time()
                await self._say(driver)
                await asyncio.sleep(_PAUSE.total_seconds())

    async def _due_or_lost(self) -> None:
        waits = [asyncio.create_task(event.wait()) for event in (self._due, self._lost)]
        try:
            await asyncio.wait(waits, timeout=_LOOKED_EVERY.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _say(self, driver: Any) -> None:
        """Tell the others, and hear ourselves do so. Raises Deaf; what was due then stays so."""
        self._echo.clear()
        due = self._due.is_set()
        self._due.clear()
        try:
            await driver.execute(f"NOTIFY {CHANNEL}, '{self._name}'", timeout=_ECHO_WITHIN.total_seconds())
        except Exception:
            if due:
                self._due.set()
            raise
        try:
            async with asyncio.timeout(_ECHO_WITHIN.total_seconds()):
                await self._echo.wait()
        except TimeoutError:
            raise Deaf("LISTEN hears nothing: is a pooler in transaction mode between?") from None

    def _heard(self, _connection: object, _process: int, _channel: str, name: str) -> None:
        if name == self._name:
            self._echo.set()
        else:
            self._ring()
