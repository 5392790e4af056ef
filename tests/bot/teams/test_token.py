"""The token of an activity: each row of the matrix over real HTTP, each with its status."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import jwt
import pytest

from tests.bot.teams.conftest import Front
from tests.bot.teams.microsoft import APP, Microsoft, key_of, published, tampered

NOW = time.time
EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"


def unsigned(claims: dict[str, Any], **header: str) -> str:
    parts = (urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return f"Bearer {'.'.join(parts)}."


def by_secret(claims: dict[str, Any]) -> str:
    """Signed with the public key as if it were a shared secret."""
    secret = published("first")["n"]
    return f"Bearer {jwt.encode(claims, secret, algorithm='HS256', headers={'kid': 'first'})}"


def in_another_way(claims: dict[str, Any], algorithm: str) -> str:
    token = jwt.encode(claims, key_of("first"), algorithm=algorithm, headers={"kid": "first"})
    return f"Bearer {token}"


def with_header(m: Microsoft, key_id: str = "firsu", **header: Any) -> str:
    """Signed by another key, with something in its header that might make somebody believe it."""
    return f"Bearer {jwt.encode(m.claims(), key_of(key_id), algorithm='RS256', headers={'kid': 'first', **header})}"


def without_key_id(claims: dict[str, Any]) -> str:
    return f"Bearer {jwt.encode(claims, key_of('first'), algorithm='RS256')}"


Header = Callable[[Microsoft], str | None]

REFUSED: dict[str, Header] = {
    "no header": lambda m: None,
    "an empty header": lambda m: "",
    "another scheme": lambda m: m.signed().replace("Bearer", "Basic"),
    "no token": lambda m: "Bearer ",
    "garbage": lambda m: "Bearer garbage",
    "dots": lambda m: "Bearer a.b.c",
    "more parts than a token has": lambda m: m.signed() + ".e30.e30",
    "no JSON inside": lambda m: "Bearer bm90.bm90.bm90",
    "a list inside": lambda m: "Bearer W10.W10.W10",
    "another audience": lambda m: m.signed(aud="11111111-1111-1111-1111-111111111111"),
    "one audience of several": lambda m: m.signed(aud=[APP, "other"]),
    "another issuer": lambda m: m.signed(iss="https://evil.example"),
    "the emulator's issuer": lambda m: m.signed(iss=EMULATOR),
    "no issuer": lambda m: m.signed(iss=None),
    "no audience": lambda m: m.signed(aud=None),
    "no end": lambda m: m.signed(exp=None),
    "an end that is no number": lambda m: m.signed(exp="tomorrow"),
    "ended": lambda m: m.signed(exp=int(NOW()) - 301),
    "not begun": lambda m: m.signed(nbf=int(NOW()) + 301),
    "another service URL": lambda m: m.signed(serviceurl="https://smba.example/emea/"),
    "the same host by another name": lambda m: m.signed(serviceurl=m.service.replace("127.0.0.1", "localhost")),
    "no service URL": lambda m: m.signed(serviceurl=None),
    "a service URL that is no text": lambda m: m.signed(serviceurl=[m.service]),
    "another signature": lambda m: tampered(m.signed()),
    "another's signature under our key's name": lambda m: (
        "Bearer " + jwt.encode(m.claims(), key_of("firsu"), algorithm="RS256", headers={"kid": "first"})
    ),
    "a shared secret": lambda m: by_secret(m.claims()),
    "no algorithm": lambda m: unsigned(m.claims(), alg="none", typ="JWT", kid="first"),
    "RS512": lambda m: in_another_way(m.claims(), "RS512"),
    "PS256": lambda m: in_another_way(m.claims(), "PS256"),
    "no key id": lambda m: without_key_id(m.claims()),
    "a key id of nothing": lambda m: with_header(m, "first", kid=""),
    "a key of its own inside": lambda m: with_header(m, jwk=published("firsu")),
    "an address of its own keys": lambda m: with_header(m, jku=f"{m.url}/v1/.well-known/keys"),
    "an extension that must be understood": lambda m: with_header(m, "first", crit=["exp"]),
    "another port": lambda m: m.signed(serviceurl="http://127.0.0.1:1/emea/"),
    "a place within our service URL": lambda m: m.signed(serviceurl=f"{m.service}teams/"),
    "a host before our own": lambda m: m.signed(serviceurl=m.service.replace("://", "://evil.example@")),
    "a key that is not endorsed for Teams": lambda m: m.signed("webchat"),
    "a key without endorsements": lambda m: m.signed("bare"),
}


@pytest.mark.parametrize("row", REFUSED)
async def test_a_token_that_does_not_hold_is_refused_in_words(front: Front, microsoft: Microsoft, row: str) -> None:
    microsoft.keys += [published("webchat", ("webchat",)), {**published("bare"), "endorsements": None}]
    status, words = await front.send(microsoft.activity(), REFUSED[row](microsoft))
    assert (status, words) == (401, "not signed by the Bot Framework for this bot")
    assert not front.arrived


ACCEPTED: dict[str, Header] = {
    "as it should be": lambda m: m.signed(),
    "the scheme in small letters": lambda m: m.signed().replace("Bearer", "bearer"),
    "ended a moment ago": lambda m: m.signed(exp=int(NOW()) - 290),
    "begins in a moment": lambda m: m.signed(nbf=int(NOW()) + 290),
    "a service URL without its last slash": lambda m: m.signed(serviceurl=m.service.rstrip("/")),
    "a service URL in capitals": lambda m: m.signed(serviceurl=m.service.replace("http", "HTTP")),
}


@pytest.mark.parametrize("row", ACCEPTED)
async def test_a_token_that_holds_is_taken(front: Front, microsoft: Microsoft, row: str) -> None:
    assert await front.send(microsoft.activity(), ACCEPTED[row](microsoft)) == (200, "")
    assert len(front.arrived) == 1


async def test_a_key_of_nobody_is_looked_for_once_and_refused(front: Front, microsoft: Microsoft) -> None:
    await front.send(microsoft.activity(), microsoft.signed())
    before = microsoft.asked_for_keys
    front.keys._interval = 0.05
    status, _ = await front.send(microsoft.activity(), microsoft.signed("unknown"))
    assert status == 401
    assert microsoft.asked_for_keys == before + 1


async def test_neither_token_nor_text_gets_into_the_log(
    front: Front, microsoft: Microsoft, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    for header in (tampered(microsoft.signed()), "Bearer s3cret.s3cret.s3cret", "s3cret"):
        await front.send(microsoft.activity(text="my password is hunter2"), header)
    assert len(caplog.records) >= 3
    assert not [word for word in ("s3cret", "hunter2", "eyJ") if word in caplog.text]
