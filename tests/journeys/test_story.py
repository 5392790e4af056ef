"""The main job as a story: with a Slack that accepts everything, and with the strict one.

The permissive Slack shares no code with the playground, so what holds with both does not rest on one reading of
Slack's documentation.
"""

import ast
import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.__main__ import main
from bot.log import OURS
from bot.service import Service, assembled
from bot.settings import settings_of
from core.redaction import Masked
from playground.model import ModelStandIn
from playground.slack import SlackStandIn
from playground.story import Chat, Story
from playground.transcript import Transcript
from tests import permissive_slack
from tests.permissive_slack import SECRET, TOKEN, PermissiveSlack
from tests.tempo import HURRIED

PERMISSIVE = Path(permissive_slack.__file__)
ROOT = PERMISSIVE.parents[1]

TOLD = {
    "the card": ("🔴 URGENT · E-1", "[Pick Up] [Details]"),
    "one winner": ("It's yours: E-1", "✓ there is exactly one winner"),
    "how long ago": ("│ Already picked up by ", " ago.\n"),
    "their own": ("You escalated E-1 yourself", "✓ nobody takes their own"),
    "a viewer": ("Your role here is viewer", "✓ a viewer takes nothing"),
    "the card, edited": ("│ ✅ Picked up by ", "✓ nobody can press Pick Up any more"),
    "the assessment": ("│ AI assessment: ", "│ Confidence: "),
    "the briefing": ("🤝 You picked up E-1 from Jane Ruiz", "✓ the briefing holds the assessment"),
    "Teams": ("picked up in Teams.", "18 of 18 promises kept."),
    "a message": ("✓ the form is open, with his words in it", "✓ Details name the message, its author and where it"),
    "both chats": ("✓ there is a card in each chat", "✓ both cards say so, and have no Pick Up"),
    "from hand to hand": ("✓ Alex need not ask what Sam knew", "✓ Jane hears how it ended where she asked"),
    "the receipt": ("🎫 E-1 is with the team", " picked up E-1: Outlook stops syncing"),
}
"""What stands in the transcript, by what it is about."""


async def test_the_story_holds_with_a_slack_that_accepts_everything(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack = PermissiveSlack()
    async with slack, running(settings_for(slack), database_url) as service:
        slack.app_url = service.url
        await expect_kept(slack)
    assert errors(caplog) == []


async def test_the_story_holds_with_a_slack_that_refuses_what_slack_refuses(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with SlackStandIn() as slack, running(slack.settings(), database_url) as service:
        slack.app_url = service.url
        await expect_kept(slack)
        assert [str(complaint) for complaint in slack.complaints] == []
    assert errors(caplog) == []


def test_the_permissive_slack_is_small_and_shares_nothing_with_the_playground() -> None:
    source = PERMISSIVE.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 150
    assert {name.partition(".")[0] for name in imported(source)} - sys.stdlib_module_names == {"aiohttp"}


async def test_the_demo_tells_the_story_on_a_terminal() -> None:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "bot", "demo", "--story")
    told = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=pipe)
    output, faults = (stream.decode() for stream in await told.communicate())
    assert (told.returncode, faults) == (0, "")
    missing = {what: left for what, lines in TOLD.items() if (left := [line for line in lines if line not in output])}
    assert missing == {}
    assert "✗" not in output


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """The command line says what is logged, and where: afterwards it is as the other tests expect it."""
    loggers = [logging.getLogger(name) for name in ("", *OURS)]
    levels, handlers = [logger.level for logger in loggers], list(loggers[0].handlers)
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    loggers[0].handlers[:] = handlers


@pytest.mark.usefixtures("logging_as_before")
def test_the_demo_fails_when_a_promise_is_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With nothing to say on stderr: the demo ran, and it is not Slack who objects."""
    monkeypatch.setattr("core.escalation.masked", Masked)
    assert main(["demo", "--story"]) == 1
    assert capsys.readouterr().err == ""


async def test_the_story_fails_with_an_app_that_says_nothing() -> None:
    lines: list[str] = []
    slack, app = PermissiveSlack(), TestServer(mute())
    async with slack, app:
        slack.app_url = str(app.make_url("/")).rstrip("/")
        assert not await Story(slack, Transcript(lines.append), patience=0.1).play()
    assert "   ✗ WRONG: the form is open\n" in lines


async def expect_kept(slack: Chat) -> None:
    """The whole story, on this Slack."""
    lines: list[str] = []
    assert await Story(slack, Transcript(lines.append)).play(), "".join(lines)


@asynccontextmanager
async def running(slack: Mapping[str, str], database_url: str) -> AsyncIterator[Service]:
    """The service between this Slack and a model, ready."""
    async with ModelStandIn() as model:
        named = {**slack, **model.settings(), "DATABASE_URL": database_url, "PORT": "0"}
        async with assembled(settings_of(named, ROOT), tempo=HURRIED) as service:
            await service.ready()
            yield service


def settings_for(slack: PermissiveSlack) -> dict[str, str]:
    """The environment of a service that is installed there."""
    return {
        "SLACK_API_URL": str(slack.make_url("/")),
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_CHANNEL": "#escalations",
    }


def mute() -> web.Application:
    """An app that takes every request and does nothing."""

    async def nothing(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", nothing)
    return app


def imported(source: str) -> Iterator[str]:
    """The modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged as an error."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
