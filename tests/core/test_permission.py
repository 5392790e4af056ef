"""Who may do what with a handoff: every verb for everybody, before and after the claim."""

from dataclasses import replace

import pytest

from core.handoff import Handoff
from core.people import Member, Role
from core.permission import Standing, Verb, may, sees_inside, standing
from tests.people import ADA, ALEX, JANE, OLIVE, SAM, VIC, claimed, open_handoff, party, withdrawn

OPEN = open_handoff()
CLAIMED = claimed(open_handoff(), SAM)

# As in the design: rows are verbs, columns how somebody stands to the handoff.
ESCALATOR, ASSIGNEE, ENGINEER, ADMIN, VIEWER = Standing
TABLE: dict[Verb, set[Standing]] = {
    Verb.CLAIM: {ENGINEER, ADMIN},
    Verb.HAND_BACK: {ASSIGNEE, ADMIN},
    Verb.HAND_OVER: {ASSIGNEE, ADMIN},
    Verb.ATTEMPT: {ASSIGNEE, ADMIN},
    Verb.RESOLVE: {ASSIGNEE, ADMIN},
    Verb.REOPEN: {ESCALATOR, ASSIGNEE, ADMIN},
    Verb.PASS_ON: {ASSIGNEE, ADMIN},
    Verb.STEP: {ASSIGNEE},
    Verb.HIDE_STEPS: {ASSIGNEE},
    Verb.CONTINUE: {ASSIGNEE},
    Verb.OWN_WAY: {ASSIGNEE},
    Verb.PARK: {ASSIGNEE},
    Verb.RESUME: {ESCALATOR, ASSIGNEE, ADMIN},
    Verb.ESCALATE: {ESCALATOR, ADMIN},
    Verb.CHANGE: {ESCALATOR, ASSIGNEE, ADMIN},
    Verb.WITHDRAW: {ESCALATOR, ADMIN},
    Verb.DETAILS: {ESCALATOR, ASSIGNEE, ENGINEER, ADMIN},
    Verb.ASSESS: {ESCALATOR, ASSIGNEE, ENGINEER, ADMIN},
    Verb.DIG_DEEPER: {ASSIGNEE, ADMIN},
}
WHO = {ESCALATOR: JANE, ASSIGNEE: SAM, ENGINEER: ALEX, ADMIN: ADA, VIEWER: VIC}


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("how", Standing)
def test_everybody_may_do_what_the_table_says(verb: Verb, how: Standing) -> None:
    assert standing(WHO[how], CLAIMED) is how
    assert may(WHO[how], verb, CLAIMED) == (how in TABLE[verb])


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("member", WHO.values())
def test_who_was_deactivated_may_do_nothing(verb: Verb, member: Member) -> None:
    assert not may(replace(member, active=False), verb, CLAIMED)
    assert not sees_inside(replace(member, active=False), CLAIMED)


@pytest.mark.parametrize("role", Role)
def test_nobody_takes_their_own_whatever_they_are(role: Role) -> None:
    assert standing(replace(JANE, role=role), OPEN) is ESCALATOR
    assert not may(replace(JANE, role=role), Verb.CLAIM, OPEN)


def test_the_owner_may_what_an_admin_may() -> None:
    assert standing(OLIVE, OPEN) is ADMIN


def test_an_admin_who_has_it_is_still_an_admin() -> None:
    assert may(ADA, Verb.PARK, claimed(OPEN, ADA))
    assert may(ADA, Verb.WITHDRAW, claimed(OPEN, ADA))


def test_an_admin_who_escalated_it_may_still_take_it_from_somebody_who_is_ill() -> None:
    hers = replace(claimed(OPEN, SAM), escalator=party(ADA))
    assert may(ADA, Verb.HAND_BACK, hers)
    assert not may(ADA, Verb.CLAIM, hers)


def test_who_reopened_what_they_escalated_is_its_assignee_too() -> None:
    hers = claimed(OPEN, JANE)
    for verb in (Verb.HAND_BACK, Verb.RESOLVE, Verb.PARK, Verb.CHANGE, Verb.WITHDRAW):
        assert may(JANE, verb, hers), verb


def test_a_viewer_becomes_no_assignee_by_reopening_their_own() -> None:
    resolved = replace(claimed(OPEN, SAM), escalator=party(VIC))
    assert not may(VIC, Verb.REOPEN, resolved)
    assert may(replace(VIC, role=Role.ENGINEER), Verb.REOPEN, resolved)


def test_a_viewer_may_withdraw_what_they_escalated() -> None:
    assert may(VIC, Verb.WITHDRAW, replace(OPEN, escalator=party(VIC)))


@pytest.mark.parametrize(
    ("handoff", "inside"),
    [
        (OPEN, {JANE, SAM, ALEX, ADA, OLIVE}),
        (CLAIMED, {JANE, SAM, ADA, OLIVE}),
        (withdrawn(OPEN), {JANE, SAM, ALEX, ADA, OLIVE}),
    ],
)
def test_after_the_claim_only_those_in_it_and_admins_see_inside(handoff: Handoff, inside: set[Member]) -> None:
    assert {member for member in (JANE, SAM, ALEX, ADA, OLIVE, VIC) if sees_inside(member, handoff)} == inside
