"""For one person: he is mentioned, and gets the card as a direct message; anyone eligible may still pick it up."""

import pytest

from playground.slack import Seen
from tests.town import HELPDESK, Town, front

PROBLEM = "Outlook stops syncing"


async def test_the_person_it_is_for_is_mentioned_and_gets_the_card(town: Town) -> None:
    card = await town.escalated(f"{PROBLEM} @sam")
    assert card.message.pings == (town.sam.id,)
    assert card.notified_me
    direct = await directly(town)
    assert direct.has("pick_up")
    assert direct.notified_me
    await town.sent(town.jane, "It is for Sam Okafor; anyone eligible may pick it up.")


async def test_pick_up_works_in_the_direct_message_and_every_copy_shows_it(town: Town) -> None:
    card = await town.escalated(f"{PROBLEM} @sam")
    direct = await directly(town)
    await town.sam.click(direct, "pick_up")
    await town.sent(town.sam, "It's yours: E-1")
    for copy in (card, direct):
        await town.shows(copy, "Picked up by Sam Okafor")
        assert not copy.has("pick_up")


async def test_somebody_else_may_pick_it_up_and_the_direct_message_shows_it(town: Town) -> None:
    card = await town.escalated(f"{PROBLEM} @sam")
    direct = await directly(town)
    await town.alex.click(card, "pick_up")
    await town.told(town.alex, "It's yours: E-1")
    await town.until(lambda: "Picked up by Alex Kim" in direct.text())
    await town.sam.click_stale(direct, 0, "pick_up")
    await town.sent(town.sam, "Already picked up by Alex Kim")


async def test_the_form_can_be_for_somebody_too(town: Town) -> None:
    await town.says(town.jane, "")
    await town.jane.submit({"problem": PROBLEM, "directed": town.sam.id})
    card = await town.card_of(PROBLEM)
    assert card.message.pings == (town.sam.id,)
    assert (await directly(town)).has("pick_up")


@pytest.mark.parametrize(
    ("handle", "why"),
    [
        ("vic", "Vic Lang may look, but not pick things up."),
        ("jane", "You cannot escalate to yourself."),
        ("eve", "The person it is for is not a member here."),
    ],
    ids=["a viewer", "oneself", "a stranger"],
)
async def test_who_cannot_pick_it_up_is_refused_and_the_text_comes_back(town: Town, handle: str, why: str) -> None:
    await town.says(town.jane, f"{PROBLEM} #4711 @{handle}")
    told = await town.told(town.jane, f"{why} Nothing was sent.", HELPDESK)
    assert told.text().endswith(f"What you wrote:\n{PROBLEM} #4711 @{handle}")
    await town.says(town.jane, "")
    await town.jane.submit({"problem": PROBLEM, "directed": town.slack.person(handle).id})
    assert front(town.jane).errors == {"directed": f"{why} Nothing was sent."}
    assert town.nothing_was_sent()
    assert await town.handoff() is None


async def test_who_left_is_refused(town: Town) -> None:
    await town.slack.change("Sam", deleted=True)
    await town.says(town.jane, f"{PROBLEM} @sam")
    await town.told(town.jane, "The person it is for is not a member here. Nothing was sent.", HELPDESK)
    assert town.nothing_was_sent()


async def directly(town: Town) -> Seen:
    """The card that Sam got as a direct message."""
    return await town.until(lambda: next((dm for dm in town.sam.dms() if "E-1 · for" in dm.text()), None))
