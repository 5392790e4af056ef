"""The command line: ``baton serve | demo [--story] | manifest slack|teams | db upgrade | deliveries list|retry``."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.command_line import deliveries
from bot.garbage import spare_what_stays
from bot.log import configure
from bot.settings import Misconfigured, Settings, from_environment, setting
from core.errors import Unavailable

_WHERE_THE_ID_IS = "It is the bot's application (client) id: set it in .env, or give it with --app-id."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. Faults in the settings are told in words, all at once."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except Misconfigured as error:
        print("Baton cannot start:", *(f"  - {fault}" for fault in error.faults), sep="\n", file=sys.stderr)
        return 2
    except Unavailable as error:
        print(f"Baton cannot start: the database cannot be reached ({error}).", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Baton cannot start: {error.strerror or error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("baton", description="An escalation assistant for Slack and Microsoft Teams.")
    commands = parser.add_subparsers(required=True, metavar="command")
    serve = commands.add_parser("serve", help="run the service")
    serve.set_defaults(run=_serve)
    demo = commands.add_parser("demo", help="try it on this machine, with stand-ins for Slack and the model")
    demo.add_argument("--story", action="store_true", help="play the main job without a browser, and check it")
    demo.add_argument("--port", type=int, default=8300, help="the page's port (default 8300)")
    demo.set_defaults(run=_demo)
    manifest = commands.add_parser("manifest", help="print what a chat must know of Baton before it is installed")
    chats = manifest.add_subparsers(required=True, metavar="chat")
    for_slack = chats.add_parser("slack", help="Slack's app manifest")
    for_slack.set_defaults(run=_slack_manifest)
    for_teams = chats.add_parser("teams", help="the manifest of Teams's app package, or the package")
    for_teams.add_argument("--app-id", help="the bot's Microsoft app id (default: MICROSOFT_APP_ID)")
    reads = "ask to hear every message and to read threads, where it is added"
    for_teams.add_argument("--read-threads", action="store_true", help=reads)
    for_teams.add_argument("--out", metavar="baton.zip", help="write the package there; print nothing of the manifest")
    for_teams.set_defaults(run=_teams_manifest)
    for chat in (for_slack, for_teams):
        where = "where the chat reaches Baton: https://baton.example.com"
        chat.add_argument("--url", required=True, type=_address, help=where)
    database = commands.add_parser("db", help="look after the database")
    database.add_argument("what", choices=["upgrade"], help="create the tables, or bring them up to date")
    database.set_defaults(run=_upgrade)
    deliveries.add_to(commands)
    return parser


def _address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError(f"{text!r} is no address: it begins with https://")
    return text


def _serve(_: argparse.Namespace) -> int:
    settings = from_environment(os.environ)
    if settings.slack is None and settings.teams is None:
        raise Misconfigured(
            (
                "No chat is configured: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, "
                "or MICROSOFT_APP_ID and MICROSOFT_APP_PASSWORD.",
            )
        )
    configure(settings.log_level, settings.log_format, settings.secrets)
    asyncio.run(_served(settings))
    return 0


async def _served(settings: Settings) -> None:
    from bot.service import assembled

    spare_what_stays()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    print(f"Baton uses {settings.database}.")
    async with assembled(settings) as service:
        print(f"Baton listens on {service.url}. The AI is {'on' if settings.model else 'off'}.", flush=True)
        if service.metrics_url:
            print(f"Metrics are at {service.metrics_url}.", flush=True)
        await stop.wait()
        print("Baton stops: finishing what is under way.", flush=True)
        await service.leave(settings.grace)


def _demo(chosen: argparse.Namespace) -> int:
    from playground.demo import page, story

    configure("WARNING", "text", ())
    return story() if chosen.story else page(chosen.port)


def _slack_manifest(chosen: argparse.Namespace) -> int:
    from manifests import slack

    print(json.dumps(slack(chosen.url), indent=2))
    return 0


def _teams_manifest(chosen: argparse.Namespace) -> int:
    from manifests import package, teams

    app_id = chosen.app_id or setting(os.environ, "MICROSOFT_APP_ID")
    try:
        manifest = teams(app_id, chosen.url, read_threads=chosen.read_threads)
    except ValueError:
        wrong = f"is no id, but {app_id!r}" if app_id else "is missing"
        print(f"There is no Teams manifest yet: MICROSOFT_APP_ID {wrong}. {_WHERE_THE_ID_IS}", file=sys.stderr)
        return 2
    if chosen.out is None:
        print(json.dumps(manifest, indent=2))
        return 0
    try:
        Path(chosen.out).write_bytes(package(manifest))
    except OSError as error:
        print(f"The package cannot be written to {chosen.out}: {error.strerror or error}.", file=sys.stderr)
        return 1
    print(f"{chosen.out} is the package for Teams: Apps, Manage your apps, Upload an app.")
    return 0


def _upgrade(_: argparse.Namespace) -> int:
    from storage.migrate import upgrade

    settings = from_environment(os.environ)
    print(f"Baton uses {settings.database}.")
    asyncio.run(upgrade(settings.database_url))
    print("The database is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
