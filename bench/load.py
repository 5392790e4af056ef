"""The load: kept-alive connections that send ready-made requests and cost little themselves."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import urlsplit

from bench.figure import Round, Wrong
from bench.wire import messages

_OK = b"HTTP/1.1 200"
LIMIT_SECONDS = 30

T = TypeVar("T")


class Line(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer. Raises Wrong when it is no 200."""
        if self._transport is None:
            raise Wrong("the service hung up")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        head, body = await self._answer
        if not head.startswith(_OK):
            raise Wrong(f"answered {head[:40]!r} {body[:200]!r}")
        return body

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Some of the answer."""
        self._received += data
        for answer in messages(self._received):
            if self._answer is not None and not self._answer.done():
                self._answer.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits for an answer is told."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or Wrong("the service hung up"))

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


@asynccontextmanager
async def lines(url: str, many: int) -> AsyncIterator[list[Line]]:
    """So many connections to a service."""
    host, _, port = urlsplit(url).netloc.rpartition(":")
    loop = asyncio.get_running_loop()
    opened = [(await loop.create_connection(Line, host, int(port)))[1] for _ in range(many)]
    try:
        yield opened
    finally:
        for line in opened:
            line.close()


async def round_of(lines: Sequence[Line], requests: Mapping[int, bytes]) -> tuple[Round, dict[int, bytes]]:
    """All requests, as many at once as there are lines; and what each was answered. Raises Wrong."""
    waiting, answers = iter(requests.items()), dict[int, bytes]()
    started = time.perf_counter()
    taken = await all_of(_worked(line, waiting, answers) for line in lines)
    return Round(time.perf_counter() - started, tuple(seconds for each in taken for seconds in each)), answers


async def all_of(asking: Iterable[Awaitable[T]]) -> list[T]:
    """What came of all of them, at once. Raises Wrong when it takes too long."""
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            return list(await asyncio.gather(*asking))
    except TimeoutError:
        raise Wrong(f"there was no answer within {LIMIT_SECONDS} seconds") from None


async def _worked(line: Line, waiting: Iterator[tuple[int, bytes]], answers: dict[int, bytes]) -> list[float]:
    each = []
    for number, request in waiting:
        sent = time.perf_counter()
        answers[number] = await line.ask(request)
        each.append(time.perf_counter() - sent)
    return each
