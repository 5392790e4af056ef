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
    "masked": masked,
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


def _seconds(read: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    read(text)
    return time.process_time() - begin
