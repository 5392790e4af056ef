"""Answers: what the person who acted is told, for every outcome, letter by letter."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import UnionType
from typing import get_args

import pytest
from hypothesis import given

from core import answer
from core.answer import (
    RETURNED_LENGTH,
    assess_answer,
    claim_answer,
    escalate_answer,
    here_answer,
    returned,
    withdraw_answer,
)
from core.handoff import Door, State
from core.message import Message, words_of
from core.outcome import (
    AdminsOnly,
    AiOff,
    AlreadyThere,
    AlreadyYours,
    AssessmentAsked,
    AssessmentThere,
    AssessOutcome,
    AssigneeAsked,
    BackAgain,
    CannotBeFor,
    ChannelChosen,
    ClaimOutcome,
    Empty,
    Escalated,
    EscalateOutcome,
    Finished,
    HereOutcome,
    Lost,
    NoChannel,
    NotHere,
    NotTheirs,
    NotYours,
    StillWriting,
    UsedUp,
    ViewersMayNot,
    Withdrawn,
    WithdrawOutcome,
    Won,
    YouHaveIt,
    YourOwn,
)
from core.state import Refusal
from core.text import clean
from tests import golden
from tests.people import ADA, FULL_CASE, JANE, SAM, claimed, ended, in_state, open_handoff, party, withdrawn
from tests.shown import THREAD, UNREAD
from tests.strategy import worst

GOLDEN = Path(__file__).parent / "golden"
OPEN = open_handoff()
CLAIMED = claimed(OPEN)
THREE_SECONDS = timedelta(seconds=3)

CLAIM: dict[str, ClaimOutcome] = {
    "won": Won(CLAIMED),
    "already yours": AlreadyYours(CLAIMED),
    "already yours, picked up in the other chat": AlreadyYours(claimed(OPEN, door=Door.TEAMS)),
    "lost, nothing else waits": Lost(CLAIMED, party(SAM), THREE_SECONDS, Door.SLACK, 0),
    "lost to somebody in the other chat, another waits": Lost(CLAIMED, party(SAM), timedelta(0), Door.TEAMS, 1),
    "lost, others wait": Lost(CLAIMED, party(SAM), timedelta(hours=2), Door.API, 2),
    "your own": YourOwn(OPEN),
    "a viewer": ViewersMayNot(),
    "withdrawn": Finished(withdrawn(OPEN), Refusal.WITHDRAWN),
    "resolved": Finished(ended(CLAIMED, State.RESOLVED, SAM, 4_000), Refusal.RESOLVED),
    "passed on": Finished(ended(CLAIMED, State.PASSED_ON, SAM), Refusal.PASSED_ON),
    "resumed": Finished(in_state(State.RESUMED), Refusal.RESUMED),
    "over, nobody knows by whom": Finished(replace(OPEN, state=State.WITHDRAWN), Refusal.WITHDRAWN),
    "back with the team since": BackAgain(OPEN),
    "no such handoff": NotHere(),
}
ESCALATE: dict[str, EscalateOutcome] = {
    "done": Escalated(OPEN, takers=3),
    "done, with everything": Escalated(open_handoff(FULL_CASE, directed=SAM), takers=1),
    "done, but nobody else is there": Escalated(OPEN, takers=0),
    "done, with a thread": Escalated(open_handoff(replace(FULL_CASE, source=THREAD)), takers=3),
    "done, where Baton is not": Escalated(open_handoff(replace(FULL_CASE, source=UNREAD)), takers=3),
    "the same once more": AlreadyThere(OPEN, timedelta(seconds=12)),
    "no channel": NoChannel(),
    "the person it is for cannot": CannotBeFor("Vic Lang may look, but not pick things up."),
    "nothing in it": Empty(),
    "a stranger": NotHere(),
}
WITHDRAW: dict[str, WithdrawOutcome] = {
    "done": Withdrawn(withdrawn(OPEN)),
    "again": Withdrawn(withdrawn(OPEN), again=True),
    "somebody has it": AssigneeAsked(CLAIMED, party(SAM)),
    "somebody has it, again": AssigneeAsked(CLAIMED, party(SAM), again=True),
    "an admin has it themselves": YouHaveIt(claimed(OPEN, ADA)),
    "not yours": NotYours(OPEN),
    "withdrawn by somebody else": Finished(withdrawn(OPEN, ADA), Refusal.WITHDRAWN),
    "resolved": Finished(ended(CLAIMED, State.RESOLVED, SAM), Refusal.RESOLVED),
    "back with the team since": BackAgain(OPEN),
    "no such handoff": NotHere(),
}
ASSESS: dict[str, AssessOutcome] = {
    "begun": AssessmentAsked(OPEN, 2, again=True),
    "begun, the last but one": AssessmentAsked(CLAIMED, 1, again=False),
    "begun, the last": AssessmentAsked(CLAIMED, 0, again=False),
    "one is being written": StillWriting(OPEN),
    "it is there": AssessmentThere(OPEN),
    "too often": UsedUp(CLAIMED, 3),
    "the AI is off": AiOff(OPEN),
    "somebody else has it": NotTheirs(CLAIMED),
    "a viewer": ViewersMayNot(),
    "withdrawn": Finished(withdrawn(OPEN), Refusal.WITHDRAWN),
    "no such handoff": NotHere(),
}
HERE: dict[str, HereOutcome] = {
    "first": ChannelChosen(JANE, owner=True, moved=False),
    "again": ChannelChosen(ADA, owner=False, moved=False),
    "moved": ChannelChosen(ADA, owner=False, moved=True),
    "no admin": AdminsOnly(),
}
OTHER: dict[str, Message] = {
    "not known yet": answer.NOT_KNOWN_YET,
    "the one it is for is not known yet": answer.TARGET_NOT_KNOWN_YET,
    "a viewer wants details": answer.NO_DETAILS,
    "stranger": answer.STRANGER,
    "failed": answer.failed("Something went wrong on our side. Nothing was changed.", "a1b2c3d4"),
    "failed, and the text comes back": returned(
        answer.failed("It failed. Nothing was sent.", "a1b2c3d4"), "Outlook\nstops"
    ),
}


def told() -> dict[str, Message]:
    """Every answer, by what happened."""
    return {
        **{f"claim: {what}": claim_answer(outcome) for what, outcome in CLAIM.items()},
        **{f"escalate: {what}": escalate_answer(outcome) for what, outcome in ESCALATE.items()},
        **{f"withdraw: {what}": withdraw_answer(outcome) for what, outcome in WITHDRAW.items()},
        **{f"assess: {what}": assess_answer(outcome) for what, outcome in ASSESS.items()},
        **{f"here: {what}": here_answer(outcome) for what, outcome in HERE.items()},
        **{f"otherwise: {what}": message for what, message in OTHER.items()},
    }


def test_everybody_is_told_in_these_words() -> None:
    said = "\n\n".join(f"── {what}\n{words_of(message)}" for what, message in told().items())
    golden.same_as(GOLDEN / "answers.txt", f"{said}\n")


@pytest.mark.parametrize(
    ("outcomes", "union"),
    [
        (CLAIM, ClaimOutcome),
        (ESCALATE, EscalateOutcome),
        (WITHDRAW, WithdrawOutcome),
        (ASSESS, AssessOutcome),
        (HERE, HereOutcome),
    ],
)
def test_no_outcome_is_left_out(outcomes: dict[str, object], union: UnionType) -> None:
    assert {type(outcome) for outcome in outcomes.values()} == set(get_args(union))


def test_every_way_to_be_over_has_its_word() -> None:
    for why in (Refusal.WITHDRAWN, Refusal.RESOLVED, Refusal.PASSED_ON, Refusal.RESUMED):
        assert words_of(claim_answer(Finished(withdrawn(OPEN), why))).startswith("E-42 was ")


def test_the_first_words_are_what_a_notification_says() -> None:
    assert all(words_of(message).startswith(message.title) for message in told().values())


@given(worst)
def test_what_was_not_accepted_comes_back_word_for_word(text: str) -> None:
    text = clean(text)
    back = words_of(returned(answer.NOT_KNOWN_YET, text))
    if len(text) <= RETURNED_LENGTH:
        assert back.endswith(f"What you wrote:\n{text}")
    else:
        assert text[: RETURNED_LENGTH - 1].rstrip() in back
        assert "its first 3,000 characters" in back
