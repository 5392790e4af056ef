"""An edit that nobody answered is carried out late, over newer ones: the card ends at the newest all the same."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

import pytest

from core.delivery import Delivery
from playground.model import ModelStandIn
from playground.slack import SlackStandIn
from playground.teams import TeamsStandIn
from tests.both import Opened
from tests.tempo import HASTY
from tests.town import Found, Town
from tests.waiting import settled

BRIEF = timedelta(seconds=0.5)
"""How long the service waits for an answer here."""

LATE = timedelta(seconds=3)
"""How late an edit is believed to come. It comes as soon as the newer one is there; the rest is for busy machines."""

TEMPO = replace(HASTY, late=LATE)
A_BUSY_MACHINE = 2
"""How many edits it may cost that answers take longer than that: one that timed out, and one to be sure."""

ADVICE, WON = "AI assessment: Stand-in answer", "✅ Picked up by Sam Okafor"


class Card(Protocol):
    """A card as Sam sees it."""

    def text(self) -> str: ...


@dataclass(slots=True)
class Scene:
    """A card in one of the chats, whose assessment is not there yet. ``name`` is the card's message in calls,
    ``edit`` the call that changes it, ``click`` Sam's Pick Up."""

    chat: SlackStandIn | TeamsStandIn
    model: ModelStandIn
    card: Card
    name: str
    edit: str
    click: Callable[[], Awaitable[object]]
    deliveries: Callable[[int], Awaitable[list[Delivery]]]
    late: asyncio.Event = field(default_factory=asyncio.Event)

    def hold_up(self) -> None:
        """The next edit is not answered, and carried out when ``late`` is set."""
        there = "#escalations" if isinstance(self.chat, SlackStandIn) else "Escalations"
        self.chat.fail(self.edit, until=self.late, channel=there)

    async def advised(self) -> None:
        """The assessment is there, and an edit that shows it arrived in the chat."""
        assert self.model.held
        self.model.held.set()
        await self.chat.until(self.edits)

    async def shows(self, words: str) -> None:
        """Returns once the card does."""
        await self.chat.until(lambda: words in self.card.text())

    async def comes_late(self) -> None:
        """What was held up is carried out now."""
        self.late.set()
        await self.chat.until(lambda: any(call.fault and call.ok for call in self.edits()))

    async def ends_right(self) -> None:
        """Nothing is on its way any more, and the card shows everything."""
        await settled(self.deliveries, 1)
        assert WON in self.card.text()
        assert ADVICE in self.card.text()

    def few(self, edits: int) -> bool:
        """Whether the card was edited so often."""
        return edits <= len(self.edits()) <= edits + A_BUSY_MACHINE

    def edits(self) -> list[Any]:
        """All edits of the card that came in."""
        named = [c for c in self.chat.calls if self.name in (c.arguments.get("ts"), getattr(c, "activity_id", ""))]
        return [call for call in named if call.method == self.edit]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service waits briefly for answers."""
    monkeypatch.setattr("bot.slack.client.LIMIT_SECONDS", BRIEF.total_seconds())
    monkeypatch.setattr("bot.teams.connector.LIMIT", BRIEF)


@pytest.fixture
async def model() -> AsyncIterator[ModelStandIn]:
    """For Teams, whose towns have none."""
    async with ModelStandIn() as model:
        yield model


@pytest.fixture(params=["Slack", "Teams"])
async def scene(request: pytest.FixtureRequest, founded: Found, opened: Opened, model: ModelStandIn) -> Scene:
    """Each chat in turn."""
    if request.param == "Slack":
        return await in_slack(await founded(tempo=TEMPO))
    return await in_teams(opened, model)


async def in_slack(town: Town) -> Scene:
    town.model.held = asyncio.Event()
    card = await town.escalated()
    click = partial(town.sam.click, card, "pick_up")
    return Scene(town.slack, town.model, card, card.ts, "chat.update", click, town.deliveries)


async def in_teams(opened: Opened, model: ModelStandIn) -> Scene:
    model.held = asyncio.Event()
    named: dict[str, Any] = model.settings()
    both = await opened(tempo=TEMPO, **named)
    card = await both.escalated()
    click = partial(both.sam.click, card, "pick_up")
    return Scene(both.teams, model, card, card.message.id, "update_activity", click, both.deliveries)


async def test_an_edit_that_is_overtaken_by_the_next_one_does_not_stay(scene: Scene) -> None:
    scene.hold_up()
    await scene.advised()
    await scene.click()
    await scene.shows(WON)
    await scene.comes_late()
    await scene.ends_right()
    assert scene.few(3), "the one that was overtaken, the newest, and the newest to be sure"


async def test_an_edit_that_comes_after_it_was_sent_again_and_after_the_next_one_does_not_stay(scene: Scene) -> None:
    scene.hold_up()
    await scene.advised()
    await scene.shows(ADVICE)
    await scene.click()
    await scene.shows(WON)
    await scene.comes_late()
    await scene.ends_right()
    assert scene.few(4), "the first twice, the newest, and the newest to be sure"


async def test_an_edit_that_comes_after_a_restart_does_not_stay(founded: Found) -> None:
    town = await founded(tempo=replace(TEMPO, late=2 * LATE))
    scene = await in_slack(town)
    scene.hold_up()
    await scene.advised()
    await scene.click()
    await scene.shows(WON)
    await town.stop()
    await scene.comes_late()
    assert WON not in scene.card.text()
    await town.start()
    await scene.ends_right()
    assert scene.few(3)


async def test_an_edit_that_is_answered_is_sent_once(scene: Scene) -> None:
    await scene.advised()
    await scene.click()
    await scene.shows(WON)
    await settled(scene.deliveries, 1)
    assert len(scene.edits()) <= 2 + A_BUSY_MACHINE
