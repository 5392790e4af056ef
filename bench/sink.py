"""A Slack that takes everything and says "ok": what Baton sends costs it the sending and nothing else."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.figure import Wrong
from bench.load import LIMIT_SECONDS
from bench.wire import messages, response

TEAM, CHANNEL, BOT = "T0BENCH", "C0BENCH", "U0BATON"
TOLD = "/told/"

_WON = b"It's yours"
_INTRODUCED = {"ok": True, "team_id": TEAM, "team": "Bench", "user_id": BOT}
_NOBODY = {"ok": True, "members": []}
_numbers = itertools.count()


class Sink:
    """``won`` holds the response URLs at which somebody was told "It's yours"; ``told`` all that were used."""

    def __init__(self) -> None:
        self.url = ""
        self.told: list[str] = []
        self.won: list[str] = []
        self.calls = 0
        self._expected = 0
        self._enough = asyncio.Event()

    def response_url(self, press: int) -> str:
        """The address at which whoever made this press is told what became of it."""
        return f"{self.url}{TOLD}{press}"

    def forget(self) -> None:
        """Begin to count anew."""
        self.told, self.won = [], []

    async def heard(self, answers: int) -> None:
        """Returns when so many have been told since ``forget``. Raises Wrong when it takes too long."""
        self._expected = answers
        self._enough.clear()
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                while len(self.told) < answers:
                    await self._enough.wait()
                    self._enough.clear()
        except TimeoutError:
            raise Wrong(f"{len(self.told)} of {answers} were told what became of their press") from None

    def answer(self, path: str, body: bytes) -> bytes:
        """What a Slack would say."""
        if path.startswith(TOLD):
            self._take(path, body)
            return b"ok"
        self.calls += 1
        if path.endswith("/auth.test"):
            return json.dumps(_INTRODUCED).encode()
        if path.endswith("/users.list"):
            return json.dumps(_NOBODY).encode()
        return json.dumps({"ok": True, "channel": CHANNEL, "ts": f"1795000000.{next(_numbers):06}"}).encode()

    def _take(self, path: str, body: bytes) -> None:
        self.told.append(path)
        if _WON in body:
            self.won.append(path)
        if len(self.told) >= self._expected:
            self._enough.set()


class _Connection(asyncio.Protocol):
    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        for head, body in messages(self._received):
            path = head.split(b" ", 2)[1].decode()
            if self._transport is not None:
                self._transport.write(response(self._sink.answer(path, body)))


@asynccontextmanager
async def listening() -> AsyncIterator[Sink]:
    """A sink on a free port of 127.0.0.1."""
    sink = Sink()
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(sink), "127.0.0.1", 0)
    sink.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield sink
    finally:
        server.close()
