"""What the model is told of what was done since help was asked for, and what follows from it for its steps."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment import Findings, Reading, Step
from core.attempt import Outcome
from core.case import DONE_BUDGET, case_text
from core.event import Happening
from core.grounding import grounded
from core.handoff import Snapshot, Tried
from core.work import Work, work_of
from tests.people import (
    ADA,
    ALEX,
    JANE,
    PLAIN_CASE,
    after,
    claimed,
    event,
    handed_back,
    open_handoff,
    remark,
    story,
    tried,
    with_a_step_done,
)
from tests.strategy import worst


def done(work: Work) -> list[str]:
    """The lines of what was done, without those of the form."""
    return case_text(PLAIN_CASE, (), work).text.splitlines()[2:]


def marked(step: str, *attempts: tuple[str, Outcome]) -> bool:
    """Whether a proposed step is shown as tried, of which the model does not say so."""
    work = Work(tuple(tried(what, outcome, "so", number=n) for n, (what, outcome) in enumerate(attempts)))
    [kept] = grounded(Findings("x", steps=(Step(step, ""),)), case_text(PLAIN_CASE, (), work)).steps
    return kept.already_tried


def test_every_attempt_is_a_source_with_what_came_of_it_and_who_made_it() -> None:
    outcomes = [
        (Outcome.FAILED, "same error"),
        (Outcome.PARTLY, "one mailbox is left"),
        (Outcome.WORKED, ""),
        (Outcome.DISMISSED, ""),
        (Outcome.UNDECIDED, ""),
        (Outcome.WAITING, "the records spread until tonight"),
    ]
    attempts = tuple(tried(f"Fix {n}", outcome, note, number=n) for n, (outcome, note) in enumerate(outcomes))
    assert done(Work(attempts)) == [
        "f3 (tried since): Fix 0 (Sam Okafor): did not work: same error",
        "f4 (tried since): Fix 1 (Sam Okafor): worked partly: one mailbox is left",
        "f5 (tried since): Fix 2 (Sam Okafor): worked",
        "f6 (tried since): Fix 3 (Sam Okafor): dismissed",
        "f7 (tried since): Fix 4 (Sam Okafor): being tried",
        "f8 (waiting to be verified): Fix 5 (Sam Okafor): waiting to verify: the records spread until tonight; "
        "look again 2026-11-21 17:00 UTC",
    ]


def test_what_was_done_is_told_in_the_order_it_was_done_and_so_is_who_had_it() -> None:
    sams = with_a_step_done(replace(claimed(open_handoff()), attempts=(tried("Fix", Outcome.WORKED),)))
    taken = handed_back(sams, "Sam is ill today", ADA)
    later = replace(tried("Later", Outcome.WORKED, by=ALEX, number=2), at=after(950))
    alexs = replace(claimed(taken, ALEX, 900), attempts=(*taken.attempts, later))
    back = handed_back(alexs, "needs\nfirewall rights", seconds=1_000)
    assert done(work_of(back)) == [
        "f3 (tried since): Fix (Sam Okafor): worked",
        "f4 (done since): Look up the autodiscover records (Sam Okafor)",
        "f5 (had it before): Sam Okafor, 12 min, handed back by Ada Brandt: Sam is ill today",
        "f6 (tried since): Later (Alex Kim): worked",
        "f7 (had it before): Alex Kim, 1 min, handed back: needs firewall rights",
    ]


def test_why_it_was_reopened_and_what_had_worked_are_told() -> None:
    again = replace(event(Happening.REOPENED, JANE, 9_000), text="It asks\nagain")
    text = case_text(PLAIN_CASE, [again, remark("Still")], work_of(story()["reopened"])).text
    assert "f4 (had it before): Sam Okafor, 2 h 29 min, resolved, and reopened later" in text
    assert "f5 (reopened because): It asks again\nm1 (card thread): Jane Ruiz (Teams): Still" in text


def test_what_waits_from_an_earlier_handoff_is_called_so_too() -> None:
    text = case_text(Snapshot("It stopped", tried=(Tried("Moved the records (tonight)", Outcome.WAITING),))).text
    assert text.endswith("f3 (waiting to be verified): Moved the records (tonight): waiting to verify")


def test_of_a_hundred_long_attempts_those_that_wait_and_the_newest_are_read_and_how_many_is_said() -> None:
    outcomes = [Outcome.WAITING if n in (3, 40) else Outcome.FAILED for n in range(100)]
    attempts = tuple(tried(f"{n} " + "x" * 900, outcome, "y" * 900, number=n) for n, outcome in enumerate(outcomes))
    case = case_text(PLAIN_CASE, (), Work(attempts))
    read = [int(text.split()[0]) for label, _, text in case.lines if label not in ("f1", "f2")]
    newest = range(100 - len(read) + 2, 100)
    assert read == [3, 40, *newest]
    assert 15 < len(read) < 60
    assert case.done == Reading(len(read), 100)
    said = f"(You are shown {len(read)} of 100 things done since: what waits, the newest.)"
    assert case.text.splitlines()[-1] == said


@given(st.lists(st.tuples(worst, st.sampled_from(Outcome)), max_size=30))
def test_whatever_was_tried_it_is_a_line_each_within_the_budget(texts: list[tuple[str, Outcome]]) -> None:
    attempts = tuple(tried(text, outcome, text, number=n) for n, (text, outcome) in enumerate(texts))
    case = case_text(PLAIN_CASE, (), Work(attempts))
    assert len(case.lines) == 2 + case.done.read
    assert all("\n" not in text for _, _, text in case.lines)
    assert sum(len(text.encode(errors="replace")) for _, _, text in case.lines[2:]) <= DONE_BUDGET * 3
    assert len(case.text.splitlines()) == len(case.lines) + (not case.done.whole)


@pytest.mark.parametrize(
    "outcome", [Outcome.UNDECIDED, Outcome.WORKED, Outcome.PARTLY, Outcome.FAILED, Outcome.WAITING]
)
def test_a_step_that_somebody_tried_since_is_marked_whatever_the_model_says(outcome: Outcome) -> None:
    assert marked("Create a new Outlook profile", ("New Outlook profile", outcome))


def test_a_step_that_was_ticked_in_an_older_assessment_is_marked() -> None:
    case = case_text(PLAIN_CASE, (), work_of(with_a_step_done(claimed(open_handoff()))))
    steps = (Step("Look up the autodiscover records once more", ""), Step("Restart the server", ""))
    assert [step.already_tried for step in grounded(Findings("x", steps=steps), case).steps] == [True, False]


def test_what_was_dismissed_was_not_tried() -> None:
    assert not marked("Create a new Outlook profile", ("New Outlook profile", Outcome.DISMISSED))


@pytest.mark.parametrize("step", ["Verify that the DNS records moved", "Check whether the DNS records are moved"])
def test_to_verify_what_waits_is_no_second_attempt(step: str) -> None:
    assert not marked(step, ("Moved the DNS records", Outcome.WAITING))
    assert marked(step, ("Moved the DNS records", Outcome.FAILED))
    assert marked(step, ("Check DNS records, moved", Outcome.WAITING))
