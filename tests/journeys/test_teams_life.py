"""A handoff's whole life in Teams: what is asked again, what is refused, what comes twice. The main path of every verb,
on both databases, is in test_parity."""

import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from core.event import Happening
from core.handoff import Handoff, State
from playground.teams import Person, Seen
from playground.teams.element import Input
from tests.both import ESCALATIONS, HELPDESK, Both
from tests.breadth import ON_SQLITE

pytestmark = ON_SQLITE

WHAT = "Rebuilding the profile"
NOT_OURS = "That button is not one of Baton's, or an old one. Nothing was changed."


async def picked_up(teams: Both) -> Seen:
    """Jane's escalation is Sam's: his briefing. Alex, too, has added Baton."""
    await teams.alex.install()
    card = await teams.escalated()
    await teams.sam.click(card, "pick_up")
    return await teams.sent(teams.sam, "You picked up E-1 from Jane Ruiz")


async def opened(person: Person, message: Seen, action: str) -> dict[str, Input]:
    """The fields of the dialog that a button opens."""
    await person.open_dialog(message, action)
    return fields(person)


def fields(person: Person) -> dict[str, Input]:
    """What the dialog in front of this person asks."""
    assert person.dialog
    return {asked.id: asked for asked in person.dialog.inputs}


def told(person: Person) -> str:
    """The words of the dialog in front of this person."""
    assert person.dialog
    runs = [part.get("inlines", [part]) for part in (person.dialog.card or {}).get("body", [])]
    return "\n".join(str(run.get("text", "")) for part in runs for run in part)


def sent_last(teams: Both, person: Person) -> Mapping[str, Any]:
    """The data of what this person sent last."""
    data: Mapping[str, Any] = teams.teams.tenant.sent[person.id]["value"]["data"]
    return data


async def stands(teams: Both, number: int = 1) -> Handoff:
    """E-<number>, as it stands."""
    found = await teams.handoff(number)
    assert found
    return found


def of(teams: Both, name: str) -> str:
    """Somebody as the people picker gives them."""
    return str(teams.person(name).account.aad)


# ------------------------------------------------------------------------------------------------- asked again


async def test_a_mis_click_is_handed_back_by_one_press_and_the_dialog_says_so(teams: Both) -> None:
    briefing = await picked_up(teams)
    await teams.sam.open_dialog(briefing, "hand_back")
    assert "E-1 is with the team again." in told(teams.sam)
    assert fields(teams.sam) == {}
    await teams.until(lambda: "E-1 is no longer yours" in briefing.text())
    assert (await stands(teams)).state is State.OPEN


async def test_a_dialog_that_is_not_accepted_comes_again_with_its_text_and_says_why(teams: Both) -> None:
    briefing = await picked_up(teams)
    await opened(teams.sam, briefing, "hand_over")
    await teams.sam.submit_dialog({"to": of(teams, "Vic"), "why": "She knows the tenant"})
    assert "Vic Lang may look, but not pick things up. Nothing was changed." in told(teams.sam)
    assert {name: asked.preset for name, asked in fields(teams.sam).items()} == {
        "to": of(teams, "Vic"),
        "why": "She knows the tenant",
    }
    await teams.sam.submit_dialog({"to": "Nobody yet"})
    assert "Please choose who is to have it. Nothing was changed." in told(teams.sam)
    await teams.sam.submit_dialog({"to": of(teams, "Jane")})
    assert "Jane Ruiz escalated it themselves." in told(teams.sam)
    assert (await stands(teams)).turns == ()
    await teams.sam.submit_dialog({"to": of(teams, "Alex")})
    assert teams.sam.dialog is None
    card = await teams.card("Outlook stops syncing")
    await teams.until(lambda: "Alex Kim has it · handed over by Sam Okafor: She knows the tenant" in card.text())


async def test_handing_back_asks_what_came_of_an_attempt_that_nobody_decided(teams: Both) -> None:
    briefing = await picked_up(teams)
    await opened(teams.sam, briefing, "attempt")
    await teams.sam.submit_dialog({"what": WHAT})
    asked = await opened(teams.sam, briefing, "hand_back")
    outcome, left = (next(name for name in asked if name.startswith(start)) for start in ("outcome_", "left_"))
    assert WHAT in asked[outcome].label
    await teams.sam.submit_dialog({"why": "Needs firewall rights", outcome: "failed"})
    assert "Please say what was tried, and for this outcome what is left" in told(teams.sam)
    assert fields(teams.sam)["why"].preset == "Needs firewall rights"
    assert (await stands(teams)).state is State.CLAIMED
    await teams.sam.submit_dialog({left: "the same error"})
    assert teams.sam.dialog is None
    card = await teams.card("Outlook stops syncing")
    await teams.until(lambda: "Handed back by Sam Okafor after " in card.text())
    assert f"• {WHAT} · did not work (the same error) · Sam Okafor" in card.text()


async def test_what_waits_to_be_verified_is_asked_about_at_the_end(teams: Both) -> None:
    briefing = await picked_up(teams)
    await opened(teams.sam, briefing, "attempt")
    await teams.sam.submit_dialog({"what": "Moved the records", "outcome": "waiting"})
    assert "what is waited for" in told(teams.sam)
    await teams.sam.submit_dialog({"note": "DNS spreads until tonight", "until": "4h"})
    card = await teams.card("Outlook stops syncing")
    await teams.until(lambda: "Waiting to verify: ⏳ Moved the records (DNS spreads until tonight)" in card.text())
    await opened(teams.sam, briefing, "resolve")
    await teams.sam.submit_dialog({"note": "The records were old", "waited": "no"})
    assert "First say what came of “Moved the records”." in told(teams.sam)
    await teams.sam.submit_dialog({"waited": "yes"})
    await teams.until(lambda: "What worked: The records were old" in card.text())


async def test_a_dialog_that_is_too_late_keeps_its_text_and_says_why(teams: Both) -> None:
    briefing = await picked_up(teams)
    await opened(teams.sam, briefing, "resolve")
    await teams.sam.slash("hand back E-1", HELPDESK)
    await teams.answered(teams.sam, "E-1 is with the team again.")
    await teams.sam.submit_dialog({"note": "The records were old"})
    assert "can resolve E-1. Nothing was changed." in told(teams.sam)
    assert fields(teams.sam)["note"].preset == "The records were old"
    assert (await stands(teams)).state is State.OPEN


async def test_a_secret_in_a_reason_is_masked_wherever_it_is_shown(teams: Both) -> None:
    briefing = await picked_up(teams)
    await opened(teams.sam, briefing, "pass_on")
    await teams.sam.submit_dialog({"why": "Needs rights, the password: hunter2!X did not do"})
    await teams.card("E-2")
    assert "hunter2" not in "\n".join(str(call) for call in teams.teams.calls)


async def test_a_change_shows_what_is_asked_for_now_and_has_a_way_back_to_anyone(teams: Both) -> None:
    card = await teams.escalated("Outlook stops syncing #4711 @sam")
    receipt = await teams.sent(teams.jane, "E-1 is with the team")
    asked = await opened(teams.jane, receipt, "change")
    assert {name: one.preset for name, one in asked.items()} == {
        "priority": "normal",
        "ticket": "#4711",
        "directed": of(teams, "Sam"),
    }
    await teams.jane.submit_dialog({"directed": "Anyone", "priority": "low"})
    await teams.until(lambda: "⚪ LOW" in card.text() or "LOW" in card.text())
    assert "for Sam Okafor" not in card.text()


async def test_what_cannot_be_parked_comes_back_word_for_word(teams: Both) -> None:
    await teams.vic.slash("park Printer queue hangs #4711", HELPDESK)
    back = await teams.answered(teams.vic, "Your role here is viewer")
    assert back.text().endswith("What you wrote:\npark Printer queue hangs #4711")
    assert await teams.handoff() is None


async def test_words_under_a_card_that_begin_with_park_are_for_people(teams: Both) -> None:
    await picked_up(teams)
    await teams.jane.mention(ESCALATIONS, "park it for now", thread=await teams.card("Outlook stops syncing"))
    await teams.sent(teams.jane, "To escalate or park something else, say it outside the thread.")
    assert len(await teams.events(1, Happening.SAID)) == 1
    assert await teams.handoff(2) is None


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


async def test_who_may_not_is_told_so_and_nothing_happens_whatever_they_send(teams: Both) -> None:
    await picked_up(teams)
    before = await stands(teams)
    for action, words in REFUSED.items():
        data = {"verb": action, "handoff": str(before.id)}
        for name in ("Alex", "Vic"):
            assert await executed(teams, name, data) == words
            assert words in str(await asked(teams, name, data))
            # A button that asks nothing is pressed, wherever it is said to stand.
            again = await submitted(teams, name, {**data, "nonce": "1", "asked": ASKED, "to": of(teams, "Sam")})
            assert words in str(again)
        assert await executed(teams, "Eve", data) == "Baton is not available to you here."
        assert "E-1" not in str(await asked(teams, "Eve", data))
    assert await stands(teams) == before


ASKED = ["Resolve", "Resolve", "", ["why", "Why?", "area", True, "", 1000, []]]


async def executed(teams: Both, name: str, data: Mapping[str, Any]) -> str:
    """What an Action.Execute with this data is answered."""
    value = {"action": {"type": "Action.Execute", "verb": str(data.get("verb")), "data": dict(data)}}
    answer = await teams.person(name).event("invoke", ESCALATIONS, name="adaptiveCard/action", value=value)
    return str(answer.json["value"])


async def asked(teams: Both, name: str, data: Mapping[str, Any]) -> Any:
    """The dialog that this data is answered by."""
    return await invoked(teams, name, "task/fetch", data)


async def submitted(teams: Both, name: str, data: Mapping[str, Any]) -> Any:
    """The same, sent from a dialog."""
    return await invoked(teams, name, "task/submit", data)


async def invoked(teams: Both, name: str, kind: str, data: Mapping[str, Any]) -> Any:
    """What this is answered."""
    answer = await teams.person(name).event("invoke", ESCALATIONS, name=kind, value={"data": dict(data)})
    assert answer.status == 200
    return answer.json


async def test_a_dialog_about_nothing_of_ours_is_answered_in_words(teams: Both) -> None:
    briefing = await picked_up(teams)
    await opened(teams.sam, briefing, "resolve")
    await teams.sam.submit_dialog({"note": "It was the profile"})
    genuine = sent_last(teams, teams.sam)
    for number, handoff in enumerate(("E-1", "", None, 7, str(uuid.UUID(int=7)))):
        answer = str(await submitted(teams, "Sam", {**genuine, "handoff": handoff, "nonce": f"another {number}"}))
        assert NOT_OURS in answer or "There is no such handoff here. Your text is still here." in answer, answer
    assert len(await teams.events(1, Happening.RESOLVED)) == 1


async def test_a_dialog_whose_questions_are_made_up_is_refused_in_words(teams: Both) -> None:
    await picked_up(teams)
    before = await stands(teams)
    three = ["a", "b", "c"]
    made_up: tuple[object, ...] = (None, 7, "x", [], {}, three, [*three, 7], [*three, ["why", "w", "x", 1]])
    for kept in made_up:
        data = {"verb": "resolve", "handoff": str(before.id), "nonce": "1", "asked": kept, "note": "x"}
        assert NOT_OURS in str(await submitted(teams, "Sam", data))
    assert await stands(teams) == before


async def test_a_handoff_that_was_never_sent_here_is_found_by_no_button_that_says_so(teams: Both) -> None:
    """Its button counts where its card stands; elsewhere, unless nobody else was shown it, it is nobody's."""
    await picked_up(teams)
    data = {"verb": "resolve", "handoff": str((await stands(teams)).id)}
    elsewhere = await teams.sam.event("invoke", HELPDESK, name="task/fetch", value={"data": data})
    assert "E-1" not in elsewhere.text
    here = await asked(teams, "Sam", data)
    assert here["task"]["value"]["title"] == "Resolve"


async def test_a_client_that_opens_no_dialog_is_given_the_button_that_does(teams: Both) -> None:
    briefing = await picked_up(teams)
    data = {"verb": "resolve", "handoff": str((await stands(teams)).id)}
    await teams.sam.event("message", teams.teams.tenant.personal(teams.sam.id), value=data)
    opener = await teams.sent(teams.sam, "Resolve: E-1 · Outlook stops syncing")
    assert "note" in await opened(teams.sam, opener, "resolve")
    assert briefing.has("resolve")


# ------------------------------------------------------------------------------------------------- once more


FILLED: dict[str, tuple[dict[str, str], Happening]] = {
    "attempt": ({"what": WHAT}, Happening.ATTEMPTED),
    "hand_over": ({"to": "Alex"}, Happening.HANDED_OVER),
    "resolve": ({"note": "It was the profile"}, Happening.RESOLVED),
    "pass_on": ({"why": "Needs the vendor"}, Happening.PASSED_ON),
    "park": ({"until": "4h"}, Happening.SET_ASIDE),
}


@pytest.mark.parametrize("action", FILLED)
async def test_a_dialog_that_teams_sends_three_times_has_one_effect(teams: Both, action: str) -> None:
    values, happens = FILLED[action]
    briefing = await picked_up(teams)
    await opened(teams.sam, briefing, action)
    await teams.sam.submit_dialog(
        {name: of(teams, "Alex") if said == "Alex" else said for name, said in values.items()}
    )
    latest = teams.teams.tenant.sent[teams.sam.id]
    again = [*await teams.sam.redeliver(), await teams.teams.deliver({**latest, "id": "f:sent-anew"})]
    assert [(answer.status, answer.json) for answer in again] == [(200, {}), (200, {})]
    assert len(await teams.events(1, happens)) == 1
    assert (await teams.handoff(2) is not None) == (action == "pass_on")
    assert await teams.handoff(3) is None


async def test_a_hand_back_that_comes_again_takes_it_from_nobody(teams: Both) -> None:
    briefing = await picked_up(teams)
    await teams.sam.open_dialog(briefing, "hand_back")
    first = teams.teams.tenant.sent[teams.sam.id]
    card = await teams.card("Outlook stops syncing")
    await teams.until(lambda: card.has("pick_up"))
    await teams.sam.click(card, "pick_up")
    await teams.until(lambda: len([m for m in teams.sam.dms() if "You picked up E-1" in m.text()]) == 1)
    await teams.teams.deliver(first)
    stood = await stands(teams)
    assert stood.claim
    assert stood.claim.by.name == "Sam Okafor"
    assert len(await teams.events(1, Happening.HANDED_BACK)) == 1
