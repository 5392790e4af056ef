"""A process of its own for each thing that is measured. It speaks JSON, a line at a time, and ends with its input."""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bench.figure import Wrong
from bot.garbage import spare_what_stays

_LONGEST_LINE = 1 << 24
_SECONDS = 60


class Child:
    """The parent's end. ``greeting`` is the first thing the child said."""

    def __init__(self, name: str, process: Process) -> None:
        self.name = name
        self.pid = process.pid
        self.greeting: Any = None
        self._process = process

    async def ask(self, wanted: object) -> Any:
        """The child's answer. Raises Wrong when there is none."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(wanted).encode() + b"\n")
        return await self.says()

    async def says(self) -> Any:
        """The next thing the child says. Raises Wrong when it says nothing any more."""
        assert self._process.stdout
        async with asyncio.timeout(_SECONDS):
            line = await self._process.stdout.readline()
        if not line:
            raise Wrong(f"{self.name} ended by itself")
        return json.loads(line)

    async def end(self) -> None:
        """Close its input, and wait."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            async with asyncio.timeout(_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()


@asynccontextmanager
async def started(module: str, given: Mapping[str, object]) -> AsyncIterator[Child]:
    """``python -m bench.<module>`` with these words, once it said that it is ready."""
    command = (sys.executable, "-m", f"bench.{module}", json.dumps(given))
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE)
    child = Child(module, process)
    try:
        child.greeting = await child.says()
        yield child
    finally:
        await child.end()


def given() -> dict[str, Any]:
    """The child's end, once all is imported: the words it was started with. The floor, too, spares what stays."""
    spare_what_stays()
    words: dict[str, Any] = json.loads(sys.argv[1])
    return words


def say(something: object) -> None:
    """The child's end."""
    print(json.dumps(something), flush=True)


async def spent(_: object) -> float:
    """The child's end: an answer to anything, the processor time that it has used so far."""
    return time.process_time()


async def until_the_end(answer: Callable[[Any], Awaitable[object]] = spent) -> None:
    """The child's end: answer what is asked until nobody can ask any more."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        say(await answer(json.loads(line)))
