"""The page's server: what it shows, what it does, and whom it refuses."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ALEX, JANE, SAM, VIC, crowd
from playground.model import ModelStandIn
from playground.server import PAGE, PlayServer
from playground.slack import SlackStandIn
from playground.slack.pane import SlackPane
from playground.stage import Stage
from tests.playground.blocks import CARD, FORM, section
from tests.playground.tiny_app import Said, TinyApp


class Page:
    """The page's JSON API as its script uses it."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.http = http

    async def state(self, who: str, **places: str) -> Any:
        async with self.http.get(f"{self.url}play/state", params={"as": who, **places}) as answer:
            return (await answer.json())["panes"]["slack"]

    async def do(self, who: str, act: str, **body: Any) -> Any:
        said = {"pane": "slack", "as": who, "act": act, **body}
        async with self.http.post(f"{self.url}play/do", json=said) as answer:
            return await answer.json()


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    async with SlackStandIn((JANE, SAM, ALEX, VIC, *crowd(20)), patience=1) as stand_in:
        yield stand_in


@pytest.fixture
async def page(slack: SlackStandIn) -> AsyncIterator[Page]:
    async with ModelStandIn() as model:
        stage = Stage((JANE, SAM, VIC), [SlackPane(slack)], model, [slack.workspace.bell, model.bell])
        async with PlayServer(stage) as server, aiohttp.ClientSession() as http:
            yield Page(server.url, http)


async def test_each_person_sees_their_own_slack(slack: SlackStandIn, page: Page, client: AsyncWebClient) -> None:
    where = slack.channel("#escalations").id
    await client.chat_postMessage(channel=where, text="<@U0SAM> look")
    await client.chat_postMessage(channel="U0JANE", text="a receipt")
    jane = await page.state("jane", slack=slack.channel("#general").id)
    assert {c["name"]: (c["unread"], c["badge"]) for c in jane["channels"]}["escalations"] == (1, 0)
    assert jane["channels"][-1]["badge"] == 1
    sam = await page.state("sam", slack=slack.channel("#general").id)
    assert {c["name"]: c["badge"] for c in sam["channels"]}["escalations"] == 1
    vic = await page.state("vic")
    assert [c["name"] for c in vic["channels"]] == ["escalations", ""]
    assert (await page.state("jane", slack=where))["messages"][0]["text"] == "<@U0SAM> look"


async def test_typing_pressing_and_filling_in_work(
    slack: SlackStandIn, page: Page, app: TinyApp, client: AsyncWebClient
) -> None:
    where = slack.channel("#helpdesk").id
    app.reply = lambda said: {"text": "heard you"} if "command" in said else None
    told = await page.do("jane", "write", channel=where, text="/escalate it broke")
    assert (told["ok"], told["status"]) == (True, 200)
    shown = await page.state("jane", slack=where)
    assert [(m["text"], m["ephemeral"]) for m in shown["messages"]] == [("heard you", True)]
    await client.views_open(trigger_id=app.heard[-1]["trigger_id"], view=FORM)
    assert (await page.do("jane", "submit", values={"problem": ""}))["errors"] is True
    modal = (await page.state("jane"))["modals"][0]
    assert modal["errors"] == {"problem": "Please complete this required field."}
    assert (await page.do("jane", "submit", values={"problem": "it broke"}))["status"] == 200
    assert (await page.state("jane"))["modals"] == []
    gone = await page.do("jane", "click", channel=where, ts="1.1", action_id="pick_up")
    assert gone == {"ok": False, "error": "that message is gone"}


async def test_the_home_tab_is_opened_shown_and_pressed(
    slack: SlackStandIn, page: Page, app: TinyApp, client: AsyncWebClient
) -> None:
    assert (await page.state("sam"))["home"] is None
    assert (await page.do("sam", "home"))["status"] == 200
    assert (app.heard[-1]["event"]["type"], app.heard[-1]["event"]["tab"]) == ("app_home_opened", "home")
    await client.views_publish(user_id="U0SAM", view={"type": "home", "blocks": CARD})
    home = (await page.state("sam"))["home"]
    block = home["blocks"][1]
    pressed = {"view": home["id"], "action_id": "pick_up", "block_id": block["block_id"], "value": "h1"}
    assert (await page.do("sam", "click", **pressed))["status"] == 200
    assert app.heard[-1]["view"]["type"] == "home"


async def test_a_slash_command_slack_does_not_know_never_reaches_the_app(
    slack: SlackStandIn, page: Page, app: TinyApp
) -> None:
    where = slack.channel("#helpdesk").id
    await page.do("jane", "write", channel=where, text="/remind me")
    assert "not a valid command" in (await page.state("jane", slack=where))["messages"][0]["text"]
    assert app.heard == []


async def test_a_race_tells_who_won_and_what_the_others_were_told(
    slack: SlackStandIn, page: Page, app: TinyApp, client: AsyncWebClient
) -> None:
    where = slack.channel("#escalations").id
    ts = (await client.chat_postMessage(channel=where, text="card", blocks=CARD))["ts"]
    winners: list[str] = []

    async def pick_up(said: Said) -> None:
        if "actions" not in said:
            return
        winners.append(said["user"]["id"])
        if len(winners) == 1:
            words = f"Picked up by <@{winners[0]}>"
            await client.chat_update(channel=where, ts=ts, text=words, blocks=[section(words)])
            await client.chat_postMessage(channel=winners[0], text="yours")
        else:
            await client.session.post(said["response_url"], json={"text": "too late"})  # type: ignore[union-attr]

    app.reply = pick_up
    race = await page.do("sam", "race", channel=where, ts=ts, action_id="pick_up", value="h1")
    assert [row["won"] for row in race["rows"]] == [True] + [False] * 19
    assert race["rows"][0]["told"] == "yours"
    assert {row["told"] for row in race["rows"][1:]} == {"too late"}


async def test_faults_are_switched(slack: SlackStandIn, page: Page, client: AsyncWebClient) -> None:
    async with page.http.post(f"{page.url}play/do", json={"fault": "model", "mode": "overloaded"}) as answer:
        assert answer.status == 200
    async with page.http.post(f"{page.url}play/do", json={"fault": "slack", "mode": "limited"}) as answer:
        assert answer.status == 200
    done = await client.api_call("auth.test")
    assert done["ok"]
    async with page.http.get(f"{page.url}play/state") as answer:
        faults = (await answer.json())["faults"]
    assert (faults["model"]["mode"], faults["slack"]["mode"]) == ("overloaded", "limited")


async def test_changes_are_told_at_once(slack: SlackStandIn, page: Page) -> None:
    async with page.http.get(f"{page.url}play/events") as events:
        first = await events.content.readline()
        await events.content.readline()
        await slack.person("Jane").say("#general", "hello")
        assert await events.content.readline() != first


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_other_sites_are_refused(page: Page, headers: dict[str, str]) -> None:
    async with page.http.get(f"{page.url}play/state", headers=headers) as answer:
        assert answer.status == 403
    async with page.http.post(f"{page.url}play/do", json={}, headers=headers) as answer:
        assert answer.status == 403


async def test_a_form_from_elsewhere_is_refused(page: Page) -> None:
    async with page.http.post(f"{page.url}play/do", data={"act": "write"}) as answer:
        assert answer.status == 415


async def test_the_page_runs_no_script_but_its_own(page: Page) -> None:
    async with page.http.get(page.url) as answer:
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "<script>" not in await answer.text()
    for script in PAGE.glob("*.js"):
        source = script.read_text()
        assert not any(
            word in source for word in ("innerHTML", "outerHTML", "insertAdjacent", "eval(", "document.write")
        )
        async with page.http.get(f"{page.url}page/{script.name}") as answer:
            assert answer.status == 200
            assert answer.content_type.endswith("/javascript")
