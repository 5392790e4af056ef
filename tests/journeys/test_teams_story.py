"""The main job in Teams as a story, on both databases: with a Teams that accepts everything, and with the strict one.

The permissive Teams shares no code with the playground. Its connector is another server than the one that vouches for
it, and no setting names it: Baton knows of it by the ``serviceUrl`` of what it is sent, which the token vouches for.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from playground.story import CHANNEL, DESK, Story
from playground.teams import TeamsStandIn
from playground.teams.player import TeamsChat
from playground.transcript import Transcript
from tests import permissive_teams
from tests.journeys.test_story import errors, imported, running
from tests.permissive_teams import APP, BOT, CHANNELS, TENANT, Message, PermissiveTeams, words

PERMISSIVE = Path(permissive_teams.__file__)


async def test_the_story_holds_with_a_teams_that_accepts_everything(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    teams = PermissiveTeams()
    async with teams, teams.identity, running(settings_for(teams), database_url) as service:
        teams.app_url = service.url
        await added(teams)
        await expect_kept(teams)
        await expect_picked_up_by_an_old_client(teams)
    assert teams.pressed == {"Action.Execute", "Action.Submit", "task/fetch"}
    assert errors(caplog) == []


async def test_the_story_holds_with_a_teams_that_refuses_what_teams_refuses(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        TeamsStandIn() as teams,
        running({**teams.settings(), "TEAMS_TARGETED_MESSAGES": "on"}, database_url) as service,
    ):
        teams.forgive("MemberNotFoundInConversation")
        teams.app_url = service.url
        chat = TeamsChat(teams)
        await chat.set_up("Alex")
        await expect_kept(chat)
        assert [str(complaint) for complaint in teams.complaints] == []
    assert errors(caplog) == []


async def test_a_connector_that_the_token_does_not_vouch_for_is_not_called(database_url: str) -> None:
    teams = PermissiveTeams()
    async with teams, teams.identity, running(settings_for(teams), database_url) as service:
        teams.app_url = service.url
        elsewhere = str(teams.identity.make_url("/amer/"))
        with pytest.raises(AssertionError, match="the app failed: 401"):
            await teams.person("Jane").send("message", CHANNELS[DESK], text="queue", serviceUrl=elsewhere)


def test_the_permissive_teams_is_small_and_shares_nothing_with_the_playground() -> None:
    source = PERMISSIVE.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 150
    foreign = {name.partition(".")[0] for name in imported(source)} - sys.stdlib_module_names
    assert foreign == {"aiohttp", "jwt", "cryptography"}


async def expect_kept(teams: object) -> None:
    """The whole story, on this Teams."""
    lines: list[str] = []
    try:
        kept = await Story(teams, Transcript(lines.append)).play()
    except TimeoutError:
        kept = False
    assert kept, "".join(lines)


async def expect_picked_up_by_an_old_client(teams: PermissiveTeams) -> None:
    """What the story leaves to chance: Details in a dialog, then Pick Up by Action.Submit."""
    jane, alex = teams.person("Jane"), teams.person("Alex")
    await jane.command(DESK, "/", "@Baton Scanner jams")

    def card() -> Message | None:
        return next((m for m in alex.sees(CHANNEL) if "Scanner jams" in m.text() and m.has("pick_up")), None)

    found: Message = await teams.until(card)
    await alex.click(found, "details")
    assert alex.open_view
    assert "Scanner jams" in words(alex.open_view)
    await alex.click(found, "pick_up")
    await teams.until(lambda: [m for m in alex.sees(CHANNEL) if m.is_ephemeral and "It's yours: E-3" in m.text()])
    await teams.until(lambda: "✅ Picked up by Alex Kim" in found.text() and not found.has("pick_up"))
    await teams.until(lambda: [m for m in alex.dms() if "You picked up E-3 from Jane Ruiz" in m.text()])
    await teams.until(lambda: [m for m in jane.dms() if "✅ Alex Kim picked up E-3" in m.text()])


def settings_for(teams: PermissiveTeams) -> Mapping[str, str]:
    """The environment of a service that is installed there: of the connector it says nothing."""
    named = {
        "MICROSOFT_APP_ID": APP,
        "MICROSOFT_APP_PASSWORD": "any",
        "MICROSOFT_APP_TENANT_ID": TENANT["id"],
        "TEAMS_OPENID_METADATA_URL": str(teams.identity.make_url("/metadata")),
        "TEAMS_TOKEN_URL": str(teams.identity.make_url("/token")),
        "TEAMS_TARGETED_MESSAGES": "on",
    }
    assert not any(str(teams.port) in value for value in named.values())
    return named


async def added(teams: PermissiveTeams) -> None:
    """Baton is in the team, and cards go to Escalations."""
    jane = teams.person("Jane")
    await jane.send("conversationUpdate", CHANNELS[CHANNEL], membersAdded=[{"id": BOT}])
    await jane.command(CHANNEL, "/", "@Baton here")
    await teams.until(lambda: [m for m in teams.messages if "Cards come to this channel" in m.text()])
