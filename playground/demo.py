"""``baton demo``: the stand-ins, and the unmodified service pointed at them by its ordinary settings."""

import asyncio
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.service import Service, assembled
from bot.settings import settings_of
from playground.cast import ALEX, JANE, SAM, VIC, Actor, crowd
from playground.model import ModelStandIn
from playground.server import PlayServer
from playground.slack import SlackStandIn
from playground.slack.pane import SlackPane
from playground.stage import Stage
from playground.story import Story
from playground.transcript import Transcript

PLAYERS = (JANE, SAM, ALEX, VIC)
RUNNERS = 20
SHORTCUTS = (("escalate", "Escalate…", "global"),)


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that runs in a demo."""

    slack: SlackStandIn
    model: ModelStandIn
    service: Service


@asynccontextmanager
async def town(people: Sequence[Actor], folder: Path) -> AsyncIterator[Town]:
    """The stand-ins and the service, ready to play."""
    async with SlackStandIn(people) as slack, ModelStandIn() as model:
        named = {
            **slack.settings(),
            **model.settings(),
            "DATABASE_URL": "sqlite+aiosqlite:///demo.db",
            "HOST": "127.0.0.1",
            "PORT": "0",
            "BATON_MODEL": "stand-in",
        }
        async with assembled(settings_of(named, folder)) as service:
            slack.app_url = service.url
            await service.ready()
            yield Town(slack, model, service)


def story() -> int:
    """Play the story without a browser; 0 when every promise was kept."""
    return asyncio.run(_story())


def page(port: int) -> int:
    """Serve the page until interrupted."""
    return asyncio.run(_page(port))


async def _story() -> int:
    with tempfile.TemporaryDirectory(prefix="baton-demo-") as folder:
        async with town(PLAYERS, Path(folder)) as here:
            here.model.latency = 1.0
            kept = await Story(here.slack, Transcript()).play()
            for complaint in here.slack.complaints:
                print(f"Slack would have refused: {complaint}", file=sys.stderr)
            return 0 if kept and not here.slack.complaints else 1


async def _page(port: int) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="baton-demo-") as folder:
        async with town((*PLAYERS, *crowd(RUNNERS)), Path(folder)) as here:
            stage = Stage(
                PLAYERS,
                [SlackPane(here.slack, shortcuts=SHORTCUTS)],
                here.model,
                [here.slack.workspace.bell, here.model.bell],
            )
            async with PlayServer(stage, _free(port)) as served:
                print(f"Baton's demo is ready: {served.url}", flush=True)
                print("Slack and the model are stand-ins on this machine. Ctrl-C ends it.", flush=True)
                await stop.wait()
    return 0


def _free(port: int) -> int:
    """The port, or 0 (any) where something else has it."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port
