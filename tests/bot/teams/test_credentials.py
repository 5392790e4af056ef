"""Our own tokens: asked for once, held ready, renewed ahead of time."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.teams.credentials import Credentials, Grant
from core.errors import GiveUp, TryAgain
from tests.bot.teams.microsoft import APP, Answer, Microsoft

GRANT = Grant("contoso", "https://api.botframework.com/.default")


@pytest.fixture
async def credentials(microsoft: Microsoft, http: ClientSession) -> AsyncIterator[Credentials]:
    credentials = Credentials(http, microsoft.token_url, APP, "s3cret")
    yield credentials
    await credentials.close()


async def test_one_question_serves_everybody(credentials: Credentials, microsoft: Microsoft) -> None:
    microsoft.slow = 0.05
    assert set(await asyncio.gather(*(credentials.token(GRANT) for _ in range(50)))) == {"token-1"}
    assert await credentials.token(GRANT) == "token-1"
    assert microsoft.forms == [
        {
            "grant_type": "client_credentials",
            "client_id": APP,
            "client_secret": "s3cret",
            "scope": "https://api.botframework.com/.default",
        }
    ]


async def test_whoever_stops_waiting_does_not_stop_the_question(credentials: Credentials, microsoft: Microsoft) -> None:
    microsoft.slow = 0.05
    impatient, patient = (asyncio.create_task(credentials.token(GRANT)) for _ in range(2))
    await asyncio.sleep(0.01)
    impatient.cancel()
    assert await patient == "token-1"


async def test_each_tenant_and_scope_has_a_token_of_its_own(credentials: Credentials, microsoft: Microsoft) -> None:
    grants = (GRANT, Grant("fabrikam", GRANT.scope), Grant("contoso", "https://graph.microsoft.com/.default"))
    assert [await credentials.token(grant) for grant in grants * 2] == ["token-1", "token-2", "token-3"] * 2


async def test_a_token_is_renewed_ahead_of_its_end_and_nobody_waits(
    credentials: Credentials, microsoft: Microsoft
) -> None:
    microsoft.token_seconds = "1"
    await credentials.token(GRANT)
    await asyncio.sleep(0.82)
    microsoft.slow, began = 0.05, time.monotonic()
    assert [await credentials.token(GRANT) for _ in range(20)] == ["token-1"] * 20
    assert time.monotonic() - began < 0.04
    await asyncio.sleep(0.1)
    assert await credentials.token(GRANT) == "token-2"
    assert microsoft.tokens == 2


async def test_a_renewal_that_fails_leaves_the_old_token_while_it_lasts(
    credentials: Credentials, microsoft: Microsoft
) -> None:
    microsoft.token_seconds = 1
    await credentials.token(GRANT)
    microsoft.refuses = [Answer(503)] * 9
    await asyncio.sleep(0.82)
    assert await credentials.token(GRANT) == "token-1"
    for _ in range(2):
        await asyncio.sleep(0.03)
        assert await credentials.token(GRANT) == "token-1"
    assert microsoft.tokens == 2


async def test_a_token_that_ended_is_not_used(credentials: Credentials, microsoft: Microsoft) -> None:
    microsoft.token_seconds = 0
    assert [await credentials.token(GRANT) for _ in range(2)] == ["token-1", "token-2"]


async def test_a_refused_token_is_forgotten_and_a_renewed_one_stays(credentials: Credentials) -> None:
    assert await credentials.token(GRANT) == "token-1"
    credentials.forget(GRANT, "token-1")
    assert await credentials.token(GRANT) == "token-2"
    credentials.forget(GRANT, "token-1")
    assert await credentials.token(GRANT) == "token-2"


WRONG_PASSWORD = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret s3cret"}


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_wrong_password_needs_a_human(credentials: Credentials, microsoft: Microsoft, status: int) -> None:
    microsoft.refuses = [Answer(status, WRONG_PASSWORD)]
    with pytest.raises(GiveUp) as failed:
        await credentials.token(GRANT)
    assert "MICROSOFT_APP_PASSWORD" in failed.value.words
    assert "s3cret" not in f"{failed.value}{failed.value.words}"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_an_outage_passes_and_nothing_is_uncertain(
    credentials: Credentials, microsoft: Microsoft, status: int
) -> None:
    microsoft.refuses = [Answer(status, headers={"Retry-After": "7"})]
    with pytest.raises(TryAgain) as failed:
        await credentials.token(GRANT)
    assert failed.value.after
    assert not failed.value.uncertain
    assert await credentials.token(GRANT) == "token-2"


@pytest.mark.parametrize("body", [{}, {"access_token": ""}, {"access_token": 7}, ["token"]])
async def test_an_answer_without_a_token_is_tried_again(
    credentials: Credentials, microsoft: Microsoft, body: object
) -> None:
    microsoft.refuses = [Answer(200, body)]
    with pytest.raises(TryAgain):
        await credentials.token(GRANT)


async def test_nobody_at_the_endpoint_is_tried_again(http: ClientSession) -> None:
    credentials = Credentials(http, "http://127.0.0.1:1/{tenant}", APP, "s3cret")
    with pytest.raises(TryAgain) as failed:
        await credentials.token(GRANT)
    assert not failed.value.uncertain
