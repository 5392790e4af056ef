"""Teams on the page: what it shows, what it does, beside Slack or alone."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from playground.cast import ALEX, JANE, SAM, VIC, crowd
from playground.model import ModelStandIn
from playground.pane import Pane
from playground.server import PAGE, PlayServer
from playground.slack import SlackStandIn
from playground.slack.pane import SlackPane
from playground.stage import Stage
from playground.teams import TeamsStandIn
from playground.teams.pane import TeamsPane
from tests.playground.tiny_bot import Client, Said, TinyBot, card, execute, form, message, said, text

PEOPLE = (JANE, SAM, ALEX, VIC)
OPENS = {"type": "Action.Submit", "title": "Form", "data": {"msteams": {"type": "task/fetch"}}}


class Page:
    """The page's JSON API as its script uses it, with a tiny app behind the stand-in."""

    def __init__(self, url: str, teams: TeamsStandIn, bot: TinyBot, client: Client) -> None:
        self.url = url
        self.teams = teams
        self.bot = bot
        self.client = client

    async def panes(self, who: str, **places: str) -> Any:
        async with self.client.http.get(f"{self.url}play/state", params={"as": who, **places}) as answer:
            return (await answer.json())["panes"]

    async def state(self, who: str, chat: str) -> Any:
        return (await self.panes(who, teams=self.id(chat)))["teams"]

    async def do(self, who: str, act: str, **body: Any) -> Any:
        sent = {"pane": "teams", "as": who, "act": act, **body}
        async with self.client.http.post(f"{self.url}play/do", json=sent) as answer:
            return await answer.json()

    def id(self, chat: str) -> str:
        return self.teams.channel(chat).id


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    people = (*PEOPLE, *crowd(20))
    async with (
        SlackStandIn(people) as slack,
        TeamsStandIn(people, patience=1, form_patience=1) as teams,
        ModelStandIn() as model,
        aiohttp.ClientSession() as http,
    ):
        bot, client = TinyBot(teams.settings()), Client(teams, http)
        await bot.site.start()
        teams.app_url = bot.site.url
        await client.sign_in()
        panes: list[Pane] = [SlackPane(slack), TeamsPane(teams)]
        stage = Stage(PEOPLE, panes, model, [slack.workspace.bell, teams.tenant.bell, model.bell])
        async with PlayServer(stage) as server:
            yield Page(server.url, teams, bot, client)
        await bot.site.stop()


async def test_both_chats_are_shown_side_by_side(page: Page) -> None:
    panes = await page.panes("jane")
    assert set(panes) == {"slack", "teams"}
    chats = [(chat["kind"], chat["name"]) for chat in panes["teams"]["chats"]]
    assert chats == [
        ("channel", "Escalations"),
        ("channel", "General"),
        ("channel", "Helpdesk"),
        ("groupChat", "Lyon rollout"),
        ("personal", "Baton"),
    ]


async def test_the_people_of_a_picker_are_the_directory_s(page: Page) -> None:
    users = (await page.state("jane", "Helpdesk"))["users"].values()
    known = {one["name"]: one["directory"] for one in users}
    assert known["Sam Okafor"] == page.teams.person("Sam").account.aad
    assert known["Baton"] == ""


async def test_unread_and_badges_are_each_persons_own(page: Page) -> None:
    await page.client.thread("Escalations", message())
    chat = (await page.client.chat("Jane")).json["id"]
    await page.client.post(chat, message())
    shown = {c["name"]: (c["unread"], c["badge"]) for c in (await page.state("jane", "General"))["chats"]}
    assert (shown["Escalations"], shown["Baton"]) == ((1, 0), (1, 1))
    assert (await page.state("jane", "Escalations"))["chats"][0]["unread"] == 0
    assert (await page.state("sam", "General"))["chats"][0]["unread"] == 1


async def test_typing_pressing_and_dialogs_work(page: Page) -> None:
    where = page.id("Helpdesk")
    page.bot.reply = lambda heard: form({"type": "Input.Text", "id": "problem", "isRequired": True})
    await page.client.thread("Helpdesk", message(card(actions=(OPENS, execute()))))
    shown = (await page.state("jane", "Helpdesk"))["messages"][0]
    action = shown["cards"][0]["actions"][0]
    assert (await page.do("jane", "click", chat=where, id=shown["id"], action=action))["status"] == 200
    dialog = (await page.state("jane", "Helpdesk"))["dialog"]
    send = dialog["card"]["actions"][0]
    assert (await page.do("jane", "submit", action=send, values={"problem": ""}))["errors"] == {
        "problem": "This field is required."
    }
    page.bot.reply = lambda heard: {}
    assert (await page.do("jane", "submit", action=send, values={"problem": "it broke"}))["status"] == 200
    assert (await page.state("jane", "Helpdesk"))["dialog"] is None
    gone = await page.do("jane", "click", chat=where, id=shown["id"], action=execute("no"))
    assert gone == {"ok": False, "error": "that button is gone"}
    page.bot.reply = lambda heard: None
    await page.do("jane", "write", chat=where, text="/escalate it broke")
    assert page.bot.heard[-1]["recipient"]["isTargeted"] is True
    mine = (await page.state("jane", "Helpdesk"))["messages"][-1]
    assert mine["whisper"] is True
    await page.do("jane", "hide", chat=where, id=mine["id"])
    assert len((await page.state("jane", "Helpdesk"))["messages"]) == 1
    await page.do("jane", "write", chat=where, text="@Baton queue", thread=shown["id"])
    assert page.bot.heard[-1]["conversation"]["id"] == f"{where};messageid={shown['id']}"
    await page.do("jane", "action", chat=where, id=shown["id"], action="escalate")
    assert page.bot.heard[-1]["name"] == "composeExtension/fetchTask"


async def test_nobody_reads_or_presses_for_somebody_else(page: Page) -> None:
    where = page.id("Helpdesk")
    await page.do("jane", "write", chat=where, text="/queue")
    whisper = (await page.state("jane", "Helpdesk"))["messages"][0]
    assert (await page.state("sam", "Helpdesk"))["messages"] == []
    refused = await page.do("sam", "click", chat=where, id=whisper["id"], action={})
    assert refused["error"] == "that message is somebody else's"
    assert (await page.do("sam", "hide", chat=where, id=whisper["id"]))["ok"] is False
    assert (await page.do("sam", "write", chat="19:nowhere", text="hello"))["ok"] is False


async def test_installing_from_the_page(page: Page) -> None:
    alex = page.teams.tenant.personal(page.teams.person("Alex").id)
    assert (await page.state("alex", "General"))["chats"][-1]["installed"] is False
    await page.do("alex", "install")
    assert (alex.installed, page.bot.heard[-1]["action"]) == (True, "add")


async def test_a_race_tells_who_won_and_what_the_others_were_told(page: Page) -> None:
    made = (await page.client.thread("Escalations", message())).json
    winners: list[str] = []

    async def pick_up(heard: Said) -> Said:
        winners.append(heard["from"]["name"])
        if len(winners) > 1:
            return said("too late")
        await page.client.put(made["id"], made["activityId"], message(card(text(f"Picked up by {winners[0]}"))))
        return said("yours")

    page.bot.reply = pick_up
    race = await page.do("sam", "race", chat=page.id("Escalations"), id=made["activityId"], action=execute())
    assert [row["won"] for row in race["rows"]] == [True] + [False] * 19
    assert race["rows"][0]["told"] == "yours"
    assert {row["told"] for row in race["rows"][1:]} == {"too late"}


async def test_faults_are_switched(page: Page) -> None:
    async with page.client.http.post(f"{page.url}play/do", json={"fault": "teams", "mode": "limited"}) as answer:
        assert answer.status == 200
    assert (await page.client.thread("General", message())).status == 429
    async with page.client.http.post(f"{page.url}play/do", json={"fault": "teams", "mode": "normal"}) as answer:
        assert answer.status == 200
    assert (await page.client.thread("General", message())).status == 201


async def test_every_module_the_page_asks_for_is_there() -> None:
    for script in PAGE.glob("*.js"):
        for line in script.read_text().splitlines():
            if line.startswith("import "):
                assert (PAGE / line.rpartition('"./')[2].rstrip('";')).is_file(), f"{script.name}: {line}"
    for sheet in (PAGE / "index.html").read_text().split('href="/page/')[1:]:
        assert (PAGE / sheet.partition('"')[0]).is_file()
