"""The Slack manifest asks for exactly what Baton needs: the story passes with its scopes, and with no fewer."""

from pathlib import Path

import manifests
from bot.service import assembled
from bot.settings import settings_of
from playground.model import ModelStandIn
from playground.slack import SlackStandIn
from playground.story import Story
from playground.transcript import Transcript

MANIFEST = manifests.slack("https://baton.contoso.example")
SCOPES = frozenset(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = frozenset(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


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
