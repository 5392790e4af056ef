"""A line of the log: what it says, in both layouts, and what it never says."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.log import handler
from bot.trace import traced
from core import trail
from core.errors import TryAgain, Unavailable

SECRET = "hunter2-hunter2"
SHAPED = "xoxb-" + "1234567890-abcdef"


@contextmanager
def writing(layout: str, *secrets: str) -> Iterator[io.StringIO]:
    """What is written while this goes on, at DEBUG."""
    stream = io.StringIO()
    made = handler(layout, secrets, stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(made)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(made)
    root.setLevel(level)


def test_a_line_says_when_who_and_what_with_the_ids_of_what_was_going_on() -> None:
    with writing("json") as stream:
        trail.begin(request="1f2e3d4c", door="slack")
        trail.note(handoff="42")
        logging.getLogger("core.courier").info("carried %s", "it")
    told = json.loads(stream.getvalue())
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "info",
        "logger": "core.courier",
        "message": "carried it",
        "request": "1f2e3d4c",
        "door": "slack",
        "handoff": "42",
    }


def test_in_text_nobody_can_write_a_line_of_their_own() -> None:
    with writing("text") as stream:
        trail.begin(door="teams")
        logging.getLogger("bot.http").warning("refused %s", "x\n2026 ERROR all is lost")
    [line] = stream.getvalue().splitlines()
    assert line.endswith("WARNING bot.http: refused x\\n2026 ERROR all is lost door=teams")


@pytest.mark.parametrize("layout", ["json", "text"])
def test_our_own_secrets_and_whatever_looks_like_one_are_masked(layout: str) -> None:
    with writing(layout, SECRET) as stream:
        logging.getLogger("bot").error("with %s and %s at postgresql://baton:%s@db/x", SECRET, SHAPED, "p4ssword")
    told = stream.getvalue()
    assert "with [secret masked] and [token masked] at postgresql://baton:[password masked]@db/x" in told
    for hidden in (SECRET, SHAPED, "p4ssword"):
        assert hidden not in told


def test_libraries_are_heard_from_warnings_on_and_those_that_quote_people_are_not_quoted() -> None:
    with writing("json") as stream:
        logging.getLogger("sqlalchemy.engine").info("a row of zebras")
        logging.getLogger("slack_sdk.web").debug("zebra")
        logging.getLogger("slack_bolt").error("payload: zebra")
        logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('zebra')")
        logging.getLogger("sqlalchemy.pool").warning("the pool is full")
    told = [json.loads(line)["message"] for line in stream.getvalue().splitlines()]
    assert told[0].startswith("slack_bolt complains in test_log, line ")
    assert told[1:] == ["Task exception was never retrieved", "the pool is full"]
    assert "zebra" not in stream.getvalue()


def test_an_exception_is_told_by_its_kind_and_frames_and_by_our_own_words_only() -> None:
    try:
        try:
            raise KeyError("zebra")
        except KeyError as error:
            raise Unavailable("the disk is full (SQLITE_FULL)") from error
    except Unavailable:
        told = traced(sys.exc_info()[1] or ValueError())
    assert told.index("builtins.KeyError") < told.index("core.errors.Unavailable: the disk is full (SQLITE_FULL)")
    assert "test_log.py" in told
    assert "KeyError: " not in told


def test_each_of_several_exceptions_is_told() -> None:
    told = traced(ExceptionGroup("zebra", [ValueError("zebra"), TryAgain("Slack asks to wait")]))
    assert "builtins.ValueError" in told
    assert "core.errors.TryAgain: Slack asks to wait" in told
    assert "zebra" not in told


def test_what_two_requests_note_does_not_mix() -> None:
    first = trail.begin(request="a")
    trail.begin(request="b")
    trail.note(kind="press")
    assert first == {"request": "a"}
    assert trail.here() == {"request": "b", "kind": "press"}


def test_a_failure_has_the_id_of_its_request_however_often_it_is_told() -> None:
    trail.begin(request="1f2e3d4c")
    assert [trail.failed(), trail.failed()] == ["1f2e3d4c", "1f2e3d4c"]
