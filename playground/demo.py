"""``baton demo``: the stand-ins, and the unmodified service pointed at them by its ordinary settings."""

import asyncio
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.service import Service, assembled
from bot.settings import settings_of
from playground.aside import Aside
from playground.cast import ALEX, JANE, SAM, VIC, Actor, crowd
from playground.crossing import Crossing
from playground.model import ModelStandIn
from playground.pane import Pane
from playground.passing import Passing
from playground.server import PlayServer
from playground.slack import SlackStandIn
from playground.slack.pane import SlackPane
from playground.stage import Stage
from playground.story import Story
from playground.teams import TeamsStandIn
from playground.teams.pane import TeamsPane
from playground.teams.player import TeamsChat
from playground.transcript import Transcript

PLAYERS = (JANE, SAM, ALEX, VIC)
RUNNERS = 20
BOTH = frozenset({"slack", "teams"})
ASIDE = "Does the VPN drop for you, too? Lyon lost it twice since nine."
"""What Sam wrote to Jane in a chat of their own: there is *Escalate* under the … beside it."""
THREAD = "Outlook stops syncing on the hour, for everybody in Lyon."
ANSWERS = (("Alex", "Since when?"), ("Jane", "Since the mailbox move on Friday. I restarted the profile twice."))
"""What stands in #helpdesk in Slack, where Baton is, too: there is *Escalate this thread* beside it, and @baton."""


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that runs in a demo."""

    slack: SlackStandIn
    teams: TeamsStandIn
    model: ModelStandIn
    service: Service


Tale = Callable[[Town], Awaitable[bool]]


@asynccontextmanager
async def town(people: Sequence[Actor], folder: Path, chats: frozenset[str] = BOTH) -> AsyncIterator[Town]:
    """The stand-ins and the service between those of these chats, ready to play."""
    async with SlackStandIn(people) as slack, TeamsStandIn(people) as teams, ModelStandIn() as model:
        named = {
            **(slack.settings() if "slack" in chats else {}),
            **({**teams.settings(), "TEAMS_TARGETED_MESSAGES": "on"} if "teams" in chats else {}),
            **model.settings(),
            "DATABASE_URL": "sqlite+aiosqlite:///demo.db",
            "HOST": "127.0.0.1",
            "PORT": "0",
            "BATON_MODEL": "stand-in",
        }
        async with assembled(settings_of(named, folder)) as service:
            slack.app_url = teams.app_url = service.url
            await service.ready()
            if "teams" in chats:
                await TeamsChat(teams).set_up("Alex")
            yield Town(slack, teams, model, service)


def story() -> int:
    """Play the story without a browser; 0 when every promise was kept."""
    return asyncio.run(_story())


def page(port: int) -> int:
    """Serve the page until interrupted."""
    return asyncio.run(_page(port))


async def _story() -> int:
    """The main job in Slack, in Teams, and one escalation over both: each in a town of its own."""
    kept = [await _told(chats, tale) for chats, tale in TALES]
    return 0 if all(kept) else 1


async def _told(chats: frozenset[str], tale: Tale) -> bool:
    with tempfile.TemporaryDirectory(prefix="baton-demo-") as folder:
        async with town(PLAYERS, Path(folder), chats) as here:
            here.model.latency = 1.0
            kept = await tale(here)
            complaints = [f"Slack would have refused: {complaint}" for complaint in here.slack.complaints]
            complaints += [f"Teams would have refused: {complaint}" for complaint in here.teams.complaints]
            print(*complaints, sep="\n", end="\n" if complaints else "", file=sys.stderr)
            return kept and not complaints


async def _in_slack(here: Town) -> bool:
    return await Story(here.slack, Transcript()).play()


async def _in_teams(here: Town) -> bool:
    kept = await Story(TeamsChat(here.teams), Transcript()).play()
    return await Aside(TeamsChat(here.teams), Transcript()).play() and kept


async def _over_both(here: Town) -> bool:
    here.teams.consent()
    kept = await Crossing(here.slack, TeamsChat(here.teams), Transcript()).play()
    return await Passing(here.slack, TeamsChat(here.teams), Transcript()).play() and kept


TALES: tuple[tuple[frozenset[str], Tale], ...] = (
    (frozenset({"slack"}), _in_slack),
    (frozenset({"teams"}), _in_teams),
    (BOTH, _over_both),
)


async def _talk_in_slack(here: Town) -> None:
    jane = here.slack.person("Jane")
    jane.invite("#helpdesk")
    told = await jane.say("#helpdesk", THREAD)
    for name, words in ANSWERS:
        await here.slack.person(name).say("#helpdesk", words, told.message)


async def _page(port: int) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="baton-demo-") as folder:
        async with town((*PLAYERS, *crowd(RUNNERS)), Path(folder)) as here:
            await here.teams.person("Sam").say(here.teams.chat("Jane", "Sam"), ASIDE)
            here.teams.consent()
            await _talk_in_slack(here)
            panes: list[Pane] = [SlackPane(here.slack), TeamsPane(here.teams)]
            bells = [here.slack.workspace.bell, here.teams.tenant.bell, here.model.bell]
            stage = Stage(PLAYERS, panes, here.model, bells)
            async with PlayServer(stage, _free(port)) as served:
                print(f"Baton's demo is ready: {served.url}", flush=True)
                print("Slack, Teams and the model are stand-ins on this machine. Ctrl-C ends it.", flush=True)
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
