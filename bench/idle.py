"""A service that nobody asks anything: its memory, and what it does with its time. Told by Linux's /proc."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.chat import Chat
from bench.database import Measured
from bench.figure import Wrong
from bench.service import environment
from bench.size import Size

_SETTLING_SECONDS = 1
_USER_TIME, _SYSTEM_TIME = 11, 12  # among the fields after the name: man 5 proc


@dataclass(frozen=True, slots=True)
class Idle:
    """Resident memory in MB, and the share of one core, 0 to 1."""

    megabytes: float
    core: float


async def idling(measured: Measured, chats: Sequence[Chat], size: Size) -> Idle | None:
    """``python -m bot serve`` with the AI off; None where there is no /proc. Raises Wrong when it does not start."""
    if not _told():
        return None
    command = (sys.executable, "-m", "bot", "serve")
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, env={**inherited, **environment(chats, measured.url), "ANTHROPIC_API_KEY": ""}
    )
    try:
        assert process.stdout
        while b"listens" not in (line := await process.stdout.readline()):
            if not line:
                raise Wrong("the service did not start")
        await asyncio.sleep(_SETTLING_SECONDS)
        before = _seconds_of(process.pid)
        await asyncio.sleep(size.idle_seconds)
        return Idle(_megabytes_of(process.pid), (_seconds_of(process.pid) - before) / size.idle_seconds)
    finally:
        process.terminate()
        await process.wait()


def _told() -> bool:
    return Path("/proc/self/stat").exists()


def _seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])) / os.sysconf("SC_CLK_TCK")


def _megabytes_of(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000
