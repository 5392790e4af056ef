"""The Teams stand-in fails as it is told to, and only so; and its signatures can be anything but right."""

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.playground.tiny_bot import Scene, message, scene


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as made:
        yield made


def posted(here: Scene) -> int:
    return len(here.teams.channel("General").messages)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ({"status": 502}, 502, "ServiceError"),
        ({"error": "PreconditionFailed"}, 412, "PreconditionFailed"),
        ({"error": "BotDisabledByAdmin"}, 403, "BotDisabledByAdmin"),
        ({"status": 429}, 429, "Throttled"),
        ({"retry_after": 3}, 429, "Throttled"),
        ({"html": True}, 502, ""),
    ],
)
async def test_it_refuses_once_and_then_works(here: Scene, fault: dict[str, Any], status: int, code: str) -> None:
    here.teams.fail("create_conversation", **fault)
    told = await here.client.thread("General", message())
    assert (told.status, told.code, told.headers.get("Retry-After")) == (
        status,
        code,
        "3" if "retry_after" in fault else None,
    )
    assert posted(here) == 0
    assert (await here.client.thread("General", message())).status == 201
    assert (posted(here), here.teams.complaints) == (1, [])


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        ({"drop": "before"}, 0),
        ({"drop": "after"}, 1),
        ({"half": True}, 1),
        ({"hang": 0.05}, 0),
        ({"hang": 0.05, "accepted": True}, 1),
    ],
)
async def test_the_work_is_done_or_not_as_asked(here: Scene, fault: dict[str, Any], done: int) -> None:
    here.teams.fail("create_conversation", **fault)
    with pytest.raises(aiohttp.ClientError):
        await here.client.thread("General", message())
    assert posted(here) == done


async def test_a_fault_can_be_one_persons_or_one_channels(here: Scene) -> None:
    here.teams.fail("create_conversation", times=None, status=503, user="Jane")
    here.teams.fail("*", times=None, status=503, channel="General")
    assert (await here.client.chat("Sam")).status == 201
    assert (await here.client.thread("Helpdesk", message())).status == 201
    assert (await here.client.chat("Jane")).status == 503
    assert (await here.client.thread("General", message())).status == 503
    here.teams.heal()
    assert (await here.client.chat("Jane")).status == 201


async def test_it_takes_its_time(here: Scene) -> None:
    here.teams.delay("create_conversation", 0.05)
    await here.client.chat("Jane")
    assert here.teams.calls[-1].seconds >= 0.05


async def test_limits_hold_per_conversation_and_per_tenant(here: Scene) -> None:
    here.teams.limits.on = True
    now = here.teams.limits.clock()
    here.teams.limits.clock = lambda: now
    told = [await here.client.thread("General", message()) for _ in range(8)]
    assert [t.status for t in told] == [201] * 7 + [429]
    assert told[-1].headers["Retry-After"] == "1"
    here.teams.limits.clock = lambda: now + 1.01
    assert [(await here.client.thread("General", message())).status for _ in range(2)] == [201, 429]
    assert (await here.client.thread("Helpdesk", message())).status == 201
    here.teams.limits.tells_when = False
    assert "Retry-After" not in (await here.client.thread("General", message())).headers
    where = f"v3/conversations/{here.teams.channel('General').id}"
    reads = [(await here.client.call("GET", where)).status for _ in range(50)]
    assert (reads.count(200), reads[-1]) == (48, 429)
    assert here.teams.complaints == []


async def test_identity_endpoints_fail_too(here: Scene) -> None:
    here.teams.fail("token", status=503)
    assert (await here.client.sign_in()).status == 503
    here.teams.fail("keys", status=500)
    async with here.client.http.get(here.teams.settings()["TEAMS_OPENID_METADATA_URL"]) as answer:
        keys = (await answer.json())["jwks_uri"]
    async with here.client.http.get(keys) as answer:
        assert answer.status == 500
    async with here.client.http.get(keys) as answer:
        assert [key["endorsements"] for key in (await answer.json())["keys"]] == [["msteams"]]
    assert [call.method for call in here.teams.identity_calls] == ["token", "token", "metadata", "keys", "keys"]


def late() -> dict[str, Any]:
    return {"exp": int(time.time()) - 3600}


def early() -> dict[str, Any]:
    return {"nbf": int(time.time()) + 3600}


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another app"},
        {"iss": "https://sts.windows.net/x/"},
        late(),
        early(),
        {"exp": None},
        {"aud": None},
        {"iss": None},
        {"kid": "nobody"},
        {"kid": None},
        {"alg": "HS256"},
        {"alg": "none"},
        {"serviceurl": None},
        {"serviceurl": "https://evil.example/"},
    ],
)
async def test_every_bad_token_can_be_made(here: Scene, changes: dict[str, Any]) -> None:
    jane = here.teams.person("Jane").forging(token=here.teams.token(**changes))
    assert (await jane.mention("General", "hello")).status == 401
    assert here.bot.heard == []


async def test_keys_can_be_strange_unendorsed_or_new(here: Scene) -> None:
    jane, issuer = here.teams.person("Jane"), here.teams.issuer
    stranger = issuer.make()
    for token in (
        "",
        "garbage",
        here.teams.token(key=stranger),
        here.teams.token(key=stranger, kid=issuer.keys[0].kid),
    ):
        assert (await jane.forging(token=token).mention("General", "hello")).status == 401
    unendorsed = issuer.make(endorsements=())
    issuer.keys.insert(0, unendorsed)
    assert (await jane.forging(token=here.teams.token(key=unendorsed)).mention("General", "hello")).status == 401
    before = here.teams.token()
    here.teams.rotate_keys()
    assert (await jane.mention("General", "hello")).status == 200
    assert (await jane.forging(token=before).mention("General", "hello")).status == 401
    before = here.teams.token()
    here.teams.rotate_keys(keep_old=True)
    assert (await jane.forging(token=before).mention("General", "hello")).status == 200


async def test_activities_and_bytes_can_be_forged(here: Scene) -> None:
    jane = here.teams.person("Jane")
    assert (await jane.forging("serviceUrl").mention("General", "hello")).status == 401
    await jane.forging(channelData={"tenant": {"id": "another"}}).mention("General", "hello")
    assert here.bot.heard[-1]["channelData"] == {"tenant": {"id": "another"}}
    drawn = jane.activity("message", "General", text="by hand")
    assert (await here.teams.deliver(drawn | {"channelId": "emulator"})).status == 200
    assert here.bot.heard[-1]["channelId"] == "emulator"
    assert (await here.teams.post(b"[]", content_type="text/plain")).status == 500
