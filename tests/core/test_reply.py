"""What people are told who do something after the race, held against a golden file."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from core.attempt import Outcome
from core.handoff import Handoff, State
from core.message import Message, words_of
from core.outcome import CannotBeFor, Empty, Escalated, NoChannel, NotHere, NotYours, ViewersMayNot
from core.permission import Verb
from core.progress import Done, NeedsOutcome, NeedsWhy, NothingThere, NotNow, Parked, ParkNewOutcome, PassedOn, TooMany
from core.reply import ReplyTo, escalate_parked_answer, park_answer, reply_to
from core.state import ALLOWED, TABLE
from tests import golden
from tests.people import FULL_CASE, in_state, open_handoff, story, tried

GOLDEN = Path(__file__).parent / "golden"
STORY = story()
SAMS = STORY["assessed_then_claimed"]
NEXT = open_handoff(FULL_CASE, number=43, ordinal=2)

DONE: dict[Verb, Handoff] = {
    Verb.HAND_BACK: STORY["handed_back"],
    Verb.HAND_OVER: STORY["handed_over"],
    Verb.ATTEMPT: STORY["attempted"],
    Verb.RESOLVE: STORY["resolved"],
    Verb.REOPEN: STORY["reopened"],
    Verb.PASS_ON: STORY["passed_on"],
    Verb.STEP: STORY["with_a_step_done"],
    Verb.HIDE_STEPS: STORY["with_its_steps_put_away"],
    Verb.CONTINUE: STORY["attempted"],
    Verb.OWN_WAY: STORY["gone_their_own_way"],
    Verb.PARK: STORY["set_aside"],
    Verb.RESUME: SAMS,
    Verb.ESCALATE: open_handoff(),
    Verb.CHANGE: STORY["changed"],
}
REPLIES: dict[str, ReplyTo] = {
    **{f"done: {verb}": Done(handoff, verb) for verb, handoff in DONE.items()},
    f"done: {Verb.CONTINUE}": Done(SAMS, Verb.CONTINUE, what="Comparing the autodiscover records"),
    "done: resolve, with something left over": Done(STORY["closed"], Verb.RESOLVE),
    "nothing left to change": Done(SAMS, Verb.CHANGE, again=True),
    "passed on": PassedOn(STORY["passed_on"], NEXT),
    **{f"no word: {verb}": NeedsWhy(SAMS, verb) for verb in (Verb.HAND_BACK, Verb.RESOLVE, Verb.PASS_ON, Verb.ATTEMPT)},
    "no word: what is left over": NeedsWhy(SAMS, Verb.RESOLVE, left_over=True),
    "an attempt is undecided": NeedsOutcome(SAMS, tried("Rebuilding the profile", Outcome.UNDECIDED)),
    **{f"nothing there: {verb}": NothingThere(SAMS, verb) for verb in (Verb.STEP, Verb.HIDE_STEPS, Verb.CONTINUE)},
    "too many attempts": TooMany(SAMS, 100),
    "cannot be for them": CannotBeFor("Vic Lang may look, but not pick things up."),
    "no channel": NoChannel(),
    **{f"not theirs: {verb}": NotYours(SAMS, verb) for verb in DONE},
    "not theirs, and nobody has it": NotYours(STORY["parked"], Verb.RESUME),
    **{
        f"{verb}, but {state}": NotNow(in_state(state), why)
        for verb in (Verb.RESOLVE, Verb.REOPEN, Verb.RESUME, Verb.ESCALATE)
        for state in State
        if (why := TABLE[verb][state]) is not ALLOWED
    },
    "no such handoff": NotHere(),
}
PARK: dict[str, ParkNewOutcome] = {
    "done": Parked(STORY["parked"]),
    "again": Parked(STORY["parked"], again=True),
    "the person it is for cannot": CannotBeFor("Vic Lang may look, but not pick things up."),
    "nothing in it": Empty(),
    "a viewer": ViewersMayNot(),
    "a stranger": NotHere(),
}


def told() -> dict[str, Message]:
    """Every answer, by what happened."""
    return {
        **{what: reply_to(outcome) for what, outcome in REPLIES.items()},
        **{f"park: {what}": park_answer(outcome) for what, outcome in PARK.items()},
        "escalate what was parked": escalate_parked_answer(Escalated(replace(open_handoff(), version=2), takers=2)),
    }


def test_everybody_is_told_in_these_words() -> None:
    said = "\n\n".join(f"── {what}\n{words_of(message)}" for what, message in told().items())
    golden.same_as(GOLDEN / "replies.txt", f"{said}\n")


@pytest.mark.parametrize(("outcomes", "union"), [(REPLIES, ReplyTo), (PARK, ParkNewOutcome)])
def test_no_outcome_is_left_out(outcomes: dict[str, object], union: object) -> None:
    assert {type(outcome) for outcome in outcomes.values()} == set(get_args(union))
