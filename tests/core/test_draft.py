"""The draft of a resolution note: what really happened, and nothing else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.attempt import Outcome
from core.draft import resolution_draft
from core.handoff import Handoff, Tried
from core.reason import REASON_LENGTH, reason
from tests.people import (
    ALEX,
    FULL_CASE,
    JANE,
    READY,
    claimed,
    handed_over,
    open_handoff,
    reopened,
    story,
    tried,
    with_a_step_done,
)
from tests.strategy import worst

SAMS = claimed(open_handoff(FULL_CASE, assessment=READY))


def after_trying(*outcomes: Outcome, of: Handoff = SAMS) -> Handoff:
    """Sam's, after as many attempts."""
    return replace(of, attempts=tuple(tried(f"Fix {n}", each, f"so {n}", number=n) for n, each in enumerate(outcomes)))


def test_where_nothing_worked_there_is_no_draft() -> None:
    assert resolution_draft(SAMS) == ""
    assert resolution_draft(after_trying(Outcome.FAILED, Outcome.DISMISSED, Outcome.UNDECIDED)) == ""


def test_what_worked_comes_first_then_what_did_in_part_then_what_waits_then_what_was_ticked() -> None:
    sams = after_trying(Outcome.WAITING, Outcome.PARTLY, Outcome.FAILED, Outcome.WORKED)
    assert resolution_draft(with_a_step_done(handed_over(sams, ALEX, ""))).splitlines() == [
        "Fix 3 (Sam Okafor): worked: so 3",
        "Fix 1 (Sam Okafor): worked partly: so 1",
        "Provisional: Fix 0 (Sam Okafor): waiting to verify: so 0; look again 2026-11-21 17:00 UTC",
        "Done: Look up the autodiscover records (Sam Okafor)",
    ]


def test_what_an_earlier_handoff_of_the_case_achieved_is_in_it() -> None:
    before = (Tried("Safe mode: no change"), Tried("A", Outcome.PARTLY), Tried("B (tonight)", Outcome.WAITING))
    sams = claimed(open_handoff(replace(FULL_CASE, tried=before), ordinal=2))
    assert resolution_draft(sams) == "A: worked partly\nProvisional: B (tonight): waiting to verify"


def test_what_did_not_hold_is_left_out_once_it_was_reopened() -> None:
    over = replace(after_trying(Outcome.WORKED, Outcome.WAITING), ending=story()["resolved"].ending)
    again = reopened(with_a_step_done(over), JANE)
    assert resolution_draft(again).startswith("Provisional: Fix 1")
    later = replace(tried("Fix 9", Outcome.WORKED, by=JANE, number=9), at=again.turns[-1].until.replace(year=2027))
    now = replace(again, attempts=(*again.attempts, later))
    assert resolution_draft(now).splitlines()[0] == "Fix 9 (Jane Ruiz): worked"
    assert len(resolution_draft(now).splitlines()) == 2


def test_of_much_whole_lines_are_told_and_how_many_more_there_are() -> None:
    draft = resolution_draft(after_trying(*[Outcome.WORKED] * 60))
    told = draft.splitlines()
    assert len(draft) <= REASON_LENGTH
    assert told[:2] == ["Fix 0 (Sam Okafor): worked: so 0", "Fix 1 (Sam Okafor): worked: so 1"]
    assert told[-1] == f"and {60 - (len(told) - 1)} more"
    assert len(told) > 20


@given(st.lists(st.tuples(worst, st.sampled_from(Outcome)), max_size=30))
def test_any_draft_fits_the_field_it_stands_in(texts: list[tuple[str, Outcome]]) -> None:
    """As JavaScript counts: a form with more in a field than it takes does not open."""
    attempts = tuple(tried(what, outcome, what, number=n) for n, (what, outcome) in enumerate(texts))
    draft = resolution_draft(replace(SAMS, attempts=attempts))
    assert len(draft.encode("utf-16-le", "surrogatepass")) // 2 <= REASON_LENGTH
    assert bool(draft) == any(o in (Outcome.WORKED, Outcome.PARTLY, Outcome.WAITING) for _, o in texts)


def test_a_draft_is_kept_word_for_word() -> None:
    draft = resolution_draft(after_trying(Outcome.WORKED, Outcome.PARTLY, Outcome.WAITING))
    assert reason(draft) == draft
