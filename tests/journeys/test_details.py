"""Details: everything, while it is open, for every engineer; afterwards the inside only for those who are in it."""

import asyncio
import threading
from datetime import UTC, datetime

from core.event import Event, EventId, Happening
from playground.slack import Person, Seen
from playground.slack.element import actions_in
from playground.slack.posting import Draft, post
from playground.slack.reading import plain_words
from storage.uuid7 import uuid7
from tests.breadth import ON_SQLITE
from tests.opened import until_opened
from tests.town import HELPDESK, Town, front, whispers

HIDDEN = "History is for those who are part of it."


async def test_while_it_is_open_every_engineer_sees_all_of_it(town: Town) -> None:
    card = await town.escalated("Outlook stops syncing #4711")
    for person in (town.jane, town.sam, town.alex):
        words = await details(person, card)
        assert "waiting for somebody · escalated by Jane Ruiz" in words
        assert "Problem: Outlook stops syncing" in words
        assert "Jane Ruiz escalated it, in Slack" in words
        assert "The card in the channel (Slack): " in words
        assert HIDDEN not in words
        assert front(person).title == "E-1 · open"


async def test_after_the_claim_only_those_who_are_in_it_see_the_inside(town: Town) -> None:
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    await town.until(lambda: "Picked up by" in card.text())
    await town.alex.click_stale(card, 0, "pick_up")
    for person in (town.jane, town.sam):
        words = await details(person, card)
        assert "Sam Okafor picked it up, in Slack" in words
        assert "1 more pressed Pick Up, too late" in words
        assert "Briefing to Sam Okafor (Slack): " in words
    words = await details(town.alex, card)
    assert "picked up by Sam Okafor" in words
    assert HIDDEN in words
    assert "escalated it" not in words
    assert "riefing" not in words


@ON_SQLITE
async def test_details_open_while_the_database_takes_no_write_and_the_dot_goes_when_it_does(town: Town) -> None:
    """What opens a modal lives for three seconds; that it was opened can be kept later."""
    card = await town.escalated()
    again = threading.Event()
    busy = asyncio.create_task(town.service.storage.transact(lambda tx: again.wait(30)))
    click = asyncio.create_task(town.sam.click(card, "details"))
    try:
        await town.until(lambda: town.sam.open_view and front(town.sam).title == "E-1 · open")
    finally:
        again.set()
    await asyncio.gather(busy, click)
    await until_opened(town.service)


async def test_a_viewer_sees_the_card_only(town: Town) -> None:
    card = await town.escalated()
    words = await details(town.vic, card)
    assert words.startswith("Your role here is viewer")
    assert "Outlook" not in words


async def test_it_is_picked_up_in_the_details_as_well(town: Town) -> None:
    card = await town.escalated()
    await details(town.sam, card)
    await details(town.alex, card)
    await town.sam.click(front(town.sam), "pick_up")
    await town.until(lambda: "It's yours: E-1" in words_of(town.sam))
    await town.until(lambda: "Picked up by Sam Okafor" in card.text())
    await town.alex.click(front(town.alex), "pick_up")
    await town.until(lambda: "Already picked up by Sam Okafor" in words_of(town.alex))
    assert whispers(town.alex) == []


async def test_the_escalator_is_not_offered_their_own(town: Town) -> None:
    card = await town.escalated()
    await details(town.jane, card)
    assert [placed.action_id for placed in actions_in(front(town.jane).blocks)] == []


async def test_details_open_from_the_answer_the_receipt_and_the_briefing(town: Town) -> None:
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    receipt = await town.sent(town.jane, "🎫 Sam Okafor picked up E-1")
    briefing = await town.sent(town.sam, "You picked up E-1")
    answered = await town.told(town.jane, "Escalated as E-1", HELPDESK)
    for person, message in ((town.jane, answered), (town.jane, receipt), (town.sam, briefing)):
        assert "Sam Okafor picked it up" in await details(person, message)


async def test_when_the_details_cannot_be_opened_they_are_whispered(town: Town) -> None:
    card = await town.escalated()
    town.slack.fail("views.open", status=500)
    answer = await town.sam.click(card, "details")
    assert answer.ok
    told = await town.told(town.sam, "Problem: Outlook stops syncing")
    assert town.sam.views == []
    await town.sam.click(told, "pick_up")
    await town.told(town.sam, "It's yours: E-1")


async def details(person: Person, message: Seen) -> str:
    """What somebody reads who presses Details there."""
    answer = await person.click(message, "details")
    assert answer.ok
    return words_of(person)


def words_of(person: Person) -> str:
    """What stands in the modal in front of them."""
    return plain_words(front(person).blocks, person.workspace.name_of, person.member.timezone)


async def test_of_a_long_history_the_newest_part_is_told(town: Town) -> None:
    card = await town.escalated()
    handoff = await town.handoff()
    assert handoff is not None
    for number in range(25):
        facts = {"why": f"reason {number}"}
        event = Event(
            EventId(uuid7()), handoff.account, handoff.id, Happening.DELIVERY_STOPPED, datetime.now(UTC), facts=facts
        )
        await town.service.storage.transact(lambda tx, event=event: tx.events.add(event))  # type: ignore[misc]
    words = await details(town.sam, card)
    assert "6 earlier" in words
    assert "reason 24" in words
    assert "reason 5\n" in words
    assert "reason 4\n" not in words
    assert "escalated it" not in words


async def test_a_press_on_details_from_another_conversation_is_refused(town: Town) -> None:
    card = await town.escalated()
    message = card.message
    general = town.slack.channel("#general")
    forged = post(town.slack.workspace, general, message.author, Draft(message.text, message.blocks))
    await town.sam.click(forged, "details")
    told = await town.told(town.sam, "There is no such handoff here.", "#general")
    assert "Outlook" not in told.text()
    assert town.sam.views == []
