"""The chats' own side: what Baton sends costs it the sending and nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bench.wire import messages, response

Answering = Callable[[str, bytes], object]
"""What a call (path, body) is answered with; None for a call that is not for this chat."""


class Sink:
    """One port that all chats share."""

    def __init__(self) -> None:
        self.url = ""
        self.chats: list[Answering] = []

    def answer(self, path: str, body: bytes) -> bytes:
        """What the first chat says that knows the call."""
        said = (chat(path, body) for chat in self.chats)
        return json.dumps(next((one for one in said if one is not None), {})).encode()


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
