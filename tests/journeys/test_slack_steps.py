"""Next steps as boxes in the briefing, going on where Jane left off, one's own way, and the first action of a claim."""

from core.event import Happening
from playground.advice import STEPS
from playground.slack import Answer, Person, Seen, payload
from playground.slack.reading import plain_words
from playground.slack.reply import Origin
from playground.slack.target import element_named
from tests.breadth import ON_SQLITE
from tests.town import ESCALATIONS, HELPDESK, Town, front, newest, said

WORDS = [words for words, _ in STEPS]
IN_THE_MIDDLE = "Comparing the profile with Vic's"
LONG = 20.0
"""Seconds: a message rests for two after each edit, and the machine may be busy."""


async def briefed(town: Town, text: str = "Outlook stops syncing", by: Person | None = None) -> Seen:
    """Sam's briefing with the proposed steps."""
    card = await town.escalated(text)
    return await picked_up(town, card, by)


async def picked_up(town: Town, card: Seen, by: Person | None = None) -> Seen:
    person = by or town.sam
    await town.until(lambda: "Stand-in answer" in card.text(), LONG)
    await person.click(card, "pick_up")
    return await town.until(lambda: newest(person.dms(), "Next steps:"), LONG)


async def ticked(town: Town, briefing: Seen, place: int, by: Person | None = None) -> Answer:
    """Somebody ticks the box of a step."""
    blocks = [b for b in briefing.message.blocks if str(b["block_id"]).startswith("step_done")]
    return await (by or town.sam).click(briefing, "step_done", block=str(blocks[place]["block_id"]))


def in_thread(town: Town, card: Seen) -> list[str]:
    return said(town.jane.sees(ESCALATIONS, thread=card)[1:])


async def first_actions(town: Town, number: int = 1) -> list[str]:
    return [event.facts["how"] for event in await town.events(number, Happening.FIRST_ACTION)]


async def test_a_ticked_step_is_kept_shown_to_everybody_and_a_first_action(advised: Town) -> None:
    town = advised
    briefing = await briefed(town)
    card = await town.card_of("Outlook")
    assert f"☐ {WORDS[0]}" in briefing.text()
    assert await first_actions(town) == []
    assert (await ticked(town, briefing, 0)).ok
    await town.until(lambda: f"☑ {WORDS[0]} · Sam Okafor" in briefing.text(), LONG)
    assert f"☐ {WORDS[1]}" in briefing.text()
    await town.sent(town.sam, f"☑ Done: {WORDS[0]}")
    await town.until(lambda: f"• {WORDS[0]} (done)" in card.text(), LONG)
    await town.until(lambda: f"Sam Okafor · done: {WORDS[0]}" in in_thread(town, card), LONG)
    assert await first_actions(town) == ["step_done"]
    await town.jane.click(card, "details")
    assert f"☑ Sam Okafor: {WORDS[0]}" in _words(town.jane)


@ON_SQLITE
async def test_a_tick_that_slack_sends_again_and_one_on_an_old_briefing_change_nothing_more(advised: Town) -> None:
    town = advised
    briefing = await briefed(town)
    await ticked(town, briefing, 0)
    await town.until(lambda: "☑" in briefing.text(), LONG)
    stale = next(n for n, version in enumerate(briefing.message.versions) if "step_done" in str(version.blocks))
    blocks = briefing.message.versions[stale].blocks
    named = next(str(b["block_id"]) for b in blocks if str(b["block_id"]).startswith("step_done"))
    await town.sam.click_stale(briefing, stale, "step_done", block=named)
    await town.sent(town.sam, "E-1 is so already. Nothing was changed.")
    message = briefing.message
    second = next(str(b["block_id"]) for b in message.blocks if str(b["block_id"]).startswith("step_done"))
    placed = element_named(message.blocks, "step_done", None, second)
    url = town.sam.urls.open("actions", Origin(town.sam.id, message.channel_id, message))
    body = payload.message_action(
        town.slack.workspace, town.sam.member, message, message.versions[-1], placed, None, url
    )
    for _ in range(3):
        assert (await town.sam.wire.payload(body)).ok
    assert len(await town.events(1, Happening.STEP_DONE)) == 2
    assert await first_actions(town) == ["step_done"]


@ON_SQLITE
async def test_a_box_that_names_no_step_ticks_nothing(advised: Town) -> None:
    town = advised
    briefing = await briefed(town)
    message = briefing.message
    named = next(str(b["block_id"]) for b in message.blocks if str(b["block_id"]).startswith("step_done"))
    placed = element_named(message.blocks, "step_done", None, named)
    for odd in ("", "step_done:", "step_done:x:y", f"{named}9", "step_done:" + "9" * 240):
        url = town.sam.urls.open("actions", Origin(town.sam.id, message.channel_id, message))
        body = payload.message_action(
            town.slack.workspace, town.sam.member, message, message.versions[-1], placed, None, url
        )
        body["actions"][0]["block_id"] = odd
        assert (await town.sam.wire.payload(body)).ok
    await town.sent(town.sam, "That step is no longer among the next steps of E-1. Nothing was changed.")
    assert await town.events(1, Happening.STEP_DONE) == []


@ON_SQLITE
async def test_hide_takes_the_boxes_away_and_details_has_them_still(advised: Town) -> None:
    town = advised
    briefing = await briefed(town)
    await town.sam.click(briefing, "hide_steps")
    await town.until(lambda: "Next steps are put away." in briefing.text(), LONG)
    assert WORDS[0] not in briefing.text()
    assert not briefing.has("hide_steps")
    assert not briefing.has("own_way")
    await town.sam.click(briefing, "details")
    assert WORDS[0] in _words(town.sam)
    assert await first_actions(town) == []


async def escalated_in_the_middle(town: Town) -> Seen:
    """Jane fills in the form, and says what she was in the middle of."""
    await town.jane.command(HELPDESK, "/escalate")
    await town.jane.submit({"problem": "Outlook stops syncing", "open_step": IN_THE_MIDDLE})
    return await town.card_of("Outlook")


async def test_who_continues_where_jane_left_off_takes_it_up_and_the_thread_is_told(advised: Town) -> None:
    town = advised
    card = await escalated_in_the_middle(town)
    assert f"In the middle of: {IN_THE_MIDDLE}" in card.text()
    briefing = await picked_up(town, card)
    assert f"Jane was in the middle of: {IN_THE_MIDDLE}" in briefing.text()
    assert briefing.has("Continue where Jane left off")
    await town.sam.click(briefing, "continue")
    told = f"Sam Okafor continues where Jane Ruiz left off: {IN_THE_MIDDLE}"
    await town.until(lambda: told in in_thread(town, card), LONG)
    await town.until(lambda: f"{IN_THE_MIDDLE} · being tried · Sam Okafor" in card.text(), LONG)
    await town.until(lambda: not briefing.has("continue"), LONG)
    assert await first_actions(town) == ["continued"]


@ON_SQLITE
async def test_my_own_way_offers_neither_steps_nor_what_was_left_and_tells_nobody(advised: Town) -> None:
    town = advised
    card = await escalated_in_the_middle(town)
    briefing = await picked_up(town, card)
    await town.sam.click(briefing, "own_way")
    await town.until(lambda: not briefing.has("own_way"), LONG)
    assert not briefing.has("continue")
    assert not briefing.has("step_done")
    assert IN_THE_MIDDLE in briefing.text()
    await town.delivered(1, LONG)
    assert len(in_thread(town, card)) == 1  # who picked it up
    assert len(await town.events(1, Happening.OWN_WAY)) == 1


@ON_SQLITE
async def test_what_the_assignee_writes_under_the_card_is_their_first_action(town: Town) -> None:
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    await town.sent(town.sam, "You picked up E-1")
    await town.jane.say(ESCALATIONS, "Thank you!", card)
    assert await first_actions(town) == []
    await town.sam.say(ESCALATIONS, "Looking at it", card)
    await town.sam.say(ESCALATIONS, "Which site?", card)
    assert await first_actions(town) == ["said"]


@ON_SQLITE
async def test_the_boxes_of_a_turn_that_is_over_cannot_be_ticked(advised: Town) -> None:
    town = advised
    briefing = await briefed(town)
    version = len(briefing.message.versions) - 1
    named = next(str(b["block_id"]) for b in briefing.message.blocks if str(b["block_id"]).startswith("step_done"))
    await town.sam.click(briefing, "hand_back")
    await town.until(lambda: "E-1 is no longer yours" in briefing.text(), LONG)
    assert not briefing.has("step_done")
    await town.sam.click_stale(briefing, version, "step_done", block=named)
    await town.until(lambda: newest(town.sam.dms(), "Only whoever has it can tick the next steps of E-1."), LONG)
    assert await town.events(1, Happening.STEP_DONE) == []


def _words(person: Person) -> str:
    return plain_words(front(person).blocks, str, "UTC")
