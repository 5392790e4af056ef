"""The words after ``/escalate``: sub-commands only when the whole text fits, everything else is a problem."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.command import (
    MENTION,
    Blank,
    Claim,
    Command,
    Help,
    Here,
    Mine,
    Park,
    Problem,
    Queue,
    Show,
    Verbed,
    Withdraw,
    understood,
)
from core.handoff import Priority
from core.message import Action
from core.text import clean

SAM = "\ue0000\ue001"
ALEX = "\ue0001\ue001"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Blank()),
        (" \n ", Blank()),
        ("help", Help()),
        ("Help", Help()),
        ("?", Help()),
        ("queue", Queue()),
        (" QUEUE ", Queue()),
        ("mine", Mine()),
        ("here", Here()),
        ("E-42", Show(42)),
        ("e-42", Show(42)),
        ("claim E-42", Claim(42)),
        ("Claim   e-42", Claim(42)),
        ("withdraw E-7", Withdraw(7)),
        ("withdraw\nE-7", Withdraw(7)),
        ("hand back E-7", Verbed(Action.HAND_BACK, 7)),
        ("Hand  Over e-7", Verbed(Action.HAND_OVER, 7)),
        ("attempt E-7", Verbed(Action.ATTEMPT, 7)),
        ("resolve E-7", Verbed(Action.RESOLVE, 7)),
        ("reopen E-7", Verbed(Action.REOPEN, 7)),
        ("further E-7", Verbed(Action.PASS_ON, 7)),
        ("park E-7", Verbed(Action.PARK, 7)),
        ("park", Park(Problem(""))),
        ("resume E-7", Verbed(Action.RESUME, 7)),
        ("change E-7", Verbed(Action.CHANGE, 7)),
    ],
)
def test_a_sub_command_is_the_whole_text(text: str, command: Command) -> None:
    assert understood(text) == command


@pytest.mark.parametrize(
    "text",
    [
        "help me with Outlook",
        "queue is stuck",
        "mine is broken",
        "here nothing prints",
        "E-42 is back",
        "E42",
        "E-",
        "E-1234567890",
        "claim",
        "claim 42",
        "claim E-42 please",
        "claim E-42 E-43",
        "withdraw",
        "withdraw cash at E-42",
        "resolve the printer",
        "hand back",
        "change E-42 please",
        "the queue",
        "help!",
    ],
)
def test_anything_else_is_a_problem(text: str) -> None:
    assert understood(text) == Problem(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Outlook stops syncing #4711", Problem("Outlook stops syncing", "#4711")),
        ("#4711 Outlook stops syncing", Problem("Outlook stops syncing", "#4711")),
        ("Outlook (see #4711) stops", Problem("Outlook (see #4711) stops", "#4711")),
        ("Outlook stops (#4711)", Problem("Outlook stops (#4711)", "#4711")),
        ("Outlook, see #4711, stops", Problem("Outlook, see #4711, stops", "#4711")),
        ("Outlook stops. #4711.", Problem("Outlook stops. #4711.", "#4711")),
        ("#123 and #4567", Problem("and #4567", "#123")),
        ("only #12 characters", Problem("only #12 characters")),
        ("C#4711 and x#4711", Problem("C#4711 and x#4711")),
        ("#4711abc", Problem("#4711abc")),
        ("see #471 and B-#471", Problem("see #471 and B-#471", "#471")),
        ("#4711", Problem("", "#4711")),
    ],
)
def test_a_ticket_is_a_sign_and_three_digits_at_a_words_edge(text: str, problem: Problem) -> None:
    assert understood(text) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Outlook stops !urgent", Problem("Outlook stops", priority=Priority.URGENT)),
        ("!LOW Outlook stops", Problem("Outlook stops", priority=Priority.LOW)),
        ("Outlook !high stops", Problem("Outlook stops", priority=Priority.HIGH)),
        ("Outlook stops !normal", Problem("Outlook stops", priority=Priority.NORMAL)),
        ("Outlook stops!urgent", Problem("Outlook stops!urgent")),
        ("Outlook stops !urgently", Problem("Outlook stops !urgently")),
        ("Outlook stops !asap", Problem("Outlook stops !asap")),
        ("urgent: Outlook stops", Problem("urgent: Outlook stops")),
        ("Outlook !urgent, says the log: !low", Problem("Outlook !urgent, says the log:", priority=Priority.LOW)),
        ("Outlook !urgent stops !low", Problem("Outlook stops !low", priority=Priority.URGENT)),
    ],
)
def test_a_priority_is_a_word_of_its_own(text: str, problem: Problem) -> None:
    assert understood(text) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"Outlook stops {SAM}", Problem("Outlook stops", directed=0)),
        (f"Outlook stops for {SAM}", Problem("Outlook stops", directed=0)),
        (f"for {SAM} Outlook stops", Problem("Outlook stops", directed=0)),
        (f"For {SAM}: Outlook stops", Problem("Outlook stops", directed=0)),
        (f"Outlook stops {SAM} #4711", Problem("Outlook stops", "#4711", directed=0)),
        (f"Outlook of {SAM} stops {ALEX}", Problem(f"Outlook of {SAM} stops", directed=1)),
        (SAM, Problem("", directed=0)),
        (f"claim E-42 {SAM}", Problem("claim E-42", directed=0)),
    ],
)
def test_it_is_for_whom_its_last_word_names(text: str, problem: Problem) -> None:
    assert understood(text) == problem


@pytest.mark.parametrize(
    "text",
    [
        f"{SAM} is locked out",
        f"{SAM} and {ALEX} cannot print",
        f"Outlook of {SAM} stops",
        f"Outlook of {SAM}.",
        f"x{SAM}",
        f"for{SAM} Outlook stops",
    ],
)
def test_whom_a_problem_is_about_is_not_whom_it_is_for(text: str) -> None:
    assert understood(text) == Problem(text)


def test_everything_in_one_line() -> None:
    said = understood(f"Outlook stops syncing #4711 !urgent {SAM}")
    assert said == Problem("Outlook stops syncing", "#4711", Priority.URGENT, 0)


def test_lines_of_a_problem_stay_lines() -> None:
    assert understood("Outlook stops\n\n  syncing") == Problem("Outlook stops\n\n syncing")


words = st.one_of(
    st.sampled_from(("help", "queue", "E-42", "claim", "withdraw", "!urgent", "!low", "#4711", "#12", SAM, ALEX, "\n")),
    st.text(max_size=12).map(clean),
)


@given(st.lists(words, max_size=10).map(" ".join))
def test_every_text_means_something_and_no_word_of_a_problem_is_lost(text: str) -> None:
    command = understood(text)
    if not isinstance(command, Problem):
        return
    told = [command.text, command.ticket, f"!{command.priority}" if command.priority else ""]
    told += [f"\ue000{command.directed}\ue001"] if command.directed is not None else []
    told_words = " ".join(told).lower().split()
    assert set(text.lower().split()) <= set(told_words)
    assert len(told_words) >= len(text.split())


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    command = understood(text)
    if isinstance(command, Problem):
        assert command.directed is None or re.search(MENTION, text)
        assert len(command.text) <= len(text)
