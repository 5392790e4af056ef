"""Forms at the desk, on each database: what they ask, and how they come back."""

from datetime import timedelta

import pytest

from core.asking import ABOUT, NOTE, OUTCOME, SETTLED, WAITED, WHY
from core.attempt import AttemptId, Outcome
from core.attempting import Verdict
from core.form import Filled, Form
from core.handoff import HandoffId, State
from core.message import Action, Message
from core.outcome import NotYours
from core.people import Member
from core.progress import Done, NeedsWhy
from core.reception import Reception
from core.resolving import End
from core.saying import IN_SLACK
from tests.contracts.test_desk_life import Floor, floor, identity

__all__ = ["floor"]

PROFILE, RECORDS, SPREAD = "Rebuilt the profile", "Moved the DNS records", "they spread until tonight"


def reception(floor: Floor) -> Reception:
    return Reception(floor.desk, IN_SLACK)


async def form(floor: Floor, action: Action, handoff: HandoffId, by: Member | None = None, about: str = "") -> Form:
    """What the button opens."""
    shown = await reception(floor).pressed(action, handoff, *floor.from_(by or floor.office.sam), about)
    assert isinstance(shown, Form)
    return shown


async def tried(floor: Floor, *outcomes: Outcome) -> HandoffId:
    """Sam's, with as many attempts."""
    handoff, sam = await floor.picked_up(), floor.from_(floor.office.sam)
    for what, outcome in zip((PROFILE, RECORDS), outcomes, strict=False):
        assert isinstance(await floor.desk.attempt(handoff, what, Verdict(outcome, SPREAD), *sam), Done)
    return handoff


async def named(floor: Floor, handoff: HandoffId) -> list[AttemptId]:
    return [attempt.id for attempt in (await floor.stands(handoff)).attempts]


def answers(shown: Form, **other: str) -> Filled:
    """The form as it came, but for these."""
    return Filled({asked.name: asked.filled for asked in shown.fields} | other)


@pytest.mark.parametrize("outcomes", [[Outcome.WORKED], [Outcome.WORKED, Outcome.WAITING]])
async def test_what_is_left_over_is_not_what_the_draft_says_helped(floor: Floor, outcomes: list[Outcome]) -> None:
    handoff, sam = await tried(floor, *outcomes), floor.from_(floor.office.sam)
    shown = await form(floor, Action.RESOLVE, handoff)
    left_over = answers(shown, settled="no")
    back = await reception(floor).submitted(Action.RESOLVE, handoff, left_over, *sam)
    assert isinstance(back, Form)
    assert (back.at, back.fault) == (NOTE, "Please say what is left over. Nothing was changed.")
    assert {asked.name: asked.filled for asked in back.fields} == left_over.values
    assert (await floor.stands(handoff)).state is State.CLAIMED
    said = answers(back, note="The calendar does not sync yet", settled="no")
    assert isinstance(await reception(floor).submitted(Action.RESOLVE, handoff, said, *sam), Message)
    ending = (await floor.stands(handoff)).ending
    assert ending
    assert (ending.note, ending.settled) == ("The calendar does not sync yet", False)


async def test_nothing_left_over_is_asked_about_in_the_same_words_where_there_is_no_draft(floor: Floor) -> None:
    handoff = await floor.picked_up()
    outcome = await floor.desk.resolve(handoff, End("", settled=False), *floor.from_(floor.office.sam))
    assert isinstance(outcome, NeedsWhy)
    assert outcome.left_over


async def test_the_draft_as_it_was_resolves_what_works(floor: Floor) -> None:
    handoff = await tried(floor, Outcome.WORKED, Outcome.WAITING)
    shown = await form(floor, Action.RESOLVE, handoff)
    sam = floor.from_(floor.office.sam)
    assert isinstance(await reception(floor).submitted(Action.RESOLVE, handoff, answers(shown), *sam), Message)
    ending = (await floor.stands(handoff)).ending
    assert ending
    assert RECORDS in ending.note
    assert "Provisional" not in ending.note


async def test_a_note_is_never_emptied_by_what_was_settled_with_it(floor: Floor) -> None:
    """What worked before it was reopened did not hold, and is in no draft any more."""
    handoff, sam = await tried(floor, Outcome.WORKED), floor.from_(floor.office.sam)
    await floor.desk.resolve(handoff, End(PROFILE), *sam)
    floor.clock.turn(timedelta(hours=1))
    await floor.desk.reopen(handoff, "again", *sam)
    [attempt] = await named(floor, handoff)
    await floor.desk.decide(handoff, attempt, Verdict(Outcome.WAITING, SPREAD), *sam)
    shown = await form(floor, Action.RESOLVE, handoff)
    assert isinstance(await reception(floor).submitted(Action.RESOLVE, handoff, answers(shown), *sam), Message)
    ending = (await floor.stands(handoff)).ending
    assert ending
    assert PROFILE in ending.note


async def test_a_button_about_an_attempt_that_was_decided_asks_about_no_other(floor: Floor) -> None:
    handoff, sam = await tried(floor, Outcome.WAITING, Outcome.UNDECIDED), floor.from_(floor.office.sam)
    waited, begun = await named(floor, handoff)
    shown = await form(floor, Action.ATTEMPT, handoff, about=str(begun))
    assert answers(shown).text(ABOUT) == str(begun)
    await floor.desk.decide(handoff, waited, Verdict(Outcome.WORKED), *sam)
    told = await reception(floor).pressed(Action.ATTEMPT, handoff, *sam, str(waited))
    assert isinstance(told, Message)
    assert told.title == "That was decided: worked."


SECRETS = ("Outlook", PROFILE, RECORDS, SPREAD, "Comparing")


async def test_a_form_of_somebody_who_may_no_longer_comes_back_with_their_words_and_none_of_the_case(
    floor: Floor,
) -> None:
    handoff, office = await tried(floor, Outcome.WORKED, Outcome.WAITING), floor.office
    resolving = answers(await form(floor, Action.RESOLVE, handoff), note="It syncs again", settled="no", waited="no")
    attempting = answers(await form(floor, Action.ATTEMPT, handoff), note="Not yet")
    assert {NOTE, SETTLED, WAITED} <= set(resolving.values)
    assert {NOTE, ABOUT, OUTCOME} <= set(attempting.values)
    await floor.desk.hand_over(handoff, identity(office.alex), "", *floor.from_(office.sam))
    for action, filled in ((Action.RESOLVE, resolving), (Action.ATTEMPT, attempting)):
        back = await reception(floor).submitted(action, handoff, filled, *floor.from_(office.sam))
        assert isinstance(back, Form)
        assert back.fault.startswith("Only Alex, who has it, or an admin can")
        assert {asked.name: asked.filled for asked in back.fields} == {k: v for k, v in filled.values.items() if v}
        assert not [secret for secret in SECRETS if secret in str(back)]
        assert all(asked.filled in [c.value for c in asked.choices] for asked in back.fields if asked.choices)


async def test_a_form_that_was_made_up_by_somebody_who_may_not_tells_them_nothing(floor: Floor) -> None:
    handoff, vic = await tried(floor, Outcome.WORKED, Outcome.WAITING), floor.from_(floor.office.vic)
    made_up = Filled({WHY: "because", NOTE: "", OUTCOME: Outcome.WORKED})
    for action in (Action.RESOLVE, Action.ATTEMPT, Action.HAND_BACK, Action.PASS_ON, Action.CHANGE, Action.PARK):
        back = await reception(floor).submitted(action, handoff, made_up, *vic)
        assert isinstance(back, Form)
        assert not [secret for secret in SECRETS if secret in str(back)], action
    assert isinstance(await floor.desk.resolve(handoff, End("x"), *vic), NotYours)
