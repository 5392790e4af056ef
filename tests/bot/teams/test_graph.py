"""Microsoft Graph as Baton calls it: what it believes of an answer, and where it never goes."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.teams.graph import Graph, Post
from core.errors import DeliveryFailed, GiveUp, TryAgain

POST = Post("contoso", "c0ffee", "19:channel@thread.tacv2", "1616989510408")


class Answers:
    """A server that says one thing to everybody, and remembers what it was asked."""

    def __init__(self) -> None:
        self.said: Any = {"value": []}
        self.asked: list[str] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append(str(request.rel_url))
        return web.Response(text=self.said) if isinstance(self.said, str) else web.json_response(self.said)


@pytest.fixture
async def answers() -> Answers:
    return Answers()


@pytest.fixture
async def graph(answers: Answers, http: ClientSession) -> AsyncIterator[Graph]:
    app = web.Application()
    app.router.add_get("/{rest:.*}", answers.handle)
    async with TestServer(app) as server:
        yield Graph(http, None, str(server.make_url("/")), "https://graph.microsoft.com/.default")


async def test_ids_are_quoted_and_fifty_are_asked_for(graph: Graph, answers: Answers) -> None:
    await graph.replies(POST)
    path = "/v1.0/teams/c0ffee/channels/19%3Achannel%40thread.tacv2/messages/1616989510408/replies"
    assert [asked.replace("%24", "$") for asked in answers.asked] == [f"{path}?$top=50"]


@pytest.mark.parametrize(
    "somewhere", ["https://evil.example/v1.0/x", "http://127.0.0.1:1/x", "/v1.0/x", "no address", 7, ["x"]]
)
async def test_a_next_page_that_is_not_graphs_is_not_followed(graph: Graph, answers: Answers, somewhere: Any) -> None:
    answers.said = {"value": [{"id": "1"}], "@odata.nextLink": somewhere}
    with pytest.raises(GiveUp):
        await graph.replies(POST)
    assert len(answers.asked) == 1


async def test_the_next_page_is_asked_for_as_it_was_told(graph: Graph, answers: Answers) -> None:
    answers.said = {"value": [{"id": "1"}], "@odata.nextLink": f"{graph.address}v1.0/next?$skiptoken=a%2Fb%3D"}
    page = await graph.replies(POST)
    answers.said = {"value": []}
    assert (await graph.replies(POST, page.more)).more is None
    assert answers.asked[1].endswith("skiptoken=a%2Fb%3D")


@pytest.mark.parametrize("said", [{"value": "no list"}, {"value": [None, 7, "x"]}, {}])
async def test_what_is_no_message_is_left_out(graph: Graph, answers: Answers, said: Any) -> None:
    answers.said = said
    assert list((await graph.replies(POST)).messages) == []


@pytest.mark.parametrize("said", ["", "<html>", "[]", "null", '{"value": ['])
async def test_what_is_no_answer_is_a_failure_of_ours(graph: Graph, answers: Answers, said: str) -> None:
    answers.said = said
    with pytest.raises(DeliveryFailed) as failed:
        await graph.message(POST)
    assert isinstance(failed.value, TryAgain)
