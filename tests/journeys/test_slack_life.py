"""A handoff's whole life in Slack: every verb from its button to its form, and what everybody sees of it. The main path
of every verb, on both databases, is in test_parity."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.event import Happening
from core.handoff import Handoff, State
from playground.slack import Person, Seen, payload
from playground.slack.reply import Origin
from playground.slack.target import element_named
from tests.breadth import ON_SQLITE
from tests.town import ESCALATIONS, HELPDESK, Town, front, newest

pytestmark = ON_SQLITE

OUTLOOK = "Outlook stops syncing"
WHAT = "Rebuilding the profile"


async def picked_up(town: Town, by: Person | None = None) -> Seen:
    """Jane's escalation is Sam's: his briefing."""
    card = await town.escalated()
    await (by or town.sam).click(card, "pick_up")
    return await town.sent(by or town.sam, "You picked up E-1 from Jane Ruiz")


async def opened(person: Person, message: Seen, action: str) -> Mapping[str, Any]:
    """The fields of the form that a button opens."""
    await person.click(message, action)
    return {placed.block_id: placed for placed in front(person).inputs()}


async def tried(town: Town, briefing: Seen, **filled: str) -> None:
    """Sam tries something."""
    await opened(town.sam, briefing, "attempt")
    await town.sam.submit({"what": WHAT, **filled})
    assert town.sam.open_view is None


async def stands(town: Town, number: int = 1) -> Handoff:
    """E-<number>, as it stands."""
    found = await town.handoff(number)
    assert found
    return found


def asked_about(fields: Mapping[str, Any], question: str) -> str:
    """The field in which a question is asked of an attempt."""
    return next(name for name in fields if name.startswith(question))


# ------------------------------------------------------------------------------------------------- hand back


async def test_a_mis_click_is_handed_back_by_one_press_and_the_race_opens_again(town: Town) -> None:
    briefing = await picked_up(town)
    await town.sam.click(briefing, "hand_back")
    assert town.sam.open_view is None
    await town.sent(town.sam, "E-1 is with the team again.")
    card = await town.card_of(OUTLOOK)
    await town.shows(card, "Handed back by Sam Okafor after ")
    assert card.has("pick_up")
    await town.shows(briefing, "E-1 is no longer yours")
    assert not briefing.has("resolve")
    news = await town.sent(town.jane, "Sam Okafor handed E-1 back")
    assert news.notified_me
    await town.alex.click(card, "pick_up")
    await town.shows(card, "Picked up by Alex Kim")
    second = await town.sent(town.alex, "You picked up E-1 from Jane Ruiz")
    assert "Had it before:\n• Sam Okafor: no reason given" in second.text()


async def test_handing_back_asks_what_came_of_an_attempt_that_nobody_decided(town: Town) -> None:
    briefing = await picked_up(town)
    await tried(town, briefing)
    fields = await opened(town.sam, briefing, "hand_back")
    outcome, left = asked_about(fields, "outcome_"), asked_about(fields, "left_")
    await town.sam.submit({"why": "Needs firewall rights", outcome: "failed"})
    assert front(town.sam).errors[left].startswith("Please say what was tried, and for this outcome")
    assert front(town.sam).state()["values"]["why"]["why"]["value"] == "Needs firewall rights"
    assert (await stands(town)).state is State.CLAIMED
    assert await town.events(1, Happening.DECIDED) == []
    await town.sam.submit({left: "the same error"})
    assert town.sam.open_view is None
    card = await town.card_of(OUTLOOK)
    await town.shows(card, "Handed back by Sam Okafor after ")
    assert f"• {WHAT} · did not work (the same error) · Sam Okafor" in card.text()
    assert [e.facts["outcome"] for e in await town.events(1, Happening.DECIDED)] == ["failed"]


async def test_a_secret_in_a_reason_is_masked_wherever_it_is_shown(town: Town) -> None:
    briefing = await picked_up(town)
    await tried(town, briefing)
    fields = await opened(town.sam, briefing, "hand_back")
    why = "Needs rights, the password: hunter2!X did not do"
    await town.sam.submit({"why": why, asked_about(fields, "outcome_"): "dismissed"})
    card = await town.card_of(OUTLOOK)
    await town.shows(card, "Needs rights")
    await town.delivered()
    everything = "\n".join(call_text(call) for call in town.slack.calls)
    assert "hunter2" not in everything


def call_text(call: object) -> str:
    """What went over the wire."""
    return str(call)


# ------------------------------------------------------------------------------------------------- hand over


async def test_a_handoff_is_handed_over_to_somebody_who_may_have_it(town: Town) -> None:
    briefing = await picked_up(town)
    await opened(town.sam, briefing, "hand_over")
    await town.sam.submit({"to": town.vic.id, "why": "She knows the tenant"})
    assert front(town.sam).errors == {
        "to": "Vic Lang may look, but not pick things up. Nothing was changed.",
    }
    await town.sam.submit({"to": town.jane.id})
    assert front(town.sam).errors["to"].startswith("Jane Ruiz escalated it themselves.")
    await town.sam.submit({"to": town.alex.id})
    assert town.sam.open_view is None
    second = await town.sent(town.alex, "Sam Okafor handed you E-1 from Jane Ruiz")
    assert second.has("resolve")
    await town.shows(briefing, "E-1 is no longer yours")
    await town.shows(await town.card_of(OUTLOOK), "Alex Kim has it · handed over by Sam Okafor: She knows the tenant")
    await town.sent(town.jane, "Sam Okafor handed E-1 over to Alex Kim")
    await town.sent(town.sam, "E-1 is with Alex Kim now, who gets a briefing.")


# ------------------------------------------------------------------------------------------------- attempts, the end


async def test_what_waits_to_be_verified_stands_on_the_card_and_is_asked_about_at_the_end(town: Town) -> None:
    briefing = await picked_up(town)
    await opened(town.sam, briefing, "attempt")
    await town.sam.submit({"what": "Moved the records", "outcome": "waiting"})
    assert "what is waited for" in front(town.sam).errors["note"]
    await town.sam.submit({"note": "DNS spreads until tonight", "until": "4h"})
    card = await town.card_of(OUTLOOK)
    await town.shows(card, "Waiting to verify: ⏳ Moved the records (DNS spreads until tonight) · look again ")
    fields = await opened(town.sam, briefing, "resolve")
    assert "waited" in fields
    await town.sam.submit({"note": "The records were old", "waited": "no"})
    assert front(town.sam).errors["waited"].startswith("First say what came of “Moved the records”.")
    await town.sam.submit({"waited": "yes"})
    assert town.sam.open_view is None
    await town.shows(card, "Resolved by Sam Okafor · in ")
    assert "What worked: The records were old" in card.text()
    assert "Waiting to verify" not in card.text()
    news = await town.sent(town.jane, "Sam Okafor resolved E-1: The records were old")
    assert news.notified_me
    assert (await stands(town)).state is State.RESOLVED


async def test_an_attempt_is_decided_and_what_waits_may_be_changed_again(town: Town) -> None:
    briefing = await picked_up(town)
    await tried(town, briefing, outcome="waiting", note="until tonight")
    fields = await opened(town.sam, briefing, "attempt")
    assert "about" in fields
    await town.sam.submit({"outcome": "worked"})
    await town.shows(briefing, f"• {WHAT} · worked · Sam Okafor")
    [attempt] = (await stands(town)).attempts
    assert (attempt.what, attempt.outcome) == (WHAT, "worked")


async def test_what_is_closed_with_something_left_over_says_so_and_is_reopened_by_its_escalator(town: Town) -> None:
    briefing = await picked_up(town)
    await opened(town.sam, briefing, "resolve")
    await town.sam.submit({"settled": "no", "note": "One mailbox still asks for a password"})
    card = await town.card_of(OUTLOOK)
    await town.shows(card, "Closed by Sam Okafor · after ")
    assert "Left over: One mailbox still asks for a password" in card.text()
    receipt = await town.sent(town.jane, "Closed by Sam Okafor · after ")
    await town.jane.click(receipt, "reopen")
    await town.shows(card, "Reopened by Jane Ruiz")
    await town.sent(town.jane, "You reopened E-1")
    await town.sent(town.sam, "Jane Ruiz reopened E-1")
    assert (await stands(town)).turns[-1].by.name == "Sam Okafor"


# ------------------------------------------------------------------------------------------------- escalate further


async def test_escalating_further_is_a_new_handoff_of_the_case_that_knows_all_of_it(town: Town) -> None:
    briefing = await picked_up(town)
    await tried(town, briefing, outcome="failed", note="same error")
    await opened(town.sam, briefing, "pass_on")
    await town.sam.submit({"why": "Needs the vendor", "directed": town.alex.id})
    assert town.sam.open_view is None
    new = await town.until(lambda: next((c for c in town.cards() if "E-2" in c.text()), None))
    assert "E-2 · for @Alex Kim · 2nd handoff of this case" in new.text()
    assert "Escalated by Sam Okafor" in new.text()
    assert "Why: Needs the vendor" in new.text()
    assert f"• {WHAT} (same error) · did not work" in new.text()
    old = town.cards()[0]
    await town.shows(old, "Passed on by Sam Okafor as E-2 · after ")
    await town.sent(town.jane, "Sam Okafor escalated E-1 further, as E-2")
    await town.alex.click(new, "pick_up")
    second = await town.sent(town.alex, "You picked up E-2 from Sam Okafor")
    assert "E-1: Jane Ruiz → Sam Okafor" in second.text()


# ------------------------------------------------------------------------------------------------- parked


async def test_what_is_parked_is_told_to_nobody_and_stands_in_the_queue(town: Town) -> None:
    answer = await town.says(town.jane, "park Printer queue hangs #4712")
    assert answer.json["text"].startswith("Parked as E-1: Printer queue hangs")
    await town.sent(town.jane, "E-1 is parked")
    assert town.cards() == []
    await town.says(town.sam, "queue")
    listed = await town.told(town.sam, "Parked, and yours if you want it:", HELPDESK)
    await town.sam.click(listed, "pick_up")
    await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")
    await town.sent(town.jane, "Sam Okafor picked up E-1")


async def test_what_is_parked_is_escalated_when_its_author_says_so(town: Town) -> None:
    await town.says(town.jane, "park Printer queue hangs")
    receipt = await town.sent(town.jane, "E-1 is parked")
    await town.jane.click(receipt, "escalate_now")
    card = await town.card_of("Printer queue hangs")
    assert card.has("pick_up")
    await town.shows(receipt, "E-1 is with the team")
    await town.sent(town.jane, "Escalated as E-1")


async def test_what_is_parked_is_gone_on_with_by_its_author(town: Town) -> None:
    await town.says(town.jane, "park Printer queue hangs")
    await town.sent(town.jane, "E-1 is parked")
    await town.says(town.jane, "resume E-1")
    await town.told(town.jane, "You go on with E-1.", HELPDESK)
    assert (await stands(town)).state is State.RESUMED


async def test_what_cannot_be_parked_comes_back_word_for_word(town: Town) -> None:
    await town.says(town.vic, "park Printer queue hangs #4711", ESCALATIONS)
    told = await town.told(town.vic, "Your role here is viewer")
    assert told.text().endswith("What you wrote:\npark Printer queue hangs #4711")
    await town.says(town.jane, "park Printer queue hangs @vic")
    told = await town.told(town.jane, "Vic Lang may look, but not pick things up. Nothing was kept.", HELPDESK)
    assert "What you wrote:\npark Printer queue hangs @" in told.text()
    assert await town.handoff() is None


async def test_the_assignee_sets_aside_what_nobody_else_sees_aside(town: Town) -> None:
    briefing = await picked_up(town)
    await opened(town.sam, briefing, "park")
    await town.sam.submit({"until": "1d"})
    await town.shows(briefing, "Set aside until ")
    await town.says(town.sam, "mine")
    await town.told(town.sam, "You set aside:", HELPDESK)
    await town.delivered()
    assert "aside" not in town.cards()[0].text()
    await town.says(town.jane, "resume E-1")
    await town.told(town.jane, "Only Sam Okafor, who has it, can go on with E-1.", HELPDESK)
    await town.sam.click(briefing, "resume")
    await town.until(lambda: briefing.has("park"))
    await town.says(town.sam, "park E-1")
    assert front(town.sam).title == "Set aside"


# ------------------------------------------------------------------------------------------------- change


async def test_what_is_asked_for_is_changed_from_the_receipt_and_the_card_follows(town: Town) -> None:
    card = await town.escalated("Outlook stops syncing #4711")
    receipt = await town.sent(town.jane, "E-1 is with the team")
    fields = await opened(town.jane, receipt, "change")
    assert set(fields) == {"priority", "ticket", "directed"}
    assert front(town.jane).state()["values"]["ticket"]["ticket"]["value"] == "#4711"
    await town.jane.submit({"priority": "urgent", "ticket": "4712", "directed": town.sam.id})
    assert town.jane.open_view is None
    await town.shows(card, "🔴 URGENT · E-1 · for @Sam Okafor")
    assert "#4712" in card.text()
    await town.sent(town.sam, "🔴 URGENT · E-1 · for @Sam Okafor")
    await town.sent(town.jane, "E-1 is changed, and its cards say so.")


# ------------------------------------------------------------------------------------------------- who may not


REFUSED = {
    "hand_back": "Only Sam Okafor, who has it, or an admin can hand E-1 back. Nothing was changed.",
    "hand_over": "Only Sam Okafor, who has it, or an admin can hand E-1 over. Nothing was changed.",
    "attempt": "Only Sam Okafor, who has it, or an admin can record attempts of E-1. Nothing was changed.",
    "resolve": "Only Sam Okafor, who has it, or an admin can resolve E-1. Nothing was changed.",
    "pass_on": "Only Sam Okafor, who has it, or an admin can escalate E-1 further. Nothing was changed.",
    "park": "Only Sam Okafor, who has it, can set E-1 aside. Nothing was changed.",
    "reopen": "Only Jane Ruiz, Sam Okafor, who has it, or an admin can reopen E-1. Nothing was changed.",
    "resume": "Only Sam Okafor, who has it, can go on with E-1. Nothing was changed.",
    "escalate_now": "Only Jane Ruiz or an admin can escalate E-1. Nothing was changed.",
    "change": "Only Jane Ruiz, Sam Okafor, who has it, or an admin can change E-1. Nothing was changed.",
}


async def test_who_may_not_is_told_so_and_nothing_happens_whatever_they_send(town: Town) -> None:
    await picked_up(town)
    card = await town.card_of(OUTLOOK)
    await town.delivered()
    before = await stands(town)
    for action, words in REFUSED.items():
        for person in (town.alex, town.vic):
            await person.wire.payload(press_of(town, person, card, action))
            await town.told(person, words)
            assert person.open_view is None
    await town.eve.wire.payload(press_of(town, town.eve, card, "resolve"))
    await town.told(town.eve, "Baton is not available to you here.")
    assert await stands(town) == before


def press_of(town: Town, person: Person, card: Seen, action: str) -> dict[str, Any]:
    """A press on a card, as Slack would send it if it had this button."""
    message = card.message
    placed = element_named(message.blocks, "details", None)
    url = person.urls.open("actions", Origin(person.id, message.channel_id, message))
    body = payload.message_action(town.slack.workspace, person.member, message, message.versions[-1], placed, None, url)
    body["actions"][0]["action_id"] = action
    return body


async def test_a_form_that_is_too_late_stays_open_with_its_text_and_says_why(town: Town) -> None:
    briefing = await picked_up(town)
    await opened(town.sam, briefing, "resolve")
    await town.says(town.sam, "E-1")
    await town.sam.click(briefing, "hand_back")
    await town.sent(town.sam, "E-1 is with the team again.")
    await town.sam.submit({"note": "The records were old"})
    assert "can resolve E-1. Nothing was changed." in next(iter(front(town.sam).errors.values()))
    assert front(town.sam).state()["values"]["note"]["note"]["value"] == "The records were old"
    assert (await stands(town)).state is State.OPEN


@pytest.mark.parametrize("metadata", ["", "{", "[]", '{"handoff": "E-1"}', '{"handoff": null}'])
async def test_a_form_about_nothing_of_ours_is_refused_and_kept_open(town: Town, metadata: str) -> None:
    briefing = await picked_up(town)
    await opened(town.sam, briefing, "resolve")
    body = payload.view_submission(town.slack.workspace, town.sam.member, front(town.sam))
    body["view"]["private_metadata"] = metadata
    answer = await town.sam.wire.payload(body)
    assert answer.json["response_action"] == "errors"
    assert "not one of Baton's" in answer.json["errors"]["settled"]
    assert (await stands(town)).state is State.CLAIMED


# ------------------------------------------------------------------------------------------------- once more


async def test_a_press_on_pick_up_that_comes_again_after_a_hand_back_takes_nothing(town: Town) -> None:
    card = await town.escalated()
    first, second = press(town, town.sam, card), press(town, town.alex, card)
    await town.sam.wire.payload(first)
    await town.alex.wire.payload(second)
    briefing = await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")
    await town.sam.click(briefing, "hand_back")
    await town.sent(town.sam, "E-1 is with the team again.")
    for person, body in ((town.sam, first), (town.alex, second)):
        await person.wire.payload(body)
        await town.told(person, "E-1 went back to the team meanwhile. Press once more if you want it now.")
    assert (await stands(town)).claim is None
    assert len(await town.events(1, Happening.CLAIMED)) == 1
    await town.shows(card, "Handed back by Sam Okafor")
    await town.sam.click(card, "pick_up")
    await town.until(lambda: newest(town.sam.dms(), "You picked up E-1") not in (None, briefing))
    assert (await stands(town)).claim


def press(town: Town, person: Person, card: Seen) -> dict[str, Any]:
    """Pick Up, as Slack sends it."""
    message = card.message
    placed = element_named(message.blocks, "pick_up", None)
    url = person.urls.open("actions", Origin(person.id, message.channel_id, message))
    return payload.message_action(town.slack.workspace, person.member, message, message.versions[-1], placed, None, url)


FILLED: dict[str, tuple[dict[str, str], Happening]] = {
    "attempt": ({"what": WHAT}, Happening.ATTEMPTED),
    "hand_over": ({"to": "Alex"}, Happening.HANDED_OVER),
    "resolve": ({"note": "It was the profile"}, Happening.RESOLVED),
    "pass_on": ({"why": "Needs the vendor"}, Happening.PASSED_ON),
    "park": ({"until": "4h"}, Happening.SET_ASIDE),
}


@pytest.mark.parametrize("action", FILLED)
async def test_a_form_that_slack_sends_three_times_has_one_effect(town: Town, action: str) -> None:
    values, happens = FILLED[action]
    briefing = await picked_up(town)
    await opened(town.sam, briefing, action)
    view = front(town.sam)
    await town.sam.submit({name: town.alex.id if value == "Alex" else value for name, value in values.items()})
    body = payload.view_submission(town.slack.workspace, town.sam.member, view)
    for _ in range(2):
        answer = await town.sam.wire.payload(body)
        assert (answer.status, answer.text) == (200, "")
    assert len(await town.events(1, happens)) == 1
    assert await town.handoff(3) is None
    assert (await town.handoff(2) is not None) == (action == "pass_on")


async def test_a_hand_back_that_comes_again_takes_it_from_nobody(town: Town) -> None:
    briefing = await picked_up(town)
    message = briefing.message
    placed = element_named(message.blocks, "hand_back", None)
    url = town.sam.urls.open("actions", Origin(town.sam.id, message.channel_id, message))
    body = payload.message_action(
        town.slack.workspace, town.sam.member, message, message.versions[-1], placed, None, url
    )
    await town.sam.wire.payload(body)
    card = await town.card_of(OUTLOOK)
    await town.shows(card, "Handed back by Sam Okafor")
    await town.sam.click(card, "pick_up")
    await town.until(lambda: len([d for d in town.sam.dms() if "You picked up E-1" in d.text()]) == 1)
    await town.sam.wire.payload(body)
    stood = await stands(town)
    assert stood.claim
    assert stood.claim.by.name == "Sam Okafor"
