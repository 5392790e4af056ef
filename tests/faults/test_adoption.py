"""Cards that arrived though nobody said so: whoever presses one has pressed a card, and it is edited from then on."""

import asyncio

import pytest

from bot.service import SystemClock, Uuids
from core.act import Origin
from core.adopting import MOST_COPIES
from core.delivery import Condition, Delivery, Kind, MessageRef
from core.desk import Desk
from core.errors import NotFound
from core.event import Happening
from core.handoff import Door
from core.people import Identity
from playground.slack import Seen
from playground.teams import Seen as InTeams
from storage.database import Database
from tests.both import ESCALATIONS as IN_TEAMS
from tests.both import HELPDESK, Both
from tests.contracts.office import SLACK
from tests.contracts.office import office as furnished
from tests.tempo import HASTY
from tests.town import AI_OFF, ESCALATIONS, Found, Town

POST, HISTORY = "chat.postMessage", "conversations.history"
CREATE, SEND = "create_conversation", "send_activity"


def cards(deliveries: list[Delivery]) -> list[Delivery]:
    """Those of the cards in the channel."""
    return [delivery for delivery in deliveries if delivery.kind is Kind.CARD]


async def twins(town: Town) -> tuple[Seen, Seen]:
    """Two cards of one handoff in Slack, of which the first is not known of."""
    town.slack.fail(POST, channel=ESCALATIONS, drop="after")
    town.slack.fail(HISTORY, times=None, error="missing_scope")
    await town.escalated()
    await town.delivered()
    first, second = await town.until(lambda: town.cards() if len(town.cards()) == 2 else None)
    return first, second


async def test_both_cards_show_the_winner_who_pressed_the_one_that_nobody_knew_of(founded: Found) -> None:
    town = await founded(named=AI_OFF, tempo=HASTY)
    first, second = await twins(town)
    await town.sam.click(first, "pick_up")
    await town.shows(first, "✅ Picked up by Sam Okafor")
    await town.shows(second, "✅ Picked up by Sam Okafor")
    await town.delivered()
    assert len(cards(await town.deliveries())) == 2
    threads = [len(town.sam.sees(ESCALATIONS, thread=card)) for card in (first, second)]
    assert sorted(threads) == [1, 2], "what is said is said once"


async def test_who_comes_too_late_at_a_card_that_nobody_knew_of_lets_it_be_true_again(founded: Found) -> None:
    town = await founded(named=AI_OFF, tempo=HASTY)
    first, second = await twins(town)
    await town.sam.click(second, "pick_up")
    await town.shows(second, "✅ Picked up by Sam Okafor")
    assert first.has("pick_up")
    await town.alex.click(first, "pick_up")
    await town.told(town.alex, "Already picked up by Sam Okafor")
    await town.shows(first, "✅ Picked up by Sam Okafor")
    await town.alex.click_stale(first, 0, "pick_up")
    await town.delivered()
    assert len(await town.events(1, Happening.COPY_FOUND)) == 1


async def test_a_card_that_nobody_knew_of_is_true_again_when_somebody_wants_its_details(founded: Found) -> None:
    town = await founded(named=AI_OFF, tempo=HASTY)
    first, second = await twins(town)
    await town.sam.click(second, "pick_up")
    await town.shows(second, "✅ Picked up by Sam Okafor")
    assert first.has("pick_up")
    await town.alex.click(first, "details")
    await town.shows(first, "✅ Picked up by Sam Okafor")


async def test_a_few_copies_are_taken_and_no_more_and_none_from_elsewhere(storage: Database) -> None:
    office = await furnished(storage)
    handoff = await office.escalated()
    await office.delivery(handoff)
    desk = Desk(storage, SystemClock(), Uuids())

    def origin(channel: str, message: str) -> Origin:
        return Origin(Door.SLACK, Identity(SLACK, "sam okafor"), channel, message=MessageRef(channel, message))

    with pytest.raises(NotFound):
        await desk.claim(handoff.id, office.sam, origin("C-other", "1"))
    pressed = [desk.claim(handoff.id, office.sam, origin("C1", f"{n}")) for n in range(MOST_COPIES + 4) for _ in "ab"]
    await asyncio.gather(*pressed)
    known = await storage.read(lambda tx: tx.deliveries.of(handoff.account, handoff.id))
    messages = [card.message for card in known if card.kind is Kind.CARD and card.message]
    assert len(messages) == len(set(messages)) == MOST_COPIES
    assert {message.conversation for message in messages} == {"C1"}


async def test_teams_gets_one_more_and_the_card_that_nobody_knew_of_is_edited_too(teams: Both) -> None:
    teams.teams.fail(CREATE, channel=IN_TEAMS, drop="after")
    await teams.escalated()
    first, second = await teams.until(lambda: teams.cards() if len(teams.cards()) == 2 else None)
    await teams.sam.click(first, "pick_up")
    await teams.until(lambda: "✅ Picked up by Sam Okafor" in first.text())
    await teams.until(lambda: "✅ Picked up by Sam Okafor" in second.text())
    assert len(cards(await teams.deliveries())) == 2


async def test_a_receipt_that_nobody_knew_of_is_true_again_when_its_reader_wants_details(teams: Both) -> None:
    teams.teams.fail(SEND, user="Jane", drop="after")
    card = await teams.escalated()
    first, second = await teams.until(lambda: two if len(two := receipts(teams)) == 2 else None)
    await teams.sam.click(card, "pick_up")
    await teams.until(lambda: "Sam Okafor picked up E-1" in second.text())
    assert "E-1 is with the team" in first.text()
    await teams.jane.click(first, "details")
    await teams.until(lambda: "Sam Okafor picked up E-1" in first.text())


async def test_a_list_that_was_sent_to_one_person_stays_a_list_when_they_press_in_it(teams: Both) -> None:
    await teams.escalated()
    await teams.jane.mention(HELPDESK, "mine")
    listed = await teams.until(lambda: next((dm for dm in teams.jane.dms() if "🎫" not in dm.text()), None))
    words = listed.text()
    await teams.jane.click(listed, "details")
    await teams.jane.click(receipts(teams)[0], "withdraw")
    await teams.until(lambda: "is withdrawn" in receipts(teams)[0].text())
    assert listed.text() == words
    assert len(await teams.deliveries()) == 2, "a card and a receipt"


def receipts(teams: Both) -> list[InTeams]:
    """What Jane has of her handoff."""
    return [dm for dm in teams.jane.dms() if "🎫" in dm.text()]


async def test_teams_gets_no_third_one_and_a_press_brings_what_arrived_to_life(teams: Both) -> None:
    teams.expected.append("stopped")
    teams.teams.fail(CREATE, channel=IN_TEAMS, times=2, drop="after")
    await teams.escalated()
    await teams.sent(teams.jane, "it may have arrived")
    first, second = teams.cards()
    assert [card.condition for card in cards(await teams.deliveries())] == [Condition.STOPPED]
    await teams.sam.click(second, "pick_up")
    await teams.until(lambda: "✅ Picked up by Sam Okafor" in second.text())
    stands = cards(await teams.deliveries())
    assert [(card.condition, card.message is not None) for card in stands] == [(Condition.LIVE, True)]
    await teams.alex.click(first, "pick_up")
    await teams.until(lambda: "✅ Picked up by Sam Okafor" in first.text())
    assert len(teams.cards()) == 2
