"""Text is read in time, whatever it is: nobody holds the service up with a field full of blanks."""

import time
from collections.abc import Callable

import pytest

from bot.slack.words import words_of
from core.assessment import Findings
from core.case import case_text, grounded
from core.command import understood
from core.handoff import Snapshot
from core.redaction import masked
from core.text import clean

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
    slowest = max(_seconds(READERS[read], (piece * 20_000)[:20_000]) for piece in REPEATED)
    assert slowest < 0.3  # quadratic would be seconds


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
)
"""What the finders of secrets stop at."""


@pytest.mark.parametrize("piece", [*REPEATED, *HOOKS])
def test_secrets_are_looked_for_in_time_that_grows_no_faster_than_the_text(piece: str) -> None:
    """Beside prose of the same length: what is quadratic takes hundreds of times as long."""
    floor = min(_seconds(masked, (PROSE * 20_000)[:20_000]) for _ in range(3))
    assert min(_seconds(masked, (piece * 20_000)[:20_000]) for _ in range(3)) < 12 * floor


def _seconds(read: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    read(text)
    return time.process_time() - begin
