"""The Slack manifest asks for exactly what Baton needs: the story passes with its scopes, and with no fewer."""

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Literal

import pytest

import manifests
from bot.service import assembled
from bot.settings import settings_of
from core.delivery import MessageRef
from core.people import Platform, Workspace
from core.remark import Thread
from playground.model import ModelStandIn
from playground.slack import SlackStandIn
from playground.story import Story
from playground.transcript import Transcript

MANIFEST = manifests.slack("https://baton.contoso.example")
SCOPES = frozenset(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = frozenset(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
ON_A_MESSAGE = [s["callback_id"] for s in MANIFEST["features"]["shortcuts"] if s["type"] == "message"]


async def test_the_story_passes_with_the_scopes_and_events_of_the_manifest(tmp_path: Path) -> None:
    async with SlackStandIn(scopes=SCOPES, events=EVENTS) as slack, ModelStandIn() as model:
        named = {**slack.settings(), **model.settings(), "PORT": "0"}
        async with assembled(settings_of(named, tmp_path)) as service:
            slack.app_url = service.url
            await service.ready()
            assert await Story(slack, Transcript(lambda _: None)).play()
            jane = slack.person("Jane")
            await jane.command("#general", "/escalate", "here")
            assert "Cards come to this channel" in jane.sees("#general")[-1].text()
        assert slack.complaints == []


@pytest.mark.parametrize("kind", ["public", "private"])
async def test_what_is_written_under_a_card_is_heard_with_the_scopes_and_events_of_the_manifest(
    tmp_path: Path, kind: Literal["public", "private"]
) -> None:
    async with SlackStandIn(scopes=SCOPES, events=EVENTS) as slack:
        slack.add_channel("cards", kind, ["jane", "sam", "baton"])
        named = {**slack.settings("#cards"), "PORT": "0", "ANTHROPIC_API_KEY": ""}
        async with assembled(settings_of(named, tmp_path)) as service:
            slack.app_url = service.url
            await service.ready()
            sam = slack.person("Sam")
            await slack.person("Jane").command("#helpdesk", "/escalate", "Printer offline")
            card = await slack.until(lambda: next((m for m in sam.sees("#cards") if m.has("details")), None))
            assert card
            workspace = Workspace(Platform.SLACK, slack.workspace.team_id)
            thread = Thread(workspace, MessageRef(slack.channel("#cards").id, card.ts))
            async with asyncio.timeout(5):
                while await service.desk.handoff_under(thread) is None:  # noqa: ASYNC110 - recording rings no bell
                    await asyncio.sleep(0.01)
            await sam.say("#cards", "Restarted it.", card)
            await sam.click(card, "details")
            assert sam.open_view
            assert "Restarted it." in json.dumps(sam.open_view.blocks)
        assert slack.complaints == []


async def test_baton_joins_its_channel_when_it_starts(tmp_path: Path) -> None:
    async with SlackStandIn(scopes=SCOPES, events=EVENTS) as slack:
        slack.add_channel("cards", "public", ["jane", "sam"])
        named = {**slack.settings("#cards"), "PORT": "0", "ANTHROPIC_API_KEY": ""}
        async with assembled(settings_of(named, tmp_path)) as service:
            await service.ready()
            assert slack.workspace.app.bot_user in slack.channel("#cards").members


def test_the_manifest_keeps_slacks_limits() -> None:
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    command = MANIFEST["features"]["slash_commands"][0]
    assert command["command"] == "/escalate"
    assert command["should_escape"] is True
    assert all(len(shortcut["name"]) <= 24 for shortcut in MANIFEST["features"]["shortcuts"])


def test_every_address_in_the_manifest_is_the_one_given() -> None:
    urls = [
        MANIFEST["features"]["slash_commands"][0]["url"],
        MANIFEST["settings"]["event_subscriptions"]["request_url"],
        MANIFEST["settings"]["interactivity"]["request_url"],
    ]
    assert set(urls) == {"https://baton.contoso.example/slack/events"}


async def test_threads_and_batons_name_and_its_own_conversation_work_with_the_manifests_scopes_and_events(
    tmp_path: Path,
) -> None:
    async with SlackStandIn(scopes=SCOPES, events=EVENTS) as slack:
        named = {**slack.settings(), "PORT": "0", "ANTHROPIC_API_KEY": ""}
        async with assembled(settings_of(named, tmp_path)) as service:
            slack.app_url = service.url
            await service.ready()
            jane, [shortcut] = slack.person("Jane"), ON_A_MESSAGE
            jane.invite("#helpdesk")
            root = (await jane.say("#helpdesk", "Printer offline")).message
            assert root
            await jane.say("#helpdesk", "Here, too", root)
            await jane.shortcut(shortcut, root)
            await slack.until(lambda: jane.open_view and "The 2 messages" in json.dumps(jane.open_view.blocks))
            await jane.submit()
            await jane.say("#helpdesk", "@baton Scanner offline", root)
            await jane.say(slack.workspace.dm(jane.id), "Fax offline")
            for words in ("Printer offline", "Scanner offline", "Fax offline"):
                await slack.until(partial(slack.person("Sam").finds, "#escalations", words))
            await slack.until(lambda: len(slack.channel("#helpdesk").replies(root.ts)) == 4)
        assert slack.complaints == []


def test_people_may_write_to_baton_in_its_own_conversation() -> None:
    assert MANIFEST["features"]["app_home"]["messages_tab_read_only_enabled"] is False
