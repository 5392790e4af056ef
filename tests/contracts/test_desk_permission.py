"""Who may do what, and when: every verb by everybody, and in every state, through the desk and on each database."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from core.act import Origin
from core.assessment import AssessmentId
from core.attempt import Outcome
from core.attempting import Verdict
from core.changing import Change
from core.escalation import Entry
from core.handoff import HandoffId, Priority, State
from core.outcome import Escalated, NotHere, NotYours
from core.passing_on import Further
from core.people import Identity, Member, Role
from core.permission import LEASE, Verb
from core.progress import Done, NotNow, Parked, PassedOn
from core.repository import Transaction
from core.resolving import End
from core.state import ALLOWED, TABLE
from core.step import StepName
from tests.contracts.office import SLACK, profile
from tests.contracts.test_desk_life import Floor, floor

__all__ = ["floor"]

Doing = Callable[[Floor, HandoffId, Member, Origin], Awaitable[object]]

DOING: dict[Verb, Doing] = {
    Verb.HAND_BACK: lambda f, h, by, o: f.desk.hand_back(h, "no rights", by, o),
    Verb.HAND_OVER: lambda f, h, by, o: f.desk.hand_over(h, Identity(SLACK, "ada"), "", by, o),
    Verb.ATTEMPT: lambda f, h, by, o: f.desk.attempt(h, "New profile", Verdict(Outcome.WORKED), by, o),
    Verb.RESOLVE: lambda f, h, by, o: f.desk.resolve(h, End("New profile"), by, o),
    Verb.PASS_ON: lambda f, h, by, o: f.desk.pass_on(h, Further("Needs the vendor"), by, o),
    Verb.STEP: lambda f, h, by, o: f.desk.tick(h, StepName(AssessmentId(h), 0), by, o),
    Verb.HIDE_STEPS: lambda f, h, by, o: f.desk.put_away(h, by, o),
    Verb.CONTINUE: lambda f, h, by, o: f.desk.go_on(h, by, o),
    Verb.OWN_WAY: lambda f, h, by, o: f.desk.own_way(h, by, o),
    Verb.PARK: lambda f, h, by, o: f.desk.set_aside(h, f.clock.now() + timedelta(hours=4), by, o),
    Verb.REOPEN: lambda f, h, by, o: f.desk.reopen(h, "again", by, o),
    Verb.RESUME: lambda f, h, by, o: f.desk.resume(h, by, o),
    Verb.ESCALATE: lambda f, h, by, o: f.desk.escalate_parked(h, by, o),
    Verb.CHANGE: lambda f, h, by, o: f.desk.change(h, Change(Priority.URGENT), by, o),
}
"""The verbs after the race."""

ASSIGNEE_OR_ADMIN = {"sam", "ada"}
MAY: dict[Verb, tuple[State, set[str]]] = {
    Verb.HAND_BACK: (State.CLAIMED, ASSIGNEE_OR_ADMIN),
    Verb.HAND_OVER: (State.CLAIMED, ASSIGNEE_OR_ADMIN),
    Verb.ATTEMPT: (State.CLAIMED, ASSIGNEE_OR_ADMIN),
    Verb.RESOLVE: (State.CLAIMED, ASSIGNEE_OR_ADMIN),
    Verb.PASS_ON: (State.CLAIMED, ASSIGNEE_OR_ADMIN),
    Verb.STEP: (State.CLAIMED, {"sam"}),
    Verb.HIDE_STEPS: (State.CLAIMED, {"sam"}),
    Verb.CONTINUE: (State.CLAIMED, {"sam"}),
    Verb.OWN_WAY: (State.CLAIMED, {"sam"}),
    Verb.PARK: (State.CLAIMED, {"sam"}),
    Verb.REOPEN: (State.RESOLVED, {"jane", "sam", "ada"}),
    Verb.RESUME: (State.PARKED, {"jane", "ada"}),
    Verb.ESCALATE: (State.PARKED, {"jane", "ada"}),
    Verb.CHANGE: (State.CLAIMED, {"jane", "sam", "ada"}),
}
"""For every verb a state in which it is possible, and who may then: Jane escalated it, Sam has it, Ada is an admin."""

ALONE = {verb for verb, (_, who) in MAY.items() if who == {"sam"}}
"""What nobody but the assignee may."""

EVERYBODY = ("jane", "sam", "alex", "ada", "vic")


async def person(floor: Floor, name: str) -> tuple[Member, Origin]:
    """Somebody of the office, or Ada, who is an admin."""
    if name != "ada":
        return floor.from_(getattr(floor.office, name))

    def hired(tx: Transaction) -> Member:
        ada = tx.people.learn(floor.office.account, profile("Ada"))
        tx.people.set_role(ada.account, ada.id, Role.ADMIN)
        return ada

    return floor.from_(await floor.office.storage.transact(hired))


async def in_state(floor: Floor, state: State) -> HandoffId:
    """Jane's, in this state; Sam has or had it wherever somebody can have had it."""
    office, desk = floor.office, floor.desk
    jane, sam = floor.from_(office.jane), floor.from_(office.sam)
    if state in (State.PARKED, State.RESUMED):
        parked = await desk.park(Entry("Printer queue"), *jane)
        assert isinstance(parked, Parked)
        if state is State.RESUMED:
            await desk.resume(parked.handoff.id, *jane)
        return parked.handoff.id
    if state in (State.OPEN, State.WITHDRAWN):
        handoff = await floor.assessed(await floor.escalated())
        if state is State.WITHDRAWN:
            await desk.withdraw(handoff, *jane)
        return handoff
    handoff = await floor.assessed(await floor.picked_up())
    if state is State.RESOLVED:
        await desk.resolve(handoff, End("New profile"), *sam)
    if state is State.PASSED_ON:
        await desk.pass_on(handoff, Further("Needs the vendor"), *sam)
    return handoff


@pytest.mark.parametrize("verb", DOING)
async def test_who_may_and_who_may_not(floor: Floor, verb: Verb) -> None:
    state, allowed = MAY[verb]
    for name in EVERYBODY:
        await person(floor, "ada")
        floor.clock.turn(timedelta(minutes=2))  # the same words a minute later are a new escalation
        handoff = await in_state(floor, state)
        before = await floor.stands(handoff)
        outcome = await DOING[verb](floor, handoff, *await person(floor, name))
        assert isinstance(outcome, Done | PassedOn | Escalated if name in allowed else NotYours), name
        assert ((await floor.stands(handoff)) == before) == (name not in allowed)


@pytest.mark.parametrize("verb", DOING)
async def test_members_of_another_account_and_those_who_left_learn_nothing(floor: Floor, verb: Verb) -> None:
    handoff = await in_state(floor, MAY[verb][0])
    before = await floor.stands(handoff)
    for member in (floor.office.eve, floor.office.olga):
        assert isinstance(await DOING[verb](floor, handoff, *floor.from_(member)), NotHere), member.name
    assert await floor.stands(handoff) == before


@pytest.mark.parametrize("verb", DOING)
async def test_each_state_allows_it_or_says_why_not(floor: Floor, verb: Verb) -> None:
    for state in State:
        floor.clock.turn(timedelta(minutes=2))
        handoff = await in_state(floor, state)
        before = await floor.stands(handoff)
        assert before.state is state
        by = await person(floor, "sam" if verb in ALONE and before.claim else "ada")
        outcome = await DOING[verb](floor, handoff, *by)
        why = TABLE[verb][state]
        if why is not ALLOWED and isinstance(outcome, NotNow):
            assert outcome.refusal is why, state
        elif why is not ALLOWED:
            assert isinstance(outcome, NotYours), state  # nobody has it, who alone could
            assert verb in ALONE
        elif (verb, state) == (Verb.RESUME, State.CLAIMED):
            assert isinstance(outcome, NotYours)  # whether Sam set it aside is nobody else's business
        else:
            assert isinstance(outcome, Done | PassedOn | Escalated), state
        assert ((await floor.stands(handoff)) == before) == (not isinstance(outcome, Done | PassedOn | Escalated))


@pytest.mark.parametrize("verb", [Verb.HAND_BACK, Verb.HAND_OVER])
async def test_its_escalator_may_take_it_from_somebody_who_has_had_it_for_long(floor: Floor, verb: Verb) -> None:
    jane = floor.from_(floor.office.jane)
    handoff = await floor.picked_up()
    await person(floor, "ada")
    assert isinstance(await DOING[verb](floor, handoff, *jane), NotYours)
    floor.clock.turn(LEASE)
    assert isinstance(await DOING[verb](floor, handoff, *floor.from_(floor.office.alex)), NotYours)
    assert isinstance(await DOING[verb](floor, handoff, *jane), Done)
    assert not (await floor.stands(handoff)).assigned_to(floor.office.sam.id)


def test_no_verb_is_left_out() -> None:
    assert set(DOING) == set(Verb) - {Verb.CLAIM, Verb.WITHDRAW, Verb.DETAILS, Verb.ASSESS, Verb.DIG_DEEPER}
