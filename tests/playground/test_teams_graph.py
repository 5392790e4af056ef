"""The stand-in's Microsoft Graph: who may read a thread, and what it is told."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest

from playground.teams import Seen
from tests.playground.tiny_bot import Reply, Scene, scene

GRAPH = "https://graph.microsoft.com/.default"


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as made:
        await made.client.sign_in(scope=GRAPH)
        yield made


async def test_a_thread_is_told_page_by_page_the_newest_first(here: Scene) -> None:
    root = await _thread(here, "one", "two", "three")
    here.teams.consent()
    found = await _get(here, root)
    assert (found.status, found.json["body"]["content"]) == (200, "<div>Printer offline</div>")
    assert (found.json["from"]["user"]["displayName"], found.json["replyToId"]) == ("Alex Kim", None)
    page = await _get(here, root, "/replies?$top=2")
    assert [one["body"]["content"] for one in page.json["value"]] == ["<div>three</div>", "<div>two</div>"]
    rest = await _get(here, root, f"/replies?{page.json['@odata.nextLink'].partition('?')[2]}")
    assert [one["body"]["content"] for one in rest.json["value"]] == ["<div>one</div>"]
    assert "@odata.nextLink" not in rest.json
    assert here.teams.complaints == []


async def test_without_consent_and_where_the_app_is_not_nothing_is_told(here: Scene) -> None:
    root = await _thread(here, "one")
    refused = await _get(here, root)
    assert (refused.status, refused.code) == (403, "Forbidden")
    here.teams.consent()
    await here.teams.person("Jane").manages.remove_from_team()
    assert (await _get(here, root)).status == 403
    here.teams.forgive("Forbidden")


async def test_a_token_for_the_connector_is_none_for_graph(here: Scene) -> None:
    root = await _thread(here)
    here.teams.consent()
    await here.client.sign_in()
    refused = await _get(here, root)
    assert (refused.status, refused.code) == (401, "InvalidAuthenticationToken")
    here.teams.forgive("InvalidAuthenticationToken")


@pytest.mark.parametrize("asked", ["/replies?$top=51", "/replies?$top=0", "/replies?$select=id", "?$top=5"])
async def test_what_graph_does_not_support_is_refused(here: Scene, asked: str) -> None:
    root = await _thread(here)
    here.teams.consent()
    assert (await _get(here, root, asked)).status == 400
    here.teams.forgive("BadRequest")


async def test_a_deleted_reply_is_there_without_its_words(here: Scene) -> None:
    root = await _thread(here)
    here.teams.consent()
    told = await here.teams.person("Sam").say("Helpdesk", "My password is Sommer2026!", root)
    assert told.message
    await here.teams.person("Sam").delete(told.message)
    (gone,) = (await _get(here, root, "/replies")).json["value"]
    assert gone["deletedDateTime"]
    assert "Sommer2026" not in str(gone)


async def _thread(here: Scene, *answers: str) -> Seen:
    told = await here.teams.person("Alex").say("Helpdesk", "Printer offline")
    assert told.message
    root = Seen(told.message, told.message.author, here.teams.tenant)
    for answer in answers:
        await here.teams.person("Sam").say("Helpdesk", answer, root)
    return root


async def _get(here: Scene, root: Seen, rest: str = "") -> Reply:
    (team,) = here.teams.tenant.teams.values()
    channel = quote(here.teams.channel("Helpdesk").id, safe="")
    path = f"v1.0/teams/{team.aad_group_id}/channels/{channel}/messages/{root.ts}{rest}"
    base = here.teams.settings()["TEAMS_GRAPH_URL"]
    headers = {"Authorization": f"Bearer {here.client.token}"}
    async with here.client.http.get(f"{base}/{path}", headers=headers) as answer:
        return Reply(answer.status, await answer.json(), dict(answer.headers))
