"""Only what Slack signed, just now, is let in."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict
from slack_sdk.signature import Clock, SignatureVerifier

from bot.slack.signature import is_signed
from tests.people import NOON

SECRET, OLD_SECRET, WRONG = "8f742231b10e8888abcd99yyyzzz85a5", "an older one", "somebody else's"
BODY = "command=%2Fescalate&text=Größe".encode()
TIMESTAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


class StoppedClock(Clock):
    def now(self) -> float:
        return NOON.timestamp()


def slacks_own(secret: str) -> SignatureVerifier:
    """The SDK's check, at the same moment."""
    return SignatureVerifier(secret, StoppedClock())


def signed(body: bytes = BODY, secret: str = SECRET, at: datetime = NOON) -> dict[str, str]:
    """The headers Slack would send."""
    timestamp = str(int(at.timestamp()))
    signature = slacks_own(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature
    return {TIMESTAMP: timestamp, SIGNATURE: signature}


def let_in(headers: Mapping[str, str], body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,)) -> bool:
    return is_signed(headers, body, secrets, NOON)


@pytest.mark.parametrize(
    ("seconds", "fresh"),
    [(0, True), (-299, True), (-300, True), (-301, False), (300, True), (301, False), (-86_400, False)],
)
def test_what_is_too_old_or_from_the_future_stays_outside(seconds: int, fresh: bool) -> None:
    headers = signed(at=NOON + timedelta(seconds=seconds))
    assert let_in(headers) == fresh
    assert slacks_own(SECRET).is_valid(BODY, headers[TIMESTAMP], headers[SIGNATURE]) == fresh


@pytest.mark.parametrize("body", [BODY, b"", b"{}", "ü".encode(), b"x" * 100_000])
def test_slacks_own_signature_is_accepted_for_exactly_its_body(body: bytes) -> None:
    headers = signed(body)
    assert let_in(headers, body)
    assert not let_in(headers, body + b" ")
    assert not let_in(headers, body[:-1] or b"x")


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.text(st.characters(codec="ascii"), min_size=1))
def test_it_decides_as_slacks_own_check_does(body: str, secret: str) -> None:
    headers = signed(body.encode(), secret)
    for tried in (secret, WRONG):
        expected = slacks_own(tried).is_valid(body.encode(), headers[TIMESTAMP], headers[SIGNATURE])
        assert let_in(headers, body.encode(), (tried,)) == expected


def test_bytes_that_are_no_text_break_nothing() -> None:
    assert not let_in(GOOD, b"\xff\xfe\x00")


def test_two_secrets_are_valid_while_one_replaces_the_other() -> None:
    both = (SECRET, OLD_SECRET)
    assert let_in(signed(secret=SECRET), secrets=both)
    assert let_in(signed(secret=OLD_SECRET), secrets=both)
    assert not let_in(signed(secret=WRONG), secrets=both)
    assert not let_in(signed(secret=SECRET), secrets=())


GOOD = signed()


@pytest.mark.parametrize(
    "timestamp",
    [
        *("", " ", "abc", "12.5", "-1", "+1", "1e9", "0x1", "NaN", "Infinity", "9" * 13),
        pytest.param("9" * 9_999, id="endless"),
        *(f" {GOOD[TIMESTAMP]}", f"{GOOD[TIMESTAMP]}\n", "٣" * 10, "²", "\ud800"),
    ],
)
def test_a_malformed_time_is_refused_and_breaks_nothing(timestamp: str) -> None:
    assert not let_in({**GOOD, TIMESTAMP: timestamp})


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v0=",
        GOOD[SIGNATURE][:-1],
        GOOD[SIGNATURE] + "0",
        GOOD[SIGNATURE] + "\n",
        GOOD[SIGNATURE].upper(),
        GOOD[SIGNATURE].replace("v0", "v1"),
        GOOD[SIGNATURE].removeprefix("v0="),
        "v0=" + "0" * 64,
        "v0=" + "ü" * 64,
        "v0=" + "\ud800" * 64,
        "v0=" + "٣" * 64,
    ],
)
def test_a_wrong_or_malformed_signature_is_refused_and_breaks_nothing(signature: str) -> None:
    assert not let_in({**GOOD, SIGNATURE: signature})


@pytest.mark.parametrize("missing", [TIMESTAMP, SIGNATURE])
def test_without_a_header_nothing_is_let_in(missing: str) -> None:
    assert not let_in({name: value for name, value in GOOD.items() if name != missing})


def test_headers_may_be_written_in_any_case() -> None:
    assert let_in(CIMultiDict({name.lower(): value for name, value in GOOD.items()}))


def test_the_time_is_part_of_what_is_signed() -> None:
    later = str(int((NOON + timedelta(seconds=1)).timestamp()))
    assert not let_in({**GOOD, TIMESTAMP: later})


def test_the_clock_may_stand_in_any_zone() -> None:
    assert is_signed(GOOD, BODY, (SECRET,), NOON.astimezone()) == is_signed(GOOD, BODY, (SECRET,), NOON.astimezone(UTC))
