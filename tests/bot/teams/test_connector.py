"""The Bot Connector's API: what is sent, over how many connections, and what each answer means."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web

from bot.teams import connector as module
from bot.teams.connector import Connector, Created
from bot.teams.credentials import Credentials, Grant
from bot.teams.edge import Arrival, Edge, Reply
from bot.teams.failure import Rejected, Shut
from bot.teams.token import TokenCheck
from core.errors import DeliveryFailed, GiveUp, Gone, TryAgain
from tests.bot.teams.conftest import Front
from tests.bot.teams.microsoft import APP, ISSUER, Answer, Microsoft, served

GRANT = Grant("contoso", "https://api.botframework.com/.default")
THREAD = "19:channel@thread.tacv2;messageid=1700"
PATH = "conversations/19%3Achannel%40thread.tacv2%3Bmessageid%3D1700"
HELLO = {"type": "message", "text": "Jänes 💥"}


@pytest.fixture
async def connector(microsoft: Microsoft, http: ClientSession) -> AsyncIterator[Connector]:
    credentials = Credentials(http, microsoft.token_url, APP, "s3cret")
    yield Connector(http, credentials, GRANT)
    await credentials.close()


async def test_every_call_goes_where_the_api_has_it(connector: Connector, microsoft: Microsoft) -> None:
    here = microsoft.service
    made = {"isGroup": True, "channelData": {"channel": {"id": "19:channel@thread.tacv2"}}, "activity": HELLO}
    assert await connector.create(here, made) == Created(
        "19:channel@thread.tacv2;messageid=1700000000001", "1700000000001"
    )
    assert await connector.post(here, THREAD, HELLO) == "1700000000002"
    assert await connector.whisper(here, THREAD, "29:sam", HELLO) == "1700000000003"
    await connector.put(here, THREAD, "17", HELLO)
    await connector.delete(here, THREAD, "17")
    assert microsoft.calls == [
        ("POST", "conversations", made),
        ("POST", f"{PATH}/activities", HELLO),
        ("POST", f"{PATH}/activities?isTargetedActivity=true", {**HELLO, "recipient": {"id": "29:sam"}}),
        ("PUT", f"{PATH}/activities/17", HELLO),
        ("DELETE", f"{PATH}/activities/17", None),
    ]
    assert set(microsoft.authorizations) == {"Bearer token-1"}


async def test_members_are_read_one_by_one_and_page_by_page(connector: Connector, microsoft: Microsoft) -> None:
    microsoft.people = {name: {"id": f"29:{name}", "aadObjectId": name} for name in ("jane", "sam", "alex")}
    assert await connector.member(microsoft.service, THREAD, "sam") == {"id": "29:sam", "aadObjectId": "sam"}
    pages = [page async for page in connector.members(microsoft.service, THREAD)]
    assert [[member["aadObjectId"] for member in page] for page in pages] == [["jane", "sam"], ["alex"]]
    assert microsoft.calls[1][1] == f"{PATH}/pagedmembers?pageSize=500"
    with pytest.raises(Gone):
        await connector.member(microsoft.service, THREAD, "nobody")


async def test_a_thread_is_found_in_an_answer_that_names_only_its_conversation(
    connector: Connector, microsoft: Microsoft
) -> None:
    microsoft.answers = [Answer(201, {"id": THREAD})]
    assert await connector.create(microsoft.service, {"isGroup": True}) == Created(THREAD, "1700")


async def test_turns_one_after_the_other_use_one_connection_and_one_token(
    front: Front, microsoft: Microsoft, connector: Connector
) -> None:
    async def turn(arrival: Arrival) -> Reply | None:
        raw = arrival.raw
        await connector.post(raw["serviceUrl"], raw["conversation"]["id"], {"type": "message", "text": "Noted."})
        return None

    app = web.Application()
    edge = Edge(turn, front.admits, TokenCheck(front.keys, APP, ISSUER))
    app.router.add_post("/api/messages", edge.handle)
    async with served(app) as front.url:
        statuses = [(await front.send(microsoft.activity(), microsoft.signed()))[0] for _ in range(50)]
    assert statuses == [200] * 50
    assert len(microsoft.calls) == 50
    assert len(microsoft.connections) == 1
    assert microsoft.tokens == 1


async def test_forty_at_once_do_not_wait_for_each_other(connector: Connector, microsoft: Microsoft) -> None:
    microsoft.answers = [Answer(201, {"id": "1"}, after=0.2)] * 40
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(connector.post(microsoft.service, THREAD, HELLO) for _ in range(40)))
    assert asyncio.get_running_loop().time() - began < 1


async def test_a_refused_token_is_replaced_for_the_next_try(connector: Connector, microsoft: Microsoft) -> None:
    microsoft.answers = [Answer(401, {"error": {"code": "Unauthorized", "message": "token-1 is bad"}})]
    with pytest.raises(TryAgain) as failed:
        await connector.post(microsoft.service, THREAD, HELLO)
    assert not failed.value.uncertain
    await connector.post(microsoft.service, THREAD, HELLO)
    assert microsoft.authorizations == ["Bearer token-1", "Bearer token-2"]


async def test_without_credentials_nothing_is_signed(http: ClientSession, microsoft: Microsoft) -> None:
    await Connector(http, None, GRANT).post(microsoft.service, THREAD, HELLO)
    assert microsoft.authorizations == [""]
    assert microsoft.tokens == 0


async def test_nothing_is_followed_elsewhere_with_our_token(connector: Connector, microsoft: Microsoft) -> None:
    microsoft.answers = [Answer(307, headers={"Location": f"{microsoft.url}/elsewhere"})]
    with pytest.raises(GiveUp):
        await connector.post(microsoft.service, THREAD, HELLO)
    assert len(microsoft.calls) == 1


async def test_nobody_there_is_certain(connector: Connector) -> None:
    with pytest.raises(TryAgain) as failed:
        await connector.post("http://127.0.0.1:1/", THREAD, HELLO)
    assert not failed.value.uncertain


async def test_no_answer_in_time_is_uncertain(
    connector: Connector, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    await connector.post(microsoft.service, THREAD, HELLO)
    monkeypatch.setattr(module, "LIMIT", timedelta(seconds=0.05))
    microsoft.answers = [Answer(201, {"id": "1"}, after=0.3)]
    with pytest.raises(TryAgain, match="in time") as failed:
        await connector.post(microsoft.service, THREAD, HELLO)
    assert failed.value.uncertain


async def test_a_connection_that_breaks_is_uncertain(connector: Connector, microsoft: Microsoft) -> None:
    microsoft.answers = [Answer(0)]
    with pytest.raises(TryAgain, match="broke") as failed:
        await connector.post(microsoft.service, THREAD, HELLO)
    assert failed.value.uncertain
    assert len(microsoft.calls) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"id": 7}'])
async def test_a_post_whose_answer_names_no_message_is_uncertain(
    connector: Connector, microsoft: Microsoft, body: bytes
) -> None:
    microsoft.answers = [Answer(201, body)]
    with pytest.raises(TryAgain, match="names no message") as failed:
        await connector.post(microsoft.service, THREAD, HELLO)
    assert failed.value.uncertain


async def test_an_edit_that_is_answered_with_nothing_worked(connector: Connector, microsoft: Microsoft) -> None:
    microsoft.answers = [Answer(200, b"")]
    await connector.put(microsoft.service, THREAD, "17", HELLO)


# Every code of "Status codes from bot conversational APIs" (learn.microsoft.com), and what it means for us.
DOCUMENTED: list[tuple[int, str, type[DeliveryFailed]]] = [
    (400, "Bad Argument", Rejected),
    (400, "BadArgument", Rejected),
    (400, "BadSyntax", Rejected),
    (401, "BotNotRegistered", GiveUp),
    (403, "BotDisabledByAdmin", Shut),
    (403, "BotNotInConversationRoster", Shut),
    (403, "ConversationBlockedByUser", Shut),
    (403, "ForbiddenOperationException", Shut),
    (403, "MessageWritesBlocked", Shut),
    (403, "InvalidBotApiHost", GiveUp),
    (403, "NotEnoughPermissions", GiveUp),
    (404, "ActivityNotFoundInConversation", Gone),
    (404, "ConversationNotFound", Gone),
    (404, "MemberNotFoundInConversation", Gone),
    (412, "PreconditionFailed", TryAgain),
    (413, "MessageSizeTooBig", GiveUp),
    (429, "Throttled", TryAgain),
    (500, "ServiceError", TryAgain),
    (502, "ServiceError", TryAgain),
    (503, "", TryAgain),
    (504, "", TryAgain),
]
UNDOCUMENTED = [
    (302, GiveUp),
    (405, GiveUp),
    (408, TryAgain),
    (410, Gone),
    (418, GiveUp),
    (501, GiveUp),
    (520, TryAgain),
]
CERTAIN = {400, 401, 403, 404, 412, 413, 429, 503}
QUOTED = "Jänes 💥 token-1 s3cret"


@pytest.mark.parametrize(("status", "code", "kind"), DOCUMENTED)
async def test_every_documented_answer_says_again_or_never(
    connector: Connector, microsoft: Microsoft, status: int, code: str, kind: type[DeliveryFailed]
) -> None:
    body = {"error": {"code": code, "message": f"{QUOTED} is not what we want"}} if code else b"<html>Bad gateway"
    microsoft.answers = [Answer(status, body)]
    with pytest.raises(DeliveryFailed) as failed:
        await connector.post(microsoft.service, THREAD, HELLO)
    assert type(failed.value) is kind
    assert str(failed.value) == f"Teams: {status} {code}".strip()
    assert not [word for word in QUOTED.split() if word in failed.value.words]
    if isinstance(failed.value, GiveUp):
        assert failed.value.words != DeliveryFailed.words
    if isinstance(failed.value, TryAgain):
        assert failed.value.uncertain is (status not in CERTAIN)


@pytest.mark.parametrize(("status", "kind"), UNDOCUMENTED)
async def test_what_is_not_documented_is_not_tried_again_unless_something_on_the_way_gave_up(
    connector: Connector, microsoft: Microsoft, status: int, kind: type[DeliveryFailed]
) -> None:
    microsoft.answers = [Answer(status)]
    with pytest.raises(kind):
        await connector.put(microsoft.service, THREAD, "17", HELLO)


async def test_a_blocked_conversation_says_so_inside_a_text_too(connector: Connector, microsoft: Microsoft) -> None:
    told = '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked."\r\n}'
    microsoft.answers = [Answer(403, {"errorCode": 209, "message": told})]
    with pytest.raises(Shut, match="MessageWritesBlocked"):
        await connector.post(microsoft.service, THREAD, HELLO)


@pytest.mark.parametrize(
    ("asked", "after"),
    [("3", 3), ("0", 0), ("86400", 3_600), ("soon", None), ("", None), ("-1", None), ("²", None)],
)
async def test_a_time_to_wait_is_taken_as_it_is_told(
    connector: Connector, microsoft: Microsoft, asked: str, after: int | None
) -> None:
    microsoft.answers = [Answer(429, {"error": {"code": "Throttled"}}, {"Retry-After": asked})]
    with pytest.raises(TryAgain) as failed:
        await connector.post(microsoft.service, THREAD, HELLO)
    assert failed.value.after == (None if after is None else timedelta(seconds=after))


@pytest.mark.parametrize("code", [QUOTED, "x" * 200, 7, None, {"a": 1}])
async def test_a_code_that_is_none_is_left_out(connector: Connector, microsoft: Microsoft, code: object) -> None:
    microsoft.answers = [Answer(400, {"error": {"code": code, "message": QUOTED}})]
    with pytest.raises(GiveUp) as failed:
        await connector.post(microsoft.service, THREAD, HELLO)
    assert str(failed.value) == "Teams: 400"


async def test_no_token_means_that_nothing_went_out(connector: Connector, microsoft: Microsoft) -> None:
    microsoft.refuses = [Answer(503)]
    with pytest.raises(TryAgain) as failed:
        await replace(connector).post(microsoft.service, THREAD, HELLO)
    assert not failed.value.uncertain
    assert not microsoft.calls
