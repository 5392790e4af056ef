"""The ways a server can fail, carried out over real HTTP.

A vendor's stand-in says how its errors look (`Shape`); everything else is the same for all.
"""

import asyncio
import socket
import struct
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

Act = Callable[[], Awaitable[web.Response]]
Shape = Callable[[int, str | None], web.Response]
"""(HTTP status, error code or None) -> that error as the vendor words it."""

BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail. `accepted` says whether the request is carried out all the same; after `late` seconds, or
    when `until` is set, it is carried out, but never answered."""

    status: int | None = None
    error: str | None = None
    retry_after: float | None = None
    html: bool = False
    hang: float | None = None
    empty: bool = False
    half: bool = False
    drip: float | None = None
    malformed: bool = False
    drop: Literal["before", "after"] | None = None
    accepted: bool | None = None
    late: float | None = None
    until: asyncio.Event | None = None

    @property
    def is_accepted(self) -> bool:
        """As asked for, or what is usual: an answer cut short came after the work was done."""
        if self.accepted is not None:
            return self.accepted
        return self.spoils or self.drop == "after"

    @property
    def spoils(self) -> bool:
        """Whether the true answer is sent, but damaged or very slowly."""
        return self.half or self.empty or self.malformed or self.drip is not None


@dataclass(slots=True)
class _Planned:
    fault: Fault
    left: int | None
    place: str | None


class Faults:
    """What is going to fail, and how slow things are, by method name ("*" means every method)."""

    def __init__(self) -> None:
        self._planned: dict[str, list[_Planned]] = defaultdict(list)
        self._delays: dict[str, float] = {}

    def plan(self, method: str, fault: Fault, times: int | None, place: str | None) -> None:
        """Fail the next `times` calls (None: until healed), only those that name `place` if given."""
        self._planned[method].append(_Planned(fault, times, place))

    def delay(self, method: str, seconds: float) -> None:
        """From now on, answer this method that much later."""
        self._delays[method] = seconds

    def heal(self, method: str | None = None) -> None:
        """Forget what was planned, for one method or for all."""
        for plans in (self._planned, self._delays):
            plans.pop(method, None) if method else plans.clear()

    def next(self, method: str, places: frozenset[str] = frozenset()) -> Fault | None:
        """The fault due for this call, counted as used; None when it may succeed."""
        for name in (method, "*"):
            for planned in self._planned[name]:
                if planned.left == 0 or (planned.place and planned.place not in places):
                    continue
                planned.left = None if planned.left is None else planned.left - 1
                return planned.fault
        return None

    async def wait(self, method: str) -> None:
        """Sleep as long as this method was told to take."""
        if seconds := self._delays.get(method, self._delays.get("*", 0.0)):
            await asyncio.sleep(seconds)


async def carry_out(fault: Fault, request: web.Request, act: Act, shape: Shape) -> web.StreamResponse:
    """Fail this request in the way asked for; `act` does the work if the fault lets it happen."""
    if fault.late is not None or fault.until is not None:
        await asyncio.sleep(fault.late or 0)
        await (fault.until.wait() if fault.until else asyncio.sleep(0))
        await act()
        return _cut(request)
    real = await act() if fault.is_accepted else None
    if fault.hang is not None:
        await asyncio.sleep(fault.hang)
        return _cut(request)
    if fault.drop:
        return _cut(request)
    if real is not None and fault.spoils:
        return await _spoiled(fault, request, real)
    return _refused(fault, shape)


def _refused(fault: Fault, shape: Shape) -> web.Response:
    if fault.html:
        return web.Response(status=fault.status or 502, text=BAD_GATEWAY, content_type="text/html")
    if fault.retry_after is not None:
        answer = shape(fault.status or 429, fault.error)
        answer.headers["Retry-After"] = f"{fault.retry_after:g}"
        return answer
    return shape(fault.status or 200, fault.error)


async def _spoiled(fault: Fault, request: web.Request, real: web.Response) -> web.StreamResponse:
    body = real.body if isinstance(real.body, bytes) else b""
    if fault.empty:
        return web.Response(status=real.status, content_type=real.content_type)
    if fault.malformed:
        return web.Response(status=real.status, body=body[:-2] + b",,", content_type=real.content_type)
    if fault.half:
        await _send(request, body[: len(body) // 2], len(body), real.content_type)
        return _cut(request)
    return await _drip(request, body, real.content_type, fault.drip or 0.0)


async def _send(request: web.Request, body: bytes, length: int, content_type: str) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": str(length), "Content-Type": content_type})
    await answer.prepare(request)
    await answer.write(body)
    return answer


async def _drip(request: web.Request, body: bytes, content_type: str, pause: float) -> web.StreamResponse:
    answer = await _send(request, b"", len(body), content_type)
    for byte in body:
        await answer.write(bytes((byte,)))
        await asyncio.sleep(pause)
    return answer


def _cut(request: web.Request) -> web.Response:
    """Reset the connection: the caller sees it die, with no answer."""
    if request.transport is not None:
        plug: socket.socket = request.transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()
