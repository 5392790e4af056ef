"""The Web API stand-in answers the real SDK as Slack would, and complains of what Slack would refuse."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import crowd
from playground.slack import NotVisible, SlackStandIn
from tests.playground.blocks import CARD, FORM, section
from tests.playground.tiny_app import TinyApp

Ask = Callable[[AsyncWebClient, SlackStandIn], Awaitable[Any]]


def here(slack: SlackStandIn) -> str:
    return slack.channel("#escalations").id


async def refused(doing: Awaitable[Any]) -> Any:
    with pytest.raises(SlackApiError) as caught:
        await doing
    return caught.value.response


async def test_a_message_is_posted_edited_read_and_deleted(slack: SlackStandIn, client: AsyncWebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"handoff": "h1"}}
    done = await client.chat_postMessage(channel=here(slack), text="card", blocks=CARD, metadata=metadata)
    ts = done["ts"]
    await client.chat_update(channel=here(slack), ts=ts, text="changed", blocks=[section("changed")])
    await client.chat_postMessage(channel=here(slack), text="in the thread", thread_ts=ts)
    history = await client.conversations_history(channel=here(slack), include_all_metadata=True, limit=15)
    [message] = history["messages"]
    assert (message["text"], message["metadata"], message["reply_count"]) == ("changed", metadata, 1)
    assert "metadata" not in (await client.conversations_history(channel=here(slack)))["messages"][0]
    replies = await client.conversations_replies(channel=here(slack), ts=ts)
    assert [m["text"] for m in replies["messages"]] == ["changed", "in the thread"]
    link = await client.chat_getPermalink(channel=here(slack), message_ts=ts)
    assert link["permalink"].endswith("p" + ts.replace(".", ""))
    await client.chat_delete(channel=here(slack), ts=ts)
    assert slack.person("Sam").sees("#escalations") == []
    assert slack.complaints == []
    assert [call.method for call in slack.calls][:2] == ["chat.postMessage", "chat.update"]


async def test_an_edit_with_text_alone_removes_blocks_and_one_with_neither_keeps_all(
    slack: SlackStandIn, client: AsyncWebClient
) -> None:
    ts = (await client.chat_postMessage(channel=here(slack), text="card", blocks=CARD))["ts"]
    message = slack.channel("#escalations").messages[ts]
    await client.api_call("chat.update", json={"channel": here(slack), "ts": ts, "metadata": {}})
    assert (message.text, len(message.blocks)) == ("card", 2)
    await client.chat_update(channel=here(slack), ts=ts, text="bare")
    assert (message.text, list(message.blocks)) == ("bare", [])
    assert len(message.versions) == 3


async def test_people_and_places_are_listed_page_by_page(client: AsyncWebClient, slack: SlackStandIn) -> None:
    for actor in crowd(5):
        slack.hire(actor)
    first = await client.users_list(limit=6)
    rest = await client.users_list(limit=6, cursor=first["response_metadata"]["next_cursor"])
    names = [member["id"] for page in (first, rest) for member in page["members"]]
    assert len(names) == len(set(names)) == 11
    assert "U0EVE" not in names
    assert (await client.users_info(user="U0VIC"))["user"]["is_ultra_restricted"] is True
    eve = (await client.users_info(user="U0EVE"))["user"]
    assert eve["team_id"] != slack.workspace.team_id
    assert "email" not in eve["profile"]
    assert (await client.users_lookupByEmail(email="sam@contoso.example"))["user"]["id"] == "U0SAM"
    assert (await refused(client.users_lookupByEmail(email="nobody@x.example")))["error"] == "users_not_found"
    names = [c["name"] for c in (await client.conversations_list())["channels"]]
    assert names == ["general", "helpdesk", "escalations"]
    assert "U0VIC" in (await client.conversations_members(channel=here(slack)))["members"]
    assert (await client.conversations_info(channel=here(slack)))["channel"]["is_member"] is True
    assert slack.complaints == []


async def test_a_direct_conversation_opens_by_itself(client: AsyncWebClient, slack: SlackStandIn) -> None:
    posted = await client.chat_postMessage(channel="U0JANE", text="hello")
    opened = await client.conversations_open(users="U0JANE")
    assert posted["channel"] == opened["channel"]["id"]
    assert posted["channel"].startswith("D")
    assert slack.person("Jane").dms()[0].notified_me
    await client.conversations_join(channel=slack.channel("#general").id)
    who = await client.auth_test()
    assert (who["user_id"], who["team_id"]) == ("U0BATON", "T0CONTOSO")
    assert "chat:write" in who.headers["X-OAuth-Scopes"]


REFUSALS: dict[str, Ask] = {
    "unknown_method": lambda c, s: c.api_call("chat.shout"),
    "invalid_arguments": lambda c, s: c.chat_postMessage(channel=here(s), text="x", volume="loud"),
    "invalid_auth": lambda c, s: c.api_call("auth.test", params={"token": "xoxb-wrong"}),
    "channel_not_found": lambda c, s: c.chat_postMessage(channel="C404", text="x"),
    "not_in_channel": lambda c, s: c.conversations_history(channel=s.channel("#general").id),
    "user_not_in_channel": lambda c, s: c.chat_postEphemeral(channel=here(s), user="U404", text="x"),
    "message_not_found": lambda c, s: c.chat_update(channel=here(s), ts="1.1", text="x"),
    "no_text": lambda c, s: c.api_call("chat.postMessage", json={"channel": here(s)}),
    "msg_too_long": lambda c, s: c.chat_postMessage(channel=here(s), text="x" * 40_001),
    "invalid_blocks": lambda c, s: c.chat_postMessage(channel=here(s), text="x", blocks=[{"type": "shout"}]),
    "msg_blocks_too_long": lambda c, s: c.chat_postMessage(channel=here(s), text="x", blocks=[section("x" * 2900)] * 5),
    "thread_not_found": lambda c, s: c.conversations_replies(channel=here(s), ts="1.1"),
    "invalid_metadata_schema": lambda c, s: c.chat_postMessage(
        channel=here(s), text="x", metadata={"event_type": "a", "event_payload": "b"}
    ),
    "missing_scope": lambda c, s: c.chat_postMessage(channel=here(s), text="x", username="Somebody"),
    "user_not_found": lambda c, s: c.users_info(user="U404"),
    "invalid_cursor": lambda c, s: c.users_list(cursor="nonsense"),
    "invalid_trigger_id": lambda c, s: c.views_open(trigger_id="1.2.x", view=FORM),
    "not_found": lambda c, s: c.views_update(view_id="V404", view=FORM),
}


@pytest.mark.parametrize(("error", "ask"), REFUSALS.items(), ids=REFUSALS.keys())
async def test_what_slack_refuses_is_refused_and_noted(
    slack: SlackStandIn, client: AsyncWebClient, error: str, ask: Ask
) -> None:
    answer = await refused(ask(client, slack))
    assert (answer["ok"], answer["error"]) == (False, error)
    assert [complaint.error for complaint in slack.complaints] == [error]
    slack.forgive(error)
    assert slack.complaints == []


async def test_a_wrong_type_is_an_invalid_argument(slack: SlackStandIn, client: AsyncWebClient) -> None:
    sent = {"channel": here(slack), "text": "x", "unfurl_links": "maybe"}
    answer = await refused(client.api_call("chat.postMessage", json=sent))
    assert answer["error"] == "invalid_arguments"
    assert "unfurl_links" in answer["response_metadata"]["messages"][0]


async def test_an_edit_takes_4000_characters(slack: SlackStandIn, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=here(slack), text="x" * 4001))["ts"]
    edit = client.chat_update(channel=here(slack), ts=ts, text="x" * 4001)
    assert (await refused(edit))["error"] == "msg_too_long"


async def test_others_messages_and_archived_channels_are_left_alone(
    slack: SlackStandIn, client: AsyncWebClient
) -> None:
    said = (await slack.person("Jane").say("#escalations", "mine")).message
    assert said is not None
    assert (await refused(client.chat_update(channel=here(slack), ts=said.ts, text="x")))[
        "error"
    ] == "cant_update_message"
    await slack.archive("#escalations")
    assert (await refused(client.chat_postMessage(channel=here(slack), text="x")))["error"] == "is_archived"


async def test_a_private_channel_is_hidden_until_the_app_is_invited(
    slack: SlackStandIn, client: AsyncWebClient
) -> None:
    secret = slack.add_channel("secret", "private", ["Jane"])
    assert (await refused(client.chat_postMessage(channel=secret.id, text="x")))["error"] == "channel_not_found"
    secret.members.append("U0BATON")
    await client.chat_postMessage(channel=secret.id, text="x")


async def test_without_a_token_or_after_removal_nothing_works(slack: SlackStandIn, client: AsyncWebClient) -> None:
    nobody = AsyncWebClient(base_url=slack.api_url, session=client.session)
    assert (await refused(nobody.auth_test()))["error"] == "not_authed"
    await slack.uninstall()
    assert (await refused(client.auth_test()))["error"] == "account_inactive"


async def test_a_scope_that_was_not_granted_is_missing() -> None:
    async with SlackStandIn(scopes=["chat:write"]) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-stand-in", base_url=slack.api_url, session=session, retry_handlers=[])
        answer = await refused(client.users_info(user="U0JANE"))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")
        outside = client.chat_postMessage(channel=slack.channel("#general").id, text="x")
        assert (await refused(outside))["error"] == "not_in_channel"


async def test_a_trigger_opens_one_view_within_three_seconds(
    slack: SlackStandIn, app: TinyApp, client: AsyncWebClient
) -> None:
    await slack.person("Jane").command("#helpdesk", "/escalate")
    trigger = app.heard[-1]["trigger_id"]
    opened = await client.views_open(trigger_id=trigger, view=FORM)
    assert (await refused(client.views_open(trigger_id=trigger, view=FORM)))["error"] == "exchanged_trigger_id"
    view = opened["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)
    assert (await refused(stale))["error"] == "hash_conflict"
    await slack.person("Jane").command("#helpdesk", "/escalate")
    slack.workspace.clock = lambda: 9e9
    late = client.views_open(trigger_id=app.heard[-1]["trigger_id"], view=FORM)
    assert (await refused(late))["error"] == "expired_trigger_id"


HOME = {"type": "home", "blocks": [section("Yours")]}


async def test_a_home_is_published_for_one_person_and_guarded_by_its_hash(
    slack: SlackStandIn, client: AsyncWebClient
) -> None:
    first = (await client.views_publish(user_id="U0SAM", view=HOME))["view"]
    assert slack.person("Jane").home is None
    second = (await client.views_publish(user_id="U0SAM", view=HOME, hash=first["hash"]))["view"]
    assert (second["id"], second["hash"] == first["hash"]) == (first["id"], False)
    stale = client.views_publish(user_id="U0SAM", view=HOME, hash=first["hash"])
    assert (await refused(stale))["error"] == "hash_conflict"
    await client.views_publish(user_id="U0SAM", view=HOME)


@pytest.mark.parametrize(
    ("user", "view", "error"),
    [
        ("U0NOBODY", HOME, "user_not_found"),
        ("U0BATON", HOME, "user_not_found"),
        ("U0SAM", {**HOME, "type": "modal"}, "invalid_arguments"),
        ("U0SAM", {**HOME, "title": {"type": "plain_text", "text": "x"}}, "invalid_arguments"),
        ("U0SAM", {**HOME, "blocks": [section("x")] * 101}, "invalid_arguments"),
        ("U0SAM", {**HOME, "blocks": [section("x" * 3_000)] * 90}, "view_too_large"),
    ],
)
async def test_a_home_that_slack_would_not_take_is_refused(
    client: AsyncWebClient, user: str, view: dict[str, Any], error: str
) -> None:
    assert (await refused(client.views_publish(user_id=user, view=view)))["error"] == error


async def test_where_the_home_tab_is_off_nothing_is_published_and_nobody_opens_it() -> None:
    async with SlackStandIn(home_tab=False) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-stand-in", base_url=slack.api_url, session=session, retry_handlers=[])
        assert (await refused(client.views_publish(user_id="U0SAM", view=HOME)))["error"] == "not_enabled"
        with pytest.raises(NotVisible):
            await slack.person("Sam").open_home()


@pytest.mark.parametrize(
    ("text", "pings"),
    [
        ("<!channel> <!here> <!everyone>", ("channel", "here", "everyone")),
        ("<@U0SAM> <!subteam^S1|@seniors>", ("U0SAM", "S1")),
        ("&lt;!channel&gt; @here <mailto:a@b.example|@channel>", ()),
    ],
)
async def test_what_would_ping_is_known(
    slack: SlackStandIn, client: AsyncWebClient, text: str, pings: tuple[str, ...]
) -> None:
    shown = {"type": "section", "text": {"type": "plain_text", "text": "<!channel>"}}
    ts = (await client.chat_postMessage(channel=here(slack), text="x", blocks=[shown, section(text)]))["ts"]
    message = slack.channel("#escalations").messages[ts]
    assert message.pings == pings
    assert ("U0VIC" in message.notified) == ("channel" in pings)


async def test_limits_hold_when_switched_on(slack: SlackStandIn, client: AsyncWebClient) -> None:
    slack.limits.on, slack.limits.post_burst = True, 2
    now = [1000.0]
    slack.limits.clock = lambda: now[0]
    for _ in range(2):
        await client.chat_postMessage(channel=here(slack), text="x")
    answer = await refused(client.chat_postMessage(channel=here(slack), text="x"))
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    await client.chat_postMessage(channel="U0JANE", text="other channels have their own")
    now[0] += 1
    ts = (await client.chat_postMessage(channel=here(slack), text="x"))["ts"]
    for n in range(50):
        await client.chat_update(channel=here(slack), ts=ts, text=str(n))
    over = await refused(client.chat_update(channel=here(slack), ts=ts, text="x"))
    assert over.headers["Retry-After"] == "2"
    assert slack.complaints == []
