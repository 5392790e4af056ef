"""`python -m playground`: the stand-ins and the page alone, for a service run by hand."""

import argparse
import asyncio
import signal

from playground.cast import ALEX, JANE, SAM, VIC, crowd
from playground.model import ModelStandIn
from playground.server import PlayServer
from playground.slack import SlackStandIn
from playground.slack.pane import SlackPane
from playground.stage import Stage

PLAYERS = (JANE, SAM, ALEX, VIC)
RUNNERS = 20


async def play(app_url: str, page_port: int, slack_port: int, model_port: int) -> None:
    """Run until interrupted."""
    people = (*PLAYERS, *crowd(RUNNERS))
    async with (
        SlackStandIn(people, app_url=app_url, port=slack_port) as slack,
        ModelStandIn(port=model_port) as model,
    ):
        stage = Stage(PLAYERS, [SlackPane(slack)], model, [slack.workspace.bell, model.bell])
        async with PlayServer(stage, page_port) as page:
            for name, value in (slack.settings() | model.settings()).items():
                print(f"{name}={value}")
            print(f"\nStart the service with these settings at {app_url}, then open {page.url}", flush=True)
            await _interrupted()


async def _interrupted() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--app", default="http://127.0.0.1:3000", help="where the service listens")
    parser.add_argument("--port", type=int, default=3300, help="the page")
    parser.add_argument("--slack-port", type=int, default=3301)
    parser.add_argument("--model-port", type=int, default=3302)
    given = parser.parse_args()
    asyncio.run(play(given.app, given.port, given.slack_port, given.model_port))


if __name__ == "__main__":
    main()
