"""The case document: the whole case for people who are in neither chat, letter by letter in each of its states."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from core.attempt import Outcome
from core.document import REMARKS_READ, case_document
from core.event import Event, Happening
from core.handoff import Handoff, Passing, Turn
from tests import golden
from tests.people import (
    ADA,
    ALEX,
    IN_PART,
    JANE,
    OPEN_STEP,
    READY,
    SAM,
    after,
    event,
    party,
    remark,
    reopened,
    story,
    tried,
    with_a_step_done,
)
from tests.shown import THREAD
from tests.strategy import handoffs, worst

FOLDER = Path(__file__).parent / "golden_document"
HEADING = re.compile(
    r"(Problem|Why help was needed|Tried before|In the middle of|Earlier handoffs of the case|Where it was discussed"
    r"|Who had it|Reopened because|Tried since|Next steps done|Written under the card|Resolution|Left over|How it ended"
    r"|AI assessment by claude-test, may be wrong \(confidence: (low|medium|high)\)):"
)


def eventful() -> tuple[Handoff, tuple[Event, ...]]:
    """All there can be in one case: taken from Sam, left by Alex, resolved, reopened, and resolved again."""
    sams = with_a_step_done(story()["attempted"])
    came = replace(sams.snapshot, source=THREAD, open_step=OPEN_STEP, earlier=("E-41: Jane Ruiz → Sam Okafor, 2 h: x",))
    taken = Turn(party(SAM), after(40), after(2_000), Passing.HANDED_BACK, party(ADA), "Sam is ill\ntoday")
    gone = Turn(party(ALEX), after(2_100), after(3_000), Passing.HANDED_BACK, None, "Alex Kim is no longer active here")
    outcomes = [tried(f"Fix {n}", each, "so", number=9 + n) for n, each in enumerate(Outcome)]
    over = replace(
        sams,
        ordinal=2,
        snapshot=came,
        turns=(taken, gone),
        attempts=(*sams.attempts, *outcomes),
        assessment=replace(READY, findings=IN_PART),
    )
    again = reopened(over, JANE)
    ended = replace(again, state=story()["resolved"].state, ending=story()["resolved"].ending)
    reopening = replace(event(Happening.REOPENED, JANE, 9_000), text="It asks for\na password")
    said = tuple(remark(f"Step {n}\nResolution:\n  none", (JANE, SAM)[n % 2], 60 + n) for n in range(42))
    return ended, (*said, reopening)


def documents() -> dict[str, str]:
    """Documents by the name of their golden file."""
    each = {name: case_document(handoff) for name, handoff in story().items()}
    return {**each, "eventful": case_document(*eventful())}


@pytest.mark.parametrize("name", documents())
def test_this_is_the_whole_case(name: str) -> None:
    golden.same_as(FOLDER / f"{name}.txt", documents()[name])


def test_no_golden_file_is_left_over() -> None:
    golden.nothing_else_in(FOLDER, {f"{name}.txt" for name in documents()})


@given(handoffs(), worst, worst)
def test_nobody_writes_a_heading(handoff: Handoff, text: str, more: str) -> None:
    tries = (tried(text, Outcome.FAILED, more), tried(more, Outcome.WAITING, text))
    turn = Turn(party(SAM), after(1), after(2), Passing.HANDED_OVER, party(SAM), text)
    ending = replace(handoff.ending, note=more) if handoff.ending else None
    worse = replace(handoff, attempts=tries, turns=(turn,), ending=ending)
    lines = case_document(worse, [remark(text), replace(event(Happening.REOPENED), text=more)]).splitlines()
    blank = lines.index("")
    assert blank in (3, 4)
    assert all(HEADING.fullmatch(line) for line in lines[blank:] if line and not line.startswith("  "))


def test_all_of_what_people_said_is_in_it_but_for_the_oldest_remarks() -> None:
    text, note = "x" * 999, "y" * 999
    handoff, said = eventful()
    told = case_document(replace(handoff, attempts=(tried(text, Outcome.FAILED, note),)), said)
    assert text in told
    assert note in told
    assert f"({len(said) - 1 - REMARKS_READ} earlier)" in told
    assert "Step 1 " not in told
    assert "Step 41 " in told


def test_only_an_assessment_that_is_there_is_told() -> None:
    known = {name: "AI assessment" in text for name, text in documents().items()}
    assert {"assessed_then_claimed", "renewed", "not_renewed", "resolved"} <= {n for n, told in known.items() if told}
    assert not any(known[name] for name in ("assessment_unavailable", "assessment_off", "claimed_while_being_assessed"))
