"""The keys: rotating under load, slow or away, they are never in a valid request's way."""

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jwt.algorithms import RSAAlgorithm

from bot.teams import keys as module
from bot.teams.keys import Key, Keys, KeySource, KeysUnavailable, SigningKeys
from tests.bot.teams.conftest import Front
from tests.bot.teams.microsoft import Microsoft, key_of, published, served

SHORT = {**json.loads(RSAAlgorithm.to_jwk(generate_private_key(65_537, 1_024).public_key())), "kid": "short"}


class Heartbeat:
    """A task that wants to run every few milliseconds; ``late`` is the longest it was kept waiting."""

    late = 0.0

    async def beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0.002)
            self.late = max(self.late, loop.time() - before - 0.002)


async def longest_block(work: Callable[[], Awaitable[None]]) -> float:
    """For how long the work kept the loop from everybody else, in the best of ten runs.

    Other processes delay a run now and then; what blocks the loop does so in each.
    """
    published("any of them")  # making keys is the test's own work
    found = []
    for _ in range(10):
        heart = Heartbeat()
        beating = asyncio.create_task(heart.beat())
        await work()
        beating.cancel()
        found.append(heart.late)
        if heart.late < 0.05:
            break
    return min(found)


def new_keys(http: ClientSession, microsoft: Microsoft, interval: float = 0.05) -> SigningKeys:
    return SigningKeys(KeySource(http, microsoft.metadata_url), interval=timedelta(seconds=interval))


async def test_keys_that_change_under_load_refuse_no_valid_request(front: Front, microsoft: Microsoft) -> None:
    """Ten rotations. What is signed with a key from when it is published until it is gone, is taken."""
    front.keys._interval = 0.02

    async def rotating() -> None:
        names = [f"key-{n}" for n in range(11)]
        microsoft.keys = [published(names[0])]
        signed = {name: microsoft.signed(name) for name in names}
        current, done, statuses = names[0], asyncio.Event(), []

        async def press() -> None:
            while not done.is_set():
                statuses.append((await front.send(microsoft.activity(), signed[current]))[0])

        async def rotate() -> None:
            nonlocal current
            for old, new in itertools.pairwise(names):
                microsoft.keys = [published(old), published(new)]
                current = new
                await asyncio.sleep(0.1)
            done.set()

        before = microsoft.asked_for_keys
        await asyncio.gather(rotate(), *(press() for _ in range(8)))
        assert set(statuses) == {200}
        assert len(statuses) > 100
        assert microsoft.asked_for_keys - before <= 25

    assert await longest_block(rotating) < 0.05


async def test_metadata_that_is_slow_or_away_refuses_nobody_whose_key_is_known(
    front: Front, microsoft: Microsoft
) -> None:
    await front.send(microsoft.activity(), microsoft.signed())
    front.keys._interval = 0.01
    microsoft.slow, microsoft.down = 0.3, True
    valid = microsoft.signed()

    async def asked() -> None:
        stranger = asyncio.create_task(front.send(microsoft.activity(), microsoft.signed("unknown")))
        statuses = [(await front.send(microsoft.activity(), valid))[0] for _ in range(50)]
        assert set(statuses) == {200}
        assert (await stranger)[0] == 401

    assert await longest_block(asked) < 0.05


async def test_a_block_of_the_loop_would_be_seen() -> None:
    async def blocking() -> None:
        await asyncio.sleep(0.01)
        time.sleep(0.06)  # noqa: ASYNC251 - what nobody may do
        await asyncio.sleep(0.01)

    assert await longest_block(blocking) >= 0.05


async def test_metadata_that_hangs_is_given_up_and_in_nobodys_way(
    front: Front, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    await front.send(microsoft.activity(), microsoft.signed())
    monkeypatch.setattr(module, "LIMIT", timedelta(seconds=0.1))
    front.keys._interval, microsoft.slow = 0.01, 30
    stranger = asyncio.create_task(front.send(microsoft.activity(), microsoft.signed("unknown")))
    for _ in range(20):
        assert (await front.send(microsoft.activity(), microsoft.signed()))[0] == 200
    assert (await stranger)[0] == 401


@pytest.mark.parametrize(
    "document", ["", "<html>", "[]", "null", "7", "{}", '{"jwks_uri": 7}', '{"jwks_uri": "ftp://x"}', "[" * 100_000]
)
async def test_metadata_that_is_none_says_that_the_keys_cannot_be_had(http: ClientSession, document: str) -> None:
    async def told(_: web.Request) -> web.Response:
        return web.Response(text=document, content_type="application/json")

    app = web.Application()
    app.router.add_get("/", told)
    async with served(app) as url:
        with pytest.raises(KeysUnavailable):
            await KeySource(http, url)()


async def test_strangers_who_name_keys_of_nobody_cause_one_question_an_interval(
    http: ClientSession, microsoft: Microsoft
) -> None:
    keys = new_keys(http, microsoft, interval=0.2)
    assert await keys.find("first")
    assert await asyncio.gather(*(keys.find(f"nobody-{n}") for n in range(200))) == [None] * 200
    assert microsoft.asked_for_keys == 2


async def test_beyond_a_number_strangers_do_not_even_wait(
    http: ClientSession, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = new_keys(http, microsoft)
    assert await keys.find("first")
    monkeypatch.setattr(module, "_MOST_WAITING", 0)
    assert await keys.find("unknown") is None
    assert microsoft.asked_for_keys == 1


async def test_a_key_that_appears_while_an_older_answer_is_under_way_is_found() -> None:
    known, looked, answering = {"first"}, asyncio.Event(), asyncio.Event()

    async def source() -> Keys:
        found = {name: Key(key_of(name).public_key(), frozenset()) for name in known}
        looked.set()
        await answering.wait()
        return found

    keys = SigningKeys(source, interval=timedelta(0))
    forged = asyncio.create_task(keys.find("unknown"))
    await looked.wait()
    known.add("second")
    early = asyncio.create_task(keys.find("second"))
    await asyncio.sleep(0)
    answering.set()
    assert await early
    assert await forged is None


async def test_strangers_one_after_the_other_wait_for_the_interval(http: ClientSession, microsoft: Microsoft) -> None:
    keys = new_keys(http, microsoft, interval=0.1)
    began = asyncio.get_running_loop().time()
    for n in range(3):
        assert await keys.find(f"nobody-{n}") is None
    assert asyncio.get_running_loop().time() - began >= 0.2


async def test_before_any_key_is_had_nobody_can_tell_and_says_so(front: Front, microsoft: Microsoft) -> None:
    microsoft.down = True
    front.keys._interval, front.keys._keys = 0.01, {}
    status, words = await front.send(microsoft.activity(), microsoft.signed())
    assert (status, words) == (503, "the Bot Framework's keys cannot be had just now")
    microsoft.down = False
    assert (await front.send(microsoft.activity(), microsoft.signed()))[0] == 200


async def test_keys_are_asked_for_at_the_start_and_again_ahead_of_time(
    http: ClientSession, microsoft: Microsoft
) -> None:
    keys = SigningKeys(
        KeySource(http, microsoft.metadata_url), lifetime=timedelta(seconds=0.1), interval=timedelta(seconds=0.01)
    )
    async with keys.kept():
        await asyncio.sleep(0.35)
        assert 3 <= microsoft.asked_for_keys <= 6
        microsoft.down = True
        await asyncio.sleep(0.1)
        assert await keys.find("first")


async def test_a_key_that_is_withdrawn_is_no_longer_believed(http: ClientSession, microsoft: Microsoft) -> None:
    keys = new_keys(http, microsoft)
    assert await keys.find("first")
    microsoft.keys = [published("second")]
    assert await keys.find("second")
    assert await keys.find("first") is None


async def test_keys_are_not_used_for_ever_when_nobody_answers(http: ClientSession, microsoft: Microsoft) -> None:
    keys = new_keys(http, microsoft)
    assert await keys.find("first")
    microsoft.down = True
    keys._fetched -= module.STALE.total_seconds()
    with pytest.raises(KeysUnavailable):
        await keys.find("first")


@pytest.mark.parametrize(
    "published_keys",
    [
        [],
        [{"kty": "EC", "kid": "first"}],
        [{**published("first"), "n": "AQAB"}],
        [{**published("first"), "n": 7}],
        [SHORT],
        [{**published("first"), "kid": None}],
        ["first"],
    ],
)
async def test_what_is_no_key_is_left_out(
    http: ClientSession, microsoft: Microsoft, published_keys: list[object]
) -> None:
    microsoft.keys = published_keys  # type: ignore[assignment]
    with pytest.raises(KeysUnavailable, match="none is published"):
        await KeySource(http, microsoft.metadata_url)()


async def test_whoever_stops_waiting_does_not_stop_the_question(http: ClientSession, microsoft: Microsoft) -> None:
    keys = new_keys(http, microsoft)
    microsoft.slow = 0.05
    impatient = asyncio.create_task(keys.find("first"))
    patient = asyncio.create_task(keys.find("first"))
    await asyncio.sleep(0.01)
    impatient.cancel()
    assert await patient
    assert microsoft.asked_for_keys == 1
