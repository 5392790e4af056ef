"""The door of Teams: whatever comes in is answered in words, and only what is sound goes on."""

import asyncio
import gzip
import json
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.teams.edge import LONGEST_BODY, Edge, Reply
from core.errors import Unavailable
from tests.bot.teams.conftest import Front
from tests.bot.teams.microsoft import TENANT, Microsoft, served

JSON = {"Content-Type": "application/json"}

UNREADABLE: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a text": b'"text"',
    "null": b"null",
    "a number": b"1e999",
    "no UTF-8": b'{"type": "\xff"}',
    "UTF-16": '{"type": "message"}'.encode("utf-16"),
    "very deep": b"[" * 200_000,
    "deep inside an object": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("row", UNREADABLE)
async def test_a_body_that_is_no_object_is_refused(front: Front, microsoft: Microsoft, row: str) -> None:
    status, words = await front.send(None, microsoft.signed(), data=UNREADABLE[row])
    assert status == 400
    assert words in ("the body is no JSON", "the body is no JSON object")


UNSOUND: dict[str, dict[str, Any]] = {
    "no type": {"type": None},
    "a type that is a list": {"type": ["message"]},
    "no service URL": {"serviceUrl": None},
    "an empty service URL": {"serviceUrl": ""},
    "no channel": {"channelId": None},
    "another channel": {"channelId": "webchat"},
    "no channel data": {"channelData": None},
    "channel data that is text": {"channelData": "x"},
    "no tenant": {"channelData": {}},
    "a tenant that is null": {"channelData": {"tenant": None}},
    "a tenant that is text": {"channelData": {"tenant": TENANT}},
    "a tenant without id": {"channelData": {"tenant": {"id": ""}}},
    "a tenant whose id is a number": {"channelData": {"tenant": {"id": 7}}},
    "a sender that is text": {"from": "jane"},
    "a sender without id": {"from": {"name": "Jane"}},
    "a conversation that is a list": {"conversation": []},
    "a conversation whose id is an object": {"conversation": {"id": {}}},
    "a recipient whose id is null": {"recipient": {"id": None}},
    "entities that are text": {"entities": "x"},
    "an entity that is a number": {"entities": [1]},
    "a time that is none": {"timestamp": "yesterday"},
    "attachments that are an object": {"attachments": {"a": 1}},
}


@pytest.mark.parametrize("row", UNSOUND)
async def test_an_activity_that_is_not_as_documented_is_refused(front: Front, microsoft: Microsoft, row: str) -> None:
    status, words = await front.send(microsoft.activity(**UNSOUND[row]), microsoft.signed())
    assert status == 400
    assert words.startswith("the activity")
    assert not front.arrived


async def test_another_tenant_is_refused_whatever_else_it_says(front: Front, microsoft: Microsoft) -> None:
    said = microsoft.activity(channelData={"tenant": {"id": "fabrikam"}, "claimed": TENANT})
    assert await front.send(said, microsoft.signed()) == (403, "Baton does not serve this tenant")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json", ""])
async def test_only_json_is_read(front: Front, microsoft: Microsoft, kind: str) -> None:
    status, words = await front.send(None, microsoft.signed(), data=b"{}", Content_Type=kind)
    assert (status, words) == (415, "send application/json")


async def test_a_charset_after_the_type_is_no_fault(front: Front, microsoft: Microsoft) -> None:
    body = json.dumps(microsoft.activity()).encode()
    kind = "application/json; charset=utf-8"
    assert (await front.send(None, microsoft.signed(), data=body, Content_Type=kind))[0] == 200


async def test_more_than_a_mebibyte_is_refused_by_what_it_says_and_by_what_it_is(
    front: Front, microsoft: Microsoft
) -> None:
    async def endless() -> Any:
        for _ in range(20):
            yield b" " * 100_000

    body = b" " * (LONGEST_BODY + 1)
    assert (await front.send(None, microsoft.signed(), data=BytesIO(body))) == (413, "at most 1 MiB")
    assert (await front.send(None, microsoft.signed(), data=endless())) == (413, "at most 1 MiB")
    packed = gzip.compress(body)
    assert (await front.send(None, microsoft.signed(), data=BytesIO(packed), Content_Encoding="gzip"))[0] == 413


async def test_a_body_that_says_it_is_too_long_is_not_waited_for(front: Front, microsoft: Microsoft) -> None:
    host, port = front.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /api/messages HTTP/1.1\r\nHost: {host}\r\nAuthorization: {microsoft.signed()}\r\n"
    writer.write(f"{head}Content-Type: application/json\r\nContent-Length: {LONGEST_BODY + 1}\r\n\r\n".encode())
    async with asyncio.timeout(2):
        assert b"413" in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_exactly_a_mebibyte_is_read(front: Front, microsoft: Microsoft) -> None:
    said = json.dumps(microsoft.activity()).encode()
    body = said + b" " * (LONGEST_BODY - len(said))
    assert (await front.send(None, microsoft.signed(), data=BytesIO(body)))[0] == 200


async def test_what_is_not_packed_as_it_says_is_refused(front: Front, microsoft: Microsoft) -> None:
    status, _ = await front.send(None, microsoft.signed(), data=b"no gzip at all", Content_Encoding="gzip")
    assert status == 400


async def test_a_stranger_learns_nothing_of_what_would_be_wrong(front: Front, microsoft: Microsoft) -> None:
    assert (await front.send(None, "Bearer x", data=b"{"))[0] == 401
    assert (await front.send(microsoft.activity(serviceUrl=None)))[0] == 401


async def test_the_turn_gets_what_came_in_whole(front: Front, microsoft: Microsoft) -> None:
    said = microsoft.activity()
    said["conversation"]["something"] = "new"
    await front.send(said, microsoft.signed())
    (arrival,) = front.arrived
    assert arrival.raw == said
    assert arrival.workspace.id == TENANT
    assert arrival.activity.from_property.aad_object_id == "jane"


async def test_half_a_character_and_nul_are_replaced_wherever_they_stand(front: Front, microsoft: Microsoft) -> None:
    said = microsoft.activity(text="half \ud83d and \x00, whole 💥 and \\u0000", value={"a\x00": ["\udc00"]})
    assert (await front.send(None, microsoft.signed(), data=json.dumps(said).encode()))[0] == 200
    (arrival,) = front.arrived
    assert arrival.raw["text"] == "half \ufffd and \ufffd, whole 💥 and \\u0000"
    assert arrival.raw["value"] == {"a\ufffd": ["\ufffd"]}


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "somethingNew"])
async def test_a_kind_of_activity_that_nobody_knows_is_still_a_200(
    front: Front, microsoft: Microsoft, kind: str
) -> None:
    assert await front.send(microsoft.activity(type=kind), microsoft.signed()) == (200, "")


async def test_an_invoke_is_answered_with_the_turns_reply(front: Front, microsoft: Microsoft) -> None:
    front.reply = Reply(
        200, {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Yours"}
    )
    status, words = await front.send(microsoft.activity(type="invoke"), microsoft.signed())
    assert status == 200
    assert json.loads(words) == front.reply.body


async def test_an_invoke_that_nobody_answers_is_an_empty_object(front: Front, microsoft: Microsoft) -> None:
    assert await front.send(microsoft.activity(type="invoke"), microsoft.signed()) == (200, "{}")


async def test_a_turn_that_fails_is_told_in_words_and_with_an_id_that_is_in_the_log(
    front: Front, microsoft: Microsoft, caplog: pytest.LogCaptureFixture
) -> None:
    front.raises = RuntimeError("a bug")
    status, words = await front.send(microsoft.activity(text="hunter2"), microsoft.signed())
    assert status == 503
    assert words.startswith("that could not be handled, error ")
    assert words.rpartition(" ")[2] in caplog.text
    assert "Traceback" not in words
    assert "hunter2" not in caplog.text


async def test_without_the_database_nobody_is_served(front: Front, microsoft: Microsoft) -> None:
    front.admitted = Unavailable("down")
    status, words = await front.send(microsoft.activity(), microsoft.signed())
    assert (status, words) == (503, Unavailable.words)


async def test_without_a_check_everybody_is_believed_and_everything_else_still_holds(
    front: Front, microsoft: Microsoft, http: aiohttp.ClientSession
) -> None:
    app = web.Application()
    app.router.add_post("/api/messages", Edge(front.turn, front.admits, None).handle)
    async with served(app) as front.url:
        assert (await front.send(microsoft.activity()))[0] == 200
        assert (await front.send(microsoft.activity(channelId="emulator")))[0] == 400
        assert (await front.send(microsoft.activity(channelData={"tenant": {"id": "fabrikam"}})))[0] == 403
