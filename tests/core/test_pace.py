"""Text is read in time, whatever it is: nobody holds the service up with a field full of blanks."""

import time
from collections.abc import Callable
from functools import cache

import pytest

from bot.slack.words import words_of
from core.assessment import Findings
from core.case import case_text
from core.command import understood
from core.grounding import grounded
from core.handoff import Snapshot
from core.redaction import masked
from core.text import clean
from tests.masking import lines
from tests.summary import measured

CASE = case_text(Snapshot("It stopped"))
READERS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "understood": understood,
    "as Slack escapes it": words_of,
    "grounded": lambda text: grounded(Findings(text), CASE),
}
REPEATED = (
    *(" ", "\t\n", "\u200d ", '"', "'", "1", "1111 ", "a.", "a:", "://a:", "://", "password:", "eyJ", "eyJaaaaaaaaa."),
    *("-----BEGIN PRIVATE KEY-----", "sk-ant-", "bearer ", "authorization: a ", "https://x."),
    *("&#", "<@", "<https://a|", "</at"),
)


@pytest.mark.parametrize("read", READERS)
def test_twenty_thousand_characters_are_read_in_a_blink(read: str) -> None:
    slowest = max(_seconds(READERS[read], (piece * LENGTH)[:LENGTH]) for piece in REPEATED)
    assert slowest < 0.3  # quadratic would be seconds


PROBLEM, THREAD = 3_000, 40_000
LENGTH = 10_000
PROSE = "Outlook stops syncing since the mailbox was moved, the phone still works; #4711 is about that. "
HOOKS = (
    *(
        "password ",
        "password for x ",
        "password is ",
        "password is a! or ",
        "pin ",
        "recovery codes a1b2c3d4 ",
        "totp key ",
    ),
    *(
        "?sig=",
        "cookie: a=",
        "curl ",
        "mysql ",
        "net use ",
        "-",
        " --",
        "login a ",
        "user a/",
        "a:a",
        "a@a.a ",
        ".\\a ",
    ),
    *("[", "$", "{", "<", "(", "ssid ", "key: ", "passphrase: a b c "),
    *(
        "Ab1! ",
        "reset to Ab1!cd2 ",
        "a1B2c3D4e5",
        "key a1B2c3D4e5a1B2c3D4e5 ",
        "key 12345678-1234-1234-1234-123456789012 ",
    ),
    *("a,password\n", "user,password\na,Ab1!cd2\n", "password|a|", "A1B2-", "door code for x ", "X1X1X1X1", "Word-"),
    *("password of a to ", "passphrase is ", "password a=", "dbpass ", "-u a -p ", "radius\n a", "_key=", "a:b:c:d:"),
    *(
        ", password abcdefgh",
        "password?\nits ",
        "secret otp a2b3 ",
        "http://a/reset/",
        "pgpass a:1:a:",
        "enter password: ",
    ),
)
"""What the finders of secrets stop at."""


@pytest.mark.parametrize("piece", [*REPEATED, *HOOKS])
def test_secrets_are_looked_for_in_time_that_grows_no_faster_than_the_text(piece: str) -> None:
    """Beside prose of the same length: what is quadratic takes hundreds of times as long."""
    text = (piece * LENGTH)[:LENGTH]
    assert any(_seconds(masked, text) < 12 * _floor() for _ in range(3))


def test_a_character_of_a_long_thread_takes_no_longer_than_one_of_a_short_text(
    record_property: Callable[[str, object], None],
) -> None:
    """Lines full of secrets, which take longer than prose."""
    dense = "\n".join(line.text for line in lines("seen"))
    problem, thread = (min(_seconds(masked, dense[:size]) for _ in range(3)) for size in (PROBLEM, THREAD))
    told = f"{PROBLEM:,} characters in {problem * 1_000:.0f} ms, {THREAD:,} in {thread * 1_000:.0f} ms"
    measured(record_property, f"masking, text full of secrets: {told}")
    assert thread / THREAD < 3 * problem / PROBLEM


@cache
def _floor() -> float:
    return min(_seconds(masked, (PROSE * LENGTH)[:LENGTH]) for _ in range(3))


def _seconds(read: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    read(text)
    return time.process_time() - begin
