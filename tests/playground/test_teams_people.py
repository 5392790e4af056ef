"""People in the Teams stand-in: what they do reaches the app as Teams would send it, and they see what it answers."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from playground.cast import Actor, crowd
from playground.story import Chat, Player, Screen
from playground.teams import ButtonGone, FormIncomplete, NotVisible, Seen
from tests.playground.tiny_bot import CARD_TYPE, Said, Scene, card, execute, form, message, said, scene, text

FIELDS = (
    {"type": "Input.Text", "id": "problem", "label": "Problem", "isRequired": True, "maxLength": 20},
    {
        "type": "Input.ChoiceSet",
        "id": "priority",
        "label": "Priority",
        "choices": [{"title": "Urgent", "value": "urgent"}, {"title": "Normal", "value": "normal"}],
    },
    {"type": "Input.Toggle", "id": "call", "title": "Call them"},
)
OPENS = {"type": "Action.Submit", "title": "Form", "data": {"msteams": {"type": "task/fetch"}, "verb": "form"}}


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as made:
        yield made


async def posted(here: Scene, shown: Said | None = None, channel: str = "Escalations") -> Seen:
    await here.client.thread(channel, message(shown))
    return here.teams.person("Sam").sees(channel)[-1]


async def test_a_mention_has_the_shape_teams_gives_it(here: Scene) -> None:
    jane, where = here.teams.person("Jane"), here.teams.channel("Helpdesk")
    answer = await jane.mention("#helpdesk", "escalate <b>Outlook</b> @sam")
    heard = here.bot.heard[0]
    assert answer.ok
    assert answer.message is not None
    assert heard["text"] == "<at>Baton</at> escalate &lt;b&gt;Outlook&lt;/b&gt; <at>Sam Okafor</at>"
    assert heard["from"] == {"id": jane.id, "name": "Jane Ruiz", "aadObjectId": jane.account.aad}
    assert heard["conversation"] == {
        "isGroup": True,
        "conversationType": "channel",
        "tenantId": here.teams.tenant.id,
        "id": f"{where.id};messageid={answer.message.id}",
    }
    assert heard["channelData"]["tenant"] == {"id": here.teams.tenant.id}
    assert heard["channelData"]["channel"] == {"id": where.id}
    assert [e["mentioned"]["name"] for e in heard["entities"] if e["type"] == "mention"] == ["Baton", "Sam Okafor"]
    assert heard["localTimestamp"].endswith("+01:00")
    assert [m.text() for m in here.teams.person("Sam").sees("Helpdesk")] == ["Baton escalate <b>Outlook</b> Sam Okafor"]


async def test_the_app_hears_only_what_is_meant_for_it(here: Scene) -> None:
    jane = here.teams.person("Jane")
    await jane.say("Helpdesk", "good morning")
    await jane.say("Lyon rollout", "good morning")
    assert here.bot.heard == []
    root = (await jane.mention("Lyon rollout", "queue")).message
    await jane.say(here.teams.tenant.personal(jane.id), "mine")
    assert [h["conversation"]["conversationType"] for h in here.bot.heard] == ["groupChat", "personal"]
    here.teams.consent()
    await jane.say("Helpdesk", "and now", thread=None)
    assert (root is not None, here.bot.heard[-1]["text"]) == (True, "and now")
    with pytest.raises(NotVisible):
        await here.teams.person("Eve").say("Helpdesk", "hello")


async def test_guests_strangers_and_anonymous_people_look_as_in_teams(here: Scene) -> None:
    await here.teams.person("Vic").mention("General", "help")
    await here.teams.person("Eve").mention("Escalations", "help")
    await here.teams.drop_in("Someone", "Lyon rollout").mention("Lyon rollout", "help")
    vic, eve, nobody = (heard["from"] for heard in here.bot.heard)
    assert (vic["userRole"], "userRole" in eve, nobody["userRole"]) == ("guest", False, "anonymous")
    assert "aadObjectId" not in nobody
    new = here.teams.hire(Actor("kai", "Kai Berg", "kai@contoso.example"), "General")
    assert (await new.mention("General", "hello")).ok


async def test_a_slash_command_is_private(here: Scene) -> None:
    jane = here.teams.person("Jane")
    await jane.command("#helpdesk", "/escalate", "Outlook stops")
    heard = here.bot.heard[0]
    assert (heard["text"], heard["recipient"]["isTargeted"]) == ("escalate Outlook stops", True)
    reply = {"type": "message", "text": "Escalated as E-1", "recipient": {"id": jane.id}}
    await here.client.post(heard["conversation"]["id"], reply, "?isTargetedActivity=true")
    assert [m.text() for m in jane.sees("Helpdesk") if m.is_ephemeral] == ["escalate Outlook stops", "Escalated as E-1"]
    assert here.teams.person("Sam").sees("Helpdesk") == []


async def test_a_press_is_answered_with_words_a_card_or_an_error(here: Scene) -> None:
    sam, alex = here.teams.person("Sam"), here.teams.person("Alex")
    seen = await posted(here, card(text("open"), actions=(execute(id="p1"),)))
    here.bot.reply = lambda _: said("It's yours.")
    answer = await sam.click(seen, "pick_up")
    value = here.bot.heard[0]["value"]
    assert value["action"] == {"type": "Action.Execute", "id": "p1", "verb": "pick_up", "data": {"handoff": "h1"}}
    assert (value["trigger"], here.bot.heard[0]["name"]) == ("manual", "adaptiveCard/action")
    assert here.bot.heard[0]["replyToId"] == seen.ts
    assert (answer.message is not None, answer.trouble) == (True, "")
    assert [m.text() for m in sam.sees("Escalations") if m.is_ephemeral] == ["It's yours."]
    assert [m.text() for m in alex.sees("Escalations")] == ["open"]
    here.bot.reply = lambda _: {"statusCode": 200, "type": CARD_TYPE, "value": card(text("only yours"))}
    await sam.click(seen, "Pick Up")
    assert ([m.text() for m in alex.sees("Escalations")], seen.text()) == (["open"], "only yours")
    with pytest.raises(ButtonGone):
        await sam.click(seen, "pick_up")
    here.bot.reply = lambda _: {
        "statusCode": 400,
        "type": "application/vnd.microsoft.error",
        "value": {"code": "BadRequest", "message": "not for you"},
    }
    refused = await alex.click(seen, "pick_up")
    assert (refused.trouble, refused.status) == ("not for you", 200)
    await here.client.put(f"{seen.message.conversation_id}", seen.ts, message(card(text("taken"))))
    assert (seen.text(), here.teams.complaints) == ("taken", [])


@pytest.mark.parametrize(
    "reply",
    [
        None,
        500,
        {"statusCode": 200},
        said("words", status=400),
        said("words", kind="text/plain"),
        {"statusCode": 200, "type": CARD_TYPE, "value": {"type": "AdaptiveCard", "version": "1.6"}},
        {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": {"text": "x"}},
    ],
)
async def test_an_answer_teams_cannot_use_is_a_complaint(here: Scene, reply: Any) -> None:
    seen = await posted(here)
    here.bot.reply = lambda _: reply
    answer = await here.teams.person("Sam").click(seen, "pick_up")
    assert answer.trouble == "Something went wrong. Please try again."
    assert [c.error for c in here.teams.complaints] == ["BadAnswer"]


async def test_the_fallback_a_stale_card_and_a_plain_submit_arrive_as_messages(here: Scene) -> None:
    sam = here.teams.person("Sam")
    seen = await posted(here)
    await sam.click_fallback(seen, "pick_up")
    heard = here.bot.heard[0]
    assert (heard["type"], heard["value"], "text" in heard) == ("message", {"handoff": "h1", "verb": "pick_up"}, False)
    assert (heard["replyToId"], heard["conversation"]["id"].endswith(f";messageid={seen.ts}")) == (seen.ts, True)
    await here.client.put(seen.message.conversation_id, seen.ts, message(card(text("taken"))))
    with pytest.raises(ButtonGone):
        await sam.click(seen, "pick_up")
    here.bot.reply = lambda _: said("too late")
    await sam.click_stale(seen, 0, "pick_up")
    assert sam.sees("Escalations")[-1].text() == "too late"


async def test_fields_of_a_card_go_with_the_press(here: Scene) -> None:
    here.bot.reply = lambda _: said("noted")
    seen = await posted(here, card(*FIELDS, actions=(execute("resolve", "Resolve"),)))
    with pytest.raises(FormIncomplete):
        await here.teams.person("Sam").click(seen, "resolve")
    await here.teams.person("Sam").click(seen, "resolve", {"Problem": "certificate", "priority": "Urgent"})
    data = here.bot.heard[0]["value"]["action"]["data"]
    assert data == {"handoff": "h1", "problem": "certificate", "priority": "urgent", "call": "false"}


async def test_a_dialog_is_opened_filled_in_and_closed(here: Scene) -> None:
    jane = here.teams.person("Jane")
    seen = await posted(here, card(text("Need a senior?"), actions=(OPENS,)), "Helpdesk")
    here.bot.reply = lambda _: form(*FIELDS)
    await jane.open_dialog(seen, "form")
    assert (here.bot.heard[0]["name"], here.bot.heard[0]["value"]["data"]["verb"]) == ("task/fetch", "form")
    assert jane.dialog is not None
    assert [one.id for one in jane.dialog.inputs] == ["problem", "priority", "call"]
    with pytest.raises(FormIncomplete) as caught:
        await jane.submit_dialog({"priority": "urgent"})
    assert caught.value.errors == {"problem": "This field is required."}
    with pytest.raises(FormIncomplete):
        await jane.submit_dialog({"problem": "far too long for the field"})
    here.bot.reply = lambda _: 500
    assert (await jane.submit({"problem": "Outlook"})).trouble
    assert jane.open_view is not None
    assert jane.dialog.values() == {"problem": "Outlook", "priority": "urgent", "call": "false"}
    here.bot.reply = lambda _: {"task": {"type": "message", "value": "Escalated as E-1"}}
    await jane.submit_dialog()
    assert here.bot.heard[-1]["value"]["data"] == {
        "nonce": "n1",
        "problem": "Outlook",
        "priority": "urgent",
        "call": "false",
    }
    assert jane.dialog.message == "Escalated as E-1"
    jane.close_dialog()
    assert here.teams.tenant.dialogs == {}
    with pytest.raises(ButtonGone):
        await jane.submit_dialog()


async def test_a_message_action_carries_the_message_and_closes_on_an_empty_answer(here: Scene) -> None:
    jane = here.teams.person("Jane")
    first = (await jane.say("Lyon rollout", "Outlook <stops>")).message
    assert first is not None
    here.bot.reply = lambda _: form(*FIELDS)
    await here.teams.person("Sam").message_action(first)
    value = here.bot.heard[0]["value"]
    assert (value["commandId"], value["messagePayload"]["from"]["user"]["id"]) == ("escalate", jane.account.aad)
    assert value["messagePayload"]["body"]["content"] == "<div>Outlook &lt;stops&gt;</div>"
    here.bot.reply = lambda _: {}
    sam = here.teams.person("Sam")
    await sam.submit_message_action({"problem": "Outlook"})
    again = here.bot.heard[1]
    assert (again["name"], again["value"]["data"]["problem"]) == ("composeExtension/submitAction", "Outlook")
    assert again["value"]["messagePayload"] == value["messagePayload"]
    assert (sam.dialog, here.teams.complaints) == (None, [])


async def test_a_slow_form_is_sent_three_times_and_a_slow_press_once(here: Scene) -> None:
    seen = await posted(here, card(actions=(execute(), OPENS)))

    async def sleep(_: Said) -> None:
        await asyncio.sleep(0.5)

    here.bot.reply = sleep
    sam = here.teams.person("Sam")
    await sam.open_dialog(seen, "form")
    assert len({heard["id"] for heard in here.bot.heard}) == 1
    assert len(here.bot.heard) == 3
    await sam.click(seen, "pick_up")
    assert len(here.bot.heard) == 4
    assert {c.error for c in here.teams.complaints} == {"NoAnswer"}


async def test_anything_can_be_delivered_again(here: Scene) -> None:
    jane = here.teams.person("Jane")
    await jane.mention("General", "escalate it")
    answers = await jane.redeliver(2)
    assert [a.status for a in answers] == [200, 200]
    assert len({heard["id"] for heard in here.bot.heard}) == 1
    assert len(jane.sees("General")) == 1


async def test_edits_deletions_and_the_tenants_changes_are_told(here: Scene) -> None:
    jane = here.teams.person("Jane")
    own = (await jane.mention("General", "escalate it")).message
    assert own is not None
    await jane.edit(own, "@Baton escalate that")
    await jane.delete(own)
    await jane.manages.rename_channel("Escalations", "Front line")
    await jane.manages.rename_team("Contoso Desk")
    await jane.manages.add_members("General", "Eve")
    await jane.manages.remove_members("General", "Eve")
    kinds = [(h["type"], h["channelData"].get("eventType")) for h in here.bot.heard[1:]]
    assert kinds == [
        ("messageUpdate", "editMessage"),
        ("messageDelete", "softDeleteMessage"),
        ("conversationUpdate", "channelRenamed"),
        ("conversationUpdate", "teamRenamed"),
        ("conversationUpdate", "teamMemberAdded"),
        ("conversationUpdate", "teamMemberRemoved"),
    ]
    assert here.bot.heard[3]["channelData"]["channel"]["name"] == "Front line"
    assert here.bot.heard[4]["channelData"]["team"]["name"] == "Contoso Desk"
    await jane.event("readReceipt", "General", value={"x": 1})
    assert here.bot.heard[-1]["type"] == "readReceipt"


async def test_installing_is_told_and_changes_who_can_be_reached(here: Scene) -> None:
    alex = here.teams.person("Alex")
    await alex.install()
    await alex.manages.remove_from_team()
    await alex.manages.add_to_team("Escalations")
    told = [(h["type"], h.get("action"), h["conversation"]["conversationType"]) for h in here.bot.heard]
    assert ("installationUpdate", "add", "personal") in told
    assert ("installationUpdate", "remove", "channel") in told
    last = here.bot.heard[-1]
    assert last["channelData"]["settings"]["selectedChannel"]["id"] == here.teams.channel("Escalations").id
    assert last["channelData"]["team"]["aadGroupId"]
    added = next(h for h in here.bot.heard if "membersAdded" in h)
    assert added["membersAdded"] == [{"id": here.teams.tenant.app.bot_id}]
    await alex.uninstall()
    assert (await here.client.chat("Alex")).status == 403


async def test_a_card_is_read_in_the_readers_zone_without_markup(here: Scene) -> None:
    body = (
        text("**URGENT** · [#4711](https://x.example) · 2 \\* 3 · {{TIME(2026-11-21T09:41:00Z)}}"),
        text("- Repaired the profile"),
        text("{{DATE(2026-11-21T09:41:00Z, SHORT)}}", isVisible=True),
        text("hidden", isVisible=False),
        {"type": "FactSet", "facts": [{"title": "For", "value": "Sam"}]},
    )
    seen = await posted(here, card(*body))
    assert seen.text().split("\n") == [
        "URGENT · #4711 · 2 * 3 · 4:41 AM",
        "• Repaired the profile",
        "Sat, Nov 21, 2026",
        "For: Sam",
    ]
    jane = here.teams.person("Jane").sees("Escalations")[-1]
    assert "10:41 AM" in jane.text()


async def test_waiting_tells_what_was_there_instead(here: Scene) -> None:
    await posted(here)
    with pytest.raises(AssertionError, match=r"Outlook stops syncing \[Pick Up\]"):
        await here.teams.until(lambda: here.teams.person("Sam").dms()[0], within=0.01)


async def test_one_story_can_be_told_in_both_chats(here: Scene) -> None:
    chat: Chat = here.teams
    jane: Player = chat.person("Jane")
    await jane.command("#helpdesk", "/escalate", "Outlook stops")
    screen: Screen = jane.sees("#helpdesk")[0]
    assert (screen.text(), screen.is_ephemeral, screen.has("pick_up")) == ("escalate Outlook stops", True, False)
    assert (jane.name, jane.open_view, list(jane.dms())) == ("Jane Ruiz", None, [])


async def test_two_hundred_people_press_at_once() -> None:
    async with scene(patience=10) as here:
        people = [here.teams.hire(actor, "Escalations") for actor in crowd(200)]
        seen = await posted(here)
        here.bot.reply = lambda _: said("too late")
        answers = await asyncio.gather(*(person.click(seen, "pick_up") for person in people))
        assert {answer.message.text for answer in answers if answer.message} == {"too late"}
        assert len(here.bot.heard) == 200
