"""What nobody should send to the Teams door, and what is sent by mistake: words or a 4xx, and nothing revealed."""

import asyncio
import html
import json
import uuid
from typing import Any

import pytest

from core.delivery import Kind
from core.event import Happening
from core.message import Action
from playground.teams import Answer, ButtonGone
from tests.both import ESCALATIONS, HELPDESK, Both
from tests.breadth import ON_POSTGRES
from tests.journeys.test_bad_input import elsewhere

pytestmark = ON_POSTGRES


NASTY = (
    "<b>Boss</b> says <at>Sam Okafor</at> {{DATE(2026-11-21T12:00:00Z, SHORT)}} [bank](https://evil.example) **now**"
)

DATA = {"verb": "pick_up", "handoff": "E-1's id"}


async def test_a_button_whose_value_is_made_up_changes_nothing(teams: Both) -> None:
    card = await teams.escalated()
    made_up: tuple[Any, ...] = ("", "42", "not an id", "x" * 9_000, "\udcff", 7, None, ["a"], {"b": 1})
    for handoff in made_up:
        answer = await _invoked(teams, {"verb": "pick_up", "handoff": handoff})
        assert (answer.status, answer.json["statusCode"]) == (200, 200), handoff
        assert answer.json["value"] == "That button is not one of Baton's, or an old one. Nothing was changed.", handoff
        assert card.has("pick_up"), handoff


async def test_a_handoff_of_another_conversation_is_not_there(teams: Both) -> None:
    await teams.escalated()
    handoff = await teams.handoff()
    assert handoff
    forged = {"verb": "pick_up", "handoff": str(handoff.id)}
    for data in (forged, {**forged, "seal": "0" * 64}, {**forged, "seal": 7}, {**forged, "handoff": str(uuid.uuid4())}):
        answer = await _invoked(teams, data, HELPDESK)
        assert answer.json["value"] == "There is no such handoff here."
    assert await teams.events(1, Happening.CLAIMED) == []
    assert (await _invoked(teams, forged, ESCALATIONS)).json["value"].startswith("It's yours")


async def test_a_seal_is_good_for_the_person_it_was_made_for(teams: Both) -> None:
    card = await teams.escalated()
    await teams.sam.open_dialog(card, "details")
    dialog = teams.sam.dialog
    assert dialog
    assert dialog.card
    sealed = json.loads(json.dumps(dialog.card))["body"][-1]["actions"][0]["data"]
    stolen = await _invoked(teams, sealed, HELPDESK, "Alex")
    assert stolen.json["value"] == "There is no such handoff here."
    assert (await _invoked(teams, sealed, HELPDESK)).json["value"].startswith("It's yours")


@pytest.mark.parametrize("name", ["adaptiveCard/action", "task/fetch", "task/submit", "signin/verifyState", "x", None])
async def test_an_invoke_that_says_nothing_is_answered_in_words(teams: Both, name: Any) -> None:
    values: tuple[Any, ...] = (None, 7, "x", [], {}, {"action": 7}, {"action": {"data": []}}, {"data": "x"})
    for value in values:
        answer = await teams.sam.event("invoke", HELPDESK, name=name, value=value)
        assert answer.status == 200, value
        assert isinstance(answer.json, dict), value
        assert "Traceback" not in answer.text, value


async def test_an_activity_of_another_kind_is_taken_and_nothing_is_done(teams: Both) -> None:
    sent = len(teams.teams.calls)
    for kind in ("typing", "event", "endOfConversation", "messageReaction", "trace", "new", "handoff"):
        assert (await teams.sam.event(kind, HELPDESK)).status == 200, kind
    assert len(teams.teams.calls) == sent


async def test_a_message_of_another_shape_is_no_error(teams: Both) -> None:
    shapes: tuple[dict[str, Any], ...] = (
        {"text": None},
        {"text": 7},
        {"entities": "x"},
        {"entities": [7, {"type": "mention"}, {"type": "mention", "mentioned": 7}]},
        {"value": 7},
        {"value": {"verb": "nothing"}},
        {"membersAdded": "x"},
    )
    for fields in shapes:
        for kind in ("message", "conversationUpdate", "installationUpdate"):
            answer = await teams.sam.event(kind, teams.teams.tenant.personal(teams.sam.id), **fields)
            assert answer.status in (200, 400), (kind, fields)


async def test_markup_that_people_write_pings_formats_and_links_nothing(teams: Both) -> None:
    await teams.jane.mention(HELPDESK, NASTY)
    card = await teams.card("Boss")
    assert card.message.pings == ()
    assert "Sam Okafor" in card.text()
    told = await teams.answered(teams.jane, "Escalated as E-1")
    assert told.message.pings == ()


async def test_another_tenant_hears_nothing(teams: Both) -> None:
    stranger = teams.jane.forging(channelData={"tenant": {"id": str(uuid.uuid4())}})
    answer = await stranger.mention(HELPDESK, "queue")
    assert answer.status == 403
    assert answer.text == "Baton does not serve this tenant"


async def test_a_button_that_is_gone_is_gone(teams: Both) -> None:
    card = await teams.escalated()
    await teams.sam.click(card, "pick_up")
    await teams.until(lambda: not card.has("pick_up"))
    with pytest.raises(ButtonGone):
        await teams.alex.click(card, "pick_up")


async def test_a_press_that_is_sent_three_times_is_one_claim(teams: Both) -> None:
    card = await teams.escalated()
    await teams.sam.click(card, "pick_up")
    again = await teams.sam.redeliver(2)
    assert {answer.json["value"].partition(".")[0] for answer in again} == {"E-1 is already yours"}
    assert len(await teams.events(1, Happening.CLAIMED)) == 1


async def test_a_form_that_comes_three_times_at_once_escalates_once(teams: Both) -> None:
    data = {"verb": "escalate", "nonce": str(uuid.uuid4()), "problem": "Printer offline"}
    form = teams.jane.activity("invoke", HELPDESK, name="task/submit", value={"data": data})
    assert await _thrice(teams, form) == [{}, {}, {}]
    await teams.card("Printer offline")
    assert await teams.handoff(2) is None
    assert len(teams.cards()) == 1


WAYS: dict[str, dict[str, Any]] = {
    "by Execute": {"kind": "invoke", "name": "adaptiveCard/action", "value": {"action": {"data": DATA}}},
    "by Submit": {"kind": "message", "value": DATA},
    "within Details": {"kind": "invoke", "name": "task/submit", "value": {"data": DATA}},
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_press_that_comes_three_times_at_once_is_one_claim(teams: Both, way: str) -> None:
    card = await teams.escalated()
    handoff = await teams.handoff()
    assert handoff
    fields = json.loads(json.dumps(WAYS[way]).replace(DATA["handoff"], str(handoff.id)))
    await _thrice(teams, teams.sam.activity(channel=ESCALATIONS, **fields))
    await teams.sent(teams.sam, "You picked up E-1 from Jane Ruiz")
    await teams.until(lambda: "✅ Picked up by Sam Okafor" in card.text())
    assert len(await teams.events(1, Happening.CLAIMED)) == 1
    assert [delivery.kind for delivery in await teams.deliveries()].count(Kind.BRIEFING) == 1


async def _thrice(teams: Both, activity: dict[str, Any]) -> list[Any]:
    answers = await asyncio.gather(*(teams.teams.deliver(activity) for _ in range(3)))
    assert [answer.status for answer in answers] == [200] * 3
    return [answer.json if answer.text else {} for answer in answers]


async def test_another_accounts_handoff_is_not_here(teams: Both) -> None:
    await teams.escalated()
    theirs = await teams.service.storage.transact(elsewhere)
    for action in (Action.PICK_UP, Action.DETAILS, Action.WITHDRAW):
        answer = await _invoked(teams, {"verb": action.value, "handoff": str(theirs.id)})
        assert answer.json["value"] == "There is no such handoff here."
    assert await teams.service.storage.read(lambda tx: [*tx.events.of(theirs.account, theirs.id)]) == []


async def _invoked(teams: Both, data: dict[str, Any], channel: str = ESCALATIONS, who: str = "Sam") -> Answer:
    action = {"type": "Action.Execute", "verb": "pick_up", "data": data}
    return await teams.person(who).event(
        "invoke", channel, name="adaptiveCard/action", value={"action": action, "trigger": "manual"}
    )


FETCH, SUBMIT = "composeExtension/fetchTask", "composeExtension/submitAction"
MADE_UP: tuple[Any, ...] = (None, 7, "x", [], {}, {"body": 7}, {"body": {"content": 7}}, {"body": {"content": None}})


@pytest.mark.parametrize("data", [None, "x", [], {"problem": 7, "nonce": 7}], ids=str)
async def test_a_message_action_that_makes_no_sense_opens_the_form_and_sends_nothing(teams: Both, data: Any) -> None:
    for payload in MADE_UP:
        value = {"commandId": "escalate", "commandContext": "message", "messagePayload": payload, "data": data}
        for name in (FETCH, SUBMIT):
            answer = await teams.jane.event("invoke", HELPDESK, name=name, value=value)
            assert (answer.status, answer.json["task"]["type"]) == (200, "continue"), payload
            assert answer.json["task"]["value"]["title"] == "Escalate", payload
    assert await teams.handoff() is None


async def test_a_form_that_does_not_say_which_one_it_is_is_shown_again_with_its_text(teams: Both) -> None:
    value = {"commandId": "escalate", "data": {"verb": "escalate", "problem": "Printer offline"}}
    answer = await teams.jane.event("invoke", HELPDESK, name=SUBMIT, value=value)
    shown = answer.json["task"]["value"]["card"]["content"]
    assert "Nothing was sent; please look at it and send it again." in str(shown["body"][0])
    assert await teams.handoff() is None
    data = {**shown["actions"][0]["data"], "problem": "Printer offline"}
    again = await teams.jane.event("invoke", HELPDESK, name=SUBMIT, value={**value, "data": data})
    assert "Escalated as E-1" in str(again.json)


async def test_a_command_that_is_not_ours_is_answered_in_words(teams: Both) -> None:
    told = "That button is not one of Baton's, or an old one. Nothing was changed."
    values: tuple[Any, ...] = (None, 7, "x", [], {}, {"commandId": "other"}, {"commandId": 7})
    for value in values:
        answer = await teams.jane.event("invoke", HELPDESK, name=FETCH, value=value)
        assert answer.json == {"task": {"type": "message", "value": told}}, value


async def test_an_id_of_somebody_elses_handoff_in_a_form_is_not_looked_at(teams: Both) -> None:
    card = await teams.escalated()
    handoff = await teams.handoff()
    assert handoff
    for verb in ("pick_up", "withdraw", "details"):
        data = {"verb": verb, "handoff": str(handoff.id), "nonce": verb, "problem": f"Scanner offline, {verb}"}
        value = {"commandId": "escalate", "data": data}
        answer = await teams.sam.event("invoke", HELPDESK, name=SUBMIT, value=value)
        assert "Escalated as E-" in str(answer.json)
    assert card.has("pick_up")
    assert await teams.events(1, Happening.CLAIMED) == []


async def test_a_message_full_of_markup_is_words_in_the_dialog_on_the_card_and_in_details(teams: Both) -> None:
    content = f"<p>Boss {html.escape(NASTY)}</p><at id='0'>Sam Okafor</at><script>alert(1)</script>"
    user = {"displayName": f"<at>Sam Okafor</at> {NASTY}"}
    payload = {"body": {"contentType": "html", "content": content}, "from": {"user": user}}
    payload |= {"createdDateTime": "2026-11-21T12:00:00Z", "linkToMessage": "https://evil.example/l/message/1"}
    value = {"commandId": "escalate", "messagePayload": payload}
    opened = await teams.jane.event("invoke", HELPDESK, name=FETCH, value=value)
    shown = opened.json["task"]["value"]["card"]["content"]
    data = shown["actions"][0]["data"] | {
        "problem": next(i for i in shown["body"] if i.get("id") == "problem")["value"]
    }
    assert "<at>" not in shown["body"][0]["text"]
    await teams.jane.event("invoke", HELPDESK, name=SUBMIT, value=value | {"data": data})
    card = await teams.card("Boss")
    await teams.sam.open_dialog(card, "details")
    assert teams.sam.dialog
    assert "evil.example/l" not in str(teams.sam.dialog.card)
    assert "Source:" in str(teams.sam.dialog.card)
    assert "<at>" not in str(teams.sam.dialog.card)
    assert card.message.pings == ()


@pytest.mark.parametrize("piece", ["<a ", "&#1;", "\ud800", "<blockquote itemtype='http://schema.skype.com/Reply'>"])
async def test_nearly_a_megabyte_of_message_is_answered_as_any(teams: Both, piece: str) -> None:
    content = piece * (900_000 // len(json.dumps(piece)))
    value = {"commandId": "escalate", "messagePayload": {"body": {"contentType": "html", "content": content}}}
    answer = await teams.jane.event("invoke", HELPDESK, name=FETCH, value=value)
    assert (answer.status, answer.json["task"]["type"]) == (200, "continue")
