"""The command line as somebody who hosts Baton meets it: a process, its words and its exit code."""

import asyncio
import json
import os
import signal
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import pytest

from playground.slack import SlackStandIn

ROOT = Path(__file__).parent.parent


async def baton(*arguments: str, folder: Path, named: Mapping[str, str] | None = None) -> asyncio.subprocess.Process:
    """Start ``baton`` in a folder, with nothing in its environment but these settings."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(named or {})}
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environ, stdout=pipe, stderr=pipe
    )


async def said(*arguments: str, folder: Path, named: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Exit code, output and complaints of a command that ends by itself."""
    process = await baton(*arguments, folder=folder, named=named)
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode(), err.decode()


async def test_serve_without_any_chat_says_what_to_set(tmp_path: Path) -> None:
    code, _, err = await said("serve", folder=tmp_path)
    assert code == 2
    assert "No chat is configured: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or MICROSOFT_APP_ID" in err
    assert "Traceback" not in err


async def test_every_fault_in_the_settings_is_told_at_once_and_nothing_starts(tmp_path: Path) -> None:
    wrong = {"PORT": "many", "DATABASE_URL": "mysql://x", "SLACK_BOT_TOKEN": "xoxp-secret", "LOG_LEVEL": "LOUD"}
    code, out, err = await said("serve", folder=tmp_path, named=wrong)
    assert code == 2
    for name in ("PORT", "DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "LOG_LEVEL"):
        assert name in err
    assert "secret" not in err + out
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_an_unreachable_database_is_told_in_words(tmp_path: Path) -> None:
    named = {"DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1:1/baton"}
    code, _, err = await said("db", "upgrade", folder=tmp_path, named=named)
    assert code == 1
    assert "the database cannot be reached" in err
    assert "Traceback" not in err


async def test_the_database_is_made_beside_the_env_file_in_use(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite+aiosqlite:///kept.db\n")
    below = tmp_path / "below"
    below.mkdir()
    code, out, err = await said("db", "upgrade", folder=below)
    assert (code, err) == (0, "")
    assert (tmp_path / "kept.db").exists()
    assert str(tmp_path / "kept.db") in out


async def test_serve_becomes_ready_and_stops_gracefully_on_sigterm(tmp_path: Path) -> None:
    async with SlackStandIn() as slack:
        process = await baton("serve", folder=tmp_path, named={**slack.settings(), "PORT": "0"})
        assert process.stdout is not None
        first, second = [(await asyncio.wait_for(process.stdout.readline(), 30)).decode() for _ in range(2)]
        assert "Baton uses SQLite" in first
        url = second.split()[3].rstrip(".")
        await slack.until(lambda: any(call.method == "users.list" for call in slack.calls), within=20)
        async with aiohttp.ClientSession() as http:
            assert (await http.get(f"{url}/healthz")).status == 200
            assert await _ready(http, url)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert "ERROR" not in err.decode()
    assert "Traceback" not in err.decode()


async def _ready(http: aiohttp.ClientSession, url: str) -> dict[str, str]:
    async with asyncio.timeout(20):
        while True:
            async with http.get(f"{url}/readyz") as answer:
                if answer.status == 200:
                    told: dict[str, str] = await answer.json()
                    return told


async def test_the_manifest_is_printed_with_the_address_filled_in(tmp_path: Path) -> None:
    code, out, _ = await said("manifest", "slack", "--url", "https://baton.contoso.example/", folder=tmp_path)
    assert code == 0
    command = json.loads(out)["features"]["slash_commands"][0]
    assert command["url"] == "https://baton.contoso.example/slack/events"
    assert command["should_escape"] is True


TEAMS = ("manifest", "teams", "--url", "https://baton.contoso.example")
ID = "ba70ba70-0000-4000-8000-000000000001"


async def test_the_teams_manifest_has_the_id_of_the_settings_whatever_else_is_in_them(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"MICROSOFT_APP_ID={ID}\nPORT=many\n")
    code, out, err = await said(*TEAMS, folder=tmp_path)
    assert (code, err) == (0, "")
    assert json.loads(out)["bots"][0]["botId"] == ID


async def test_the_teams_package_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    code, out, err = await said(*TEAMS, "--app-id", ID, "--read-threads", "--out", "baton.zip", folder=tmp_path)
    assert (code, err) == (0, "")
    assert out == "baton.zip is the package for Teams: Apps, Manage your apps, Upload an app.\n"
    with zipfile.ZipFile(tmp_path / "baton.zip") as package:
        assert json.loads(package.read("manifest.json"))["webApplicationInfo"]["id"] == ID


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (TEAMS, "There is no Teams manifest yet: MICROSOFT_APP_ID is missing. It is the bot's application (client) id"),
        ((*TEAMS, "--app-id", "baton"), "MICROSOFT_APP_ID is no id, but 'baton'."),
        ((*TEAMS, "--app-id", ID, "--out", "nowhere/b.zip"), "cannot be written to nowhere/b.zip: No such file"),
        (("manifest", "teams", "--url", "baton.contoso.example"), "is no address: it begins with https://"),
    ],
)
async def test_what_is_missing_for_a_teams_manifest_is_told_in_words(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = await said(*arguments, folder=tmp_path)
    assert code in (1, 2)
    assert told in err
    assert (out, "Traceback" in err) == ("", False)


@pytest.mark.parametrize("arguments", [(), ("dance",), ("db",)])
async def test_an_unknown_command_is_answered_by_how_to_use_it(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, _, err = await said(*arguments, folder=tmp_path)
    assert code == 2
    assert "usage: baton" in err
