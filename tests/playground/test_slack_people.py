"""What people do in the Slack stand-in reaches the app as from Slack, and they see what they should."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.bell import NeverHappened
from playground.slack import ButtonGone, FormIncomplete, NotVisible, SlackStandIn
from tests.playground.blocks import CARD, FORM, actions, button, modal, section
from tests.playground.tiny_app import TinyApp


async def posted_card(client: AsyncWebClient, slack: SlackStandIn) -> str:
    done = await client.chat_postMessage(channel=slack.channel("#escalations").id, text="card", blocks=CARD)
    return str(done["ts"])


async def test_a_typed_command_arrives_signed_with_names_turned_into_ids(slack: SlackStandIn, app: TinyApp) -> None:
    await slack.person("Jane").command("#helpdesk", "/escalate", "A & B <fail> @sam #4711 https://x.example")
    [said] = app.heard
    assert said["text"] == "A &amp; B &lt;fail&gt; <@U0SAM|sam> #4711 <https://x.example>"
    assert (said["command"], said["user_id"], said["channel_name"]) == ("/escalate", "U0JANE", "helpdesk")
    assert said["response_url"].startswith(slack.api_url.removesuffix("/api/"))


async def test_the_answer_to_a_command_is_seen_by_its_author_alone(slack: SlackStandIn, app: TinyApp) -> None:
    app.reply = lambda said: {"text": "Escalated &lt;you&gt;", "response_type": "ephemeral"}
    answer = await slack.person("Jane").command("#helpdesk", "/escalate", "x")
    assert answer.ok
    assert answer.json["text"] == "Escalated &lt;you&gt;"
    assert [seen.text() for seen in slack.person("Jane").sees("#helpdesk")] == ["Escalated <you>"]
    assert slack.person("Sam").sees("#helpdesk") == []


async def test_an_answer_for_all_is_seen_by_all(slack: SlackStandIn, app: TinyApp) -> None:
    app.reply = lambda said: {"text": "For all", "response_type": "in_channel"}
    await slack.person("Jane").command("#helpdesk", "/escalate", "x")
    assert [seen.text() for seen in slack.person("Sam").sees("#helpdesk")] == ["For all"]


@pytest.mark.parametrize(("reply", "words"), [(500, "dispatch_failed"), (None, "operation_timeout")])
async def test_a_command_that_fails_says_so(slack: SlackStandIn, app: TinyApp, reply: Any, words: str) -> None:
    app.reply = lambda said: reply or asyncio.sleep(0.5)
    answer = await slack.person("Jane").command("#helpdesk", "/escalate", "x")
    assert answer.trouble == words
    assert words in slack.person("Jane").sees("#helpdesk")[0].text()


async def test_a_click_carries_what_slack_sends(slack: SlackStandIn, app: TinyApp, client: AsyncWebClient) -> None:
    ts = await posted_card(client, slack)
    [card] = slack.person("Sam").sees("#escalations")
    assert card.text() == "Outlook stops syncing"
    assert [b.action_id for b in card.buttons()] == ["pick_up", "details"]
    assert (await slack.person("Sam").click(card, "pick_up")).ok
    said = app.heard[-1]
    assert said["type"] == "block_actions"
    assert said["user"]["id"] == "U0SAM"
    channel = slack.channel("#escalations").id
    assert said["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel,
        "is_ephemeral": False,
    }
    assert said["actions"][0]["value"] == "h1"
    assert said["message"]["ts"] == ts
    assert "metadata" not in said["message"]


async def test_a_button_that_was_edited_away_cannot_be_pressed_save_as_stale(
    slack: SlackStandIn, app: TinyApp, client: AsyncWebClient
) -> None:
    ts = await posted_card(client, slack)
    [card] = slack.person("Sam").sees("#escalations")
    channel = slack.channel("#escalations").id
    await client.chat_update(channel=channel, ts=ts, text="taken", blocks=[section("taken")])
    with pytest.raises(ButtonGone):
        await slack.person("Sam").click(card, "pick_up")
    assert (await slack.person("Sam").click_stale(card, 0, "pick_up")).ok
    assert app.heard[-1]["actions"][0]["action_id"] == "pick_up"


async def test_an_ephemeral_can_be_pressed_replaced_and_deleted_through_its_response_url(
    slack: SlackStandIn, app: TinyApp, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel=slack.channel("#escalations").id, user="U0SAM", text="yours?", blocks=CARD)
    sam = slack.person("Sam")
    [whisper] = sam.sees("#escalations")
    await sam.click(whisper, "details")
    assert "message" not in app.heard[-1]
    assert app.heard[-1]["container"]["is_ephemeral"] is True
    url = app.heard[-1]["response_url"]
    async with aiohttp.ClientSession() as session:
        await session.post(url, json={"text": "changed", "replace_original": True})
        assert [seen.text() for seen in sam.sees("#escalations")] == ["changed"]
        await session.post(url, json={"delete_original": True})
        assert sam.sees("#escalations") == []


async def test_a_response_url_works_five_times_and_for_half_an_hour(app: TinyApp, slack: SlackStandIn) -> None:
    await slack.person("Jane").command("#helpdesk", "/escalate", "x")
    url = app.heard[-1]["response_url"]
    async with aiohttp.ClientSession() as session:
        answers = [await session.post(url, json={"text": "hello"}) for _ in range(6)]
        assert [answer.status for answer in answers] == [200] * 5 + [404]
        assert (await answers[-1].json())["error"] == "used_url"
        await slack.person("Jane").command("#helpdesk", "/escalate", "x")
        slack.workspace.clock = lambda: 9e9
        late = await session.post(app.heard[-1]["response_url"], json={"text": "hello"})
        assert (late.status, (await late.json())["error"]) == (404, "expired_url")


async def test_a_form_is_opened_filled_in_and_corrected(
    slack: SlackStandIn, app: TinyApp, client: AsyncWebClient
) -> None:
    jane = slack.person("Jane")
    await jane.command("#helpdesk", "/escalate")
    await client.views_open(trigger_id=app.heard[-1]["trigger_id"], view=FORM)
    with pytest.raises(FormIncomplete):
        await jane.submit({"Priority": "Urgent"})
    app.reply = lambda said: {"response_action": "errors", "errors": {"problem": "Say more."}}
    await jane.submit({"problem": "It", "who": "U0SAM", "Also": ["mail"]})
    view = jane.open_view
    assert view is not None
    assert view.errors == {"problem": "Say more."}
    app.reply = lambda said: None
    await jane.submit({"Problem": "It is broken"})
    values = app.heard[-1]["view"]["state"]["values"]
    assert values["problem"]["text"] == {"type": "plain_text_input", "value": "It is broken"}
    assert values["priority"]["priority"]["selected_option"]["value"] == "urgent"
    assert values["who"]["who"]["selected_user"] == "U0SAM"
    assert [o["value"] for o in values["also"]["also"]["selected_options"]] == ["mail"]
    assert jane.open_view is None


async def test_forms_can_be_pushed_updated_and_cleared(
    slack: SlackStandIn, app: TinyApp, client: AsyncWebClient
) -> None:
    jane = slack.person("Jane")
    await jane.shortcut("escalate_anything")
    await client.views_open(trigger_id=app.heard[-1]["trigger_id"], view=modal(section("first")))
    app.reply = lambda said: {"response_action": "push", "view": modal(section("second"))}
    await jane.submit()
    assert len(jane.views) == 2
    app.reply = lambda said: {"response_action": "update", "view": modal(section("third"))}
    await jane.submit()
    assert [view.blocks[0]["text"]["text"] for view in jane.views] == ["first", "third"]
    app.reply = lambda said: {"response_action": "clear"}
    await jane.submit()
    assert jane.views == []


async def test_a_form_whose_answer_fails_stays_open_with_its_text(
    slack: SlackStandIn, app: TinyApp, client: AsyncWebClient
) -> None:
    jane = slack.person("Jane")
    await jane.command("#helpdesk", "/escalate")
    await client.views_open(trigger_id=app.heard[-1]["trigger_id"], view=FORM)
    app.reply = lambda said: 500
    await jane.submit({"problem": "It is broken"})
    view = jane.open_view
    assert view is not None
    assert view.trouble
    assert view.state()["values"]["problem"]["text"]["value"] == "It is broken"


async def test_buttons_in_forms_and_homes_work(slack: SlackStandIn, app: TinyApp, client: AsyncWebClient) -> None:
    jane = slack.person("Jane")
    await jane.open_home()
    assert app.heard[-1]["event"]["type"] == "app_home_opened"
    await client.views_publish(user_id=jane.id, view={"type": "home", "blocks": CARD})
    assert jane.home is not None
    await jane.click(jane.home, "Details")
    assert app.heard[-1]["container"] == {"type": "view", "view_id": jane.home.id}


async def test_of_several_buttons_alike_the_one_in_a_block_is_pressed(
    slack: SlackStandIn, app: TinyApp, client: AsyncWebClient
) -> None:
    rows = [{**section(f"row {n}"), "block_id": f"row:{n}", "accessory": button("Done", "done")} for n in range(2)]
    channel = slack.channel("#escalations").id
    await client.chat_postMessage(channel=channel, text="rows", blocks=rows)
    sam = slack.person("Sam")
    [message] = sam.sees("#escalations")
    with pytest.raises(ButtonGone):
        await sam.click(message, "done")
    await sam.click(message, "done", block="row:1")
    assert app.heard[-1]["actions"][0]["block_id"] == "row:1"


async def test_an_unheard_event_is_sent_again_with_the_reason(slack: SlackStandIn, app: TinyApp) -> None:
    app.reply = lambda said: 500 if len(app.heard) < 3 else None
    await slack.person("Jane").event("app_home_opened", channel="D1", tab="home")
    await slack.until(lambda: len(app.heard) == 3, 1)
    assert len({said["event_id"] for said in app.heard}) == 1
    assert [h.get("X-Slack-Retry-Num") for h in app.headers] == [None, "1", "2"]
    assert app.headers[1]["X-Slack-Retry-Reason"] == "http_error"


async def test_messages_and_mentions_are_told_to_the_app(slack: SlackStandIn, app: TinyApp) -> None:
    said = await slack.person("Jane").say("#escalations", "@baton help me & <b>")
    assert [h["event"]["type"] for h in app.heard] == ["message", "app_mention"]
    assert app.heard[0]["event"]["text"] == "<@U0BATON> help me &amp; &lt;b&gt;"
    assert app.heard[0]["event"]["channel_type"] == "channel"
    assert said.message is not None
    assert said.message.pings == ("U0BATON",)
    await slack.person("Jane").say("#helpdesk", "the app is not in here")
    assert len(app.heard) == 2


async def test_threads_are_read_apart_from_the_channel(slack: SlackStandIn, app: TinyApp) -> None:
    jane, sam = slack.person("Jane"), slack.person("Sam")
    root = (await jane.say("#general", "Outlook is down")).message
    assert root is not None
    await sam.say("#general", "looking", root)
    assert [seen.text() for seen in jane.sees("#general")] == ["Outlook is down"]
    assert [seen.text() for seen in jane.sees("#general", root)] == ["Outlook is down", "looking"]
    assert jane.sees("#general", root)[1].notified_me


async def test_a_message_shortcut_carries_the_message(slack: SlackStandIn, app: TinyApp) -> None:
    message = (await slack.person("Jane").say("#general", "Outlook is down")).message
    assert message is not None
    await slack.person("Sam").shortcut("escalate_thread", message)
    said = app.heard[-1]
    assert (said["type"], said["message"]["text"]) == ("message_action", "Outlook is down")


async def test_guests_and_strangers_see_only_where_they_were_put(slack: SlackStandIn) -> None:
    slack.person("Vic").sees("#escalations")
    for name in ("Vic", "Eve"):
        with pytest.raises(NotVisible):
            slack.person(name).sees("#general")


async def test_a_stranger_acts_with_their_own_team_in_ours(
    slack: SlackStandIn, app: TinyApp, client: AsyncWebClient
) -> None:
    await posted_card(client, slack)
    eve = slack.person("Eve")
    await eve.click(eve.sees("#escalations")[0], "pick_up")
    said = app.heard[-1]
    assert said["team"]["id"] == slack.workspace.team_id
    assert said["user"]["team_id"] != slack.workspace.team_id


async def test_dates_are_shown_in_each_readers_own_zone(slack: SlackStandIn, client: AsyncWebClient) -> None:
    words = "<!date^1700000000^{date_num} {time}|then> by <@U0SAM> _soon_ in <#C000000001>"
    await client.chat_postMessage(channel=slack.channel("#escalations").id, text=words)
    jane, sam = slack.person("Jane").sees("#escalations")[0], slack.person("Sam").sees("#escalations")[0]
    assert jane.text() == "2023-11-14 11:13 PM by @Sam Okafor soon in #general"
    assert sam.text().startswith("2023-11-14 5:13 PM")


async def test_choices_in_messages_are_sent(slack: SlackStandIn, app: TinyApp, client: AsyncWebClient) -> None:
    menu = FORM["blocks"][1]["element"]
    boxes = FORM["blocks"][3]["element"]
    await client.chat_postMessage(channel="U0SAM", text="menu", blocks=[actions(menu, boxes)])
    sam = slack.person("Sam")
    await sam.select(sam.dms()[0], "priority", "Low")
    assert app.heard[-1]["actions"][0]["selected_option"]["value"] == "low"
    await sam.select(sam.dms()[0], "also", ["mail", "Call"])
    assert [o["value"] for o in app.heard[-1]["actions"][0]["selected_options"]] == ["mail", "call"]


async def test_waiting_in_vain_shows_what_was_there(slack: SlackStandIn) -> None:
    await slack.person("Jane").say("#general", "Outlook is down")
    with pytest.raises(NeverHappened, match="Outlook is down"):
        await slack.until(lambda: False, within=0.01)


async def test_waiting_ends_with_the_change(slack: SlackStandIn, client: AsyncWebClient) -> None:
    waiting = asyncio.ensure_future(slack.until(lambda: slack.person("Sam").dms()[0]))
    await asyncio.sleep(0)
    await client.chat_postMessage(channel="U0SAM", text="yours")
    assert (await waiting).text() == "yours"
