"""Which verb is possible in which state: the table pair by pair, and the page that shows it."""

import itertools
from pathlib import Path

import pytest

from core.handoff import CLAIMABLE, UNDER_WAY, State
from core.permission import Verb
from core.state import ALLOWED, TABLE, Refusal, refusal
from tests import golden

PAGE = Path(__file__).parents[2] / "docs" / "states.md"
BEGIN, END = "<!-- table -->\n", "<!-- /table -->"

OF_ITS_ASSIGNEE = (Verb.STEP, Verb.HIDE_STEPS, Verb.CONTINUE, Verb.OWN_WAY, Verb.PARK)
WHILE_SOMEBODY_HAS_IT = (Verb.HAND_BACK, Verb.HAND_OVER, Verb.ATTEMPT, Verb.RESOLVE, Verb.PASS_ON, *OF_ITS_ASSIGNEE)
NEEDS_AN_ASSIGNEE = ((State.OPEN, Refusal.WAITING), (State.PARKED, Refusal.WAITING), (State.CLAIMED, ALLOWED))
IT_IS_OVER = (
    (State.WITHDRAWN, Refusal.WITHDRAWN),
    (State.RESOLVED, Refusal.RESOLVED),
    (State.PASSED_ON, Refusal.PASSED_ON),
    (State.RESUMED, Refusal.RESUMED),
)

EXPECTED: dict[tuple[Verb, State], Refusal | None] = {
    (Verb.CLAIM, State.OPEN): ALLOWED,
    (Verb.CLAIM, State.CLAIMED): Refusal.TAKEN,
    (Verb.CLAIM, State.WITHDRAWN): Refusal.WITHDRAWN,
    (Verb.CLAIM, State.RESOLVED): Refusal.RESOLVED,
    (Verb.CLAIM, State.PASSED_ON): Refusal.PASSED_ON,
    (Verb.CLAIM, State.PARKED): ALLOWED,
    (Verb.CLAIM, State.RESUMED): Refusal.RESUMED,
    (Verb.WITHDRAW, State.OPEN): ALLOWED,
    (Verb.WITHDRAW, State.CLAIMED): Refusal.TAKEN,
    (Verb.WITHDRAW, State.WITHDRAWN): Refusal.WITHDRAWN,
    (Verb.WITHDRAW, State.RESOLVED): Refusal.RESOLVED,
    (Verb.WITHDRAW, State.PASSED_ON): Refusal.PASSED_ON,
    (Verb.WITHDRAW, State.PARKED): ALLOWED,
    (Verb.WITHDRAW, State.RESUMED): Refusal.RESUMED,
    **{(Verb.DETAILS, state): ALLOWED for state in State},
    **{(verb, state): why for verb in WHILE_SOMEBODY_HAS_IT for state, why in (*IT_IS_OVER, *NEEDS_AN_ASSIGNEE)},
    **{(verb, state): why for verb in (Verb.RESUME, Verb.ESCALATE, Verb.CHANGE) for state, why in IT_IS_OVER},
    (Verb.RESUME, State.OPEN): Refusal.NOT_SET_ASIDE,
    (Verb.RESUME, State.PARKED): ALLOWED,
    (Verb.RESUME, State.CLAIMED): ALLOWED,
    (Verb.ESCALATE, State.OPEN): Refusal.ASKED,
    (Verb.ESCALATE, State.PARKED): ALLOWED,
    (Verb.ESCALATE, State.CLAIMED): Refusal.TAKEN,
    (Verb.CHANGE, State.OPEN): ALLOWED,
    (Verb.CHANGE, State.PARKED): ALLOWED,
    (Verb.CHANGE, State.CLAIMED): ALLOWED,
    (Verb.REOPEN, State.OPEN): Refusal.NOT_OVER,
    (Verb.REOPEN, State.CLAIMED): Refusal.NOT_OVER,
    (Verb.REOPEN, State.WITHDRAWN): Refusal.WITHDRAWN,
    (Verb.REOPEN, State.RESOLVED): ALLOWED,
    (Verb.REOPEN, State.PASSED_ON): Refusal.PASSED_ON,
    (Verb.REOPEN, State.PARKED): Refusal.NOT_OVER,
    (Verb.REOPEN, State.RESUMED): Refusal.RESUMED,
    **{
        (verb, state): why
        for verb in (Verb.ASSESS, Verb.DIG_DEEPER)
        for state, why in {
            **dict.fromkeys(UNDER_WAY, ALLOWED),
            State.WITHDRAWN: Refusal.WITHDRAWN,
            State.RESOLVED: Refusal.RESOLVED,
            State.PASSED_ON: Refusal.PASSED_ON,
            State.RESUMED: Refusal.RESUMED,
        }.items()
    },
}


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(Verb, State)))
def test_every_verb_is_possible_in_a_state_or_refused_with_its_reason(verb: Verb, state: State) -> None:
    assert refusal(verb, state) == EXPECTED[verb, state]


def test_no_pair_is_left_out() -> None:
    assert {verb: set(states) for verb, states in TABLE.items()} == {verb: set(State) for verb in Verb}


def test_what_may_be_claimed_is_what_the_table_says() -> None:
    assert {state for state in State if refusal(Verb.CLAIM, state) is ALLOWED} == CLAIMABLE


def test_what_is_under_way_is_what_no_ending_stands_against() -> None:
    endings = {why for _, why in IT_IS_OVER}
    assert {state for state in State if refusal(Verb.CLAIM, state) not in endings} == UNDER_WAY


def test_every_reason_is_given_somewhere() -> None:
    assert {why for states in TABLE.values() for why in states.values() if why} == set(Refusal)


def test_the_page_shows_the_table() -> None:
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    golden.same_as(PAGE, f"{head}{BEGIN}{_table()}{END}{tail}")


def test_the_page_explains_every_state() -> None:
    explained = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0].splitlines()
    for state in State:
        [row] = [line for line in explained if line.startswith(f"| `{state}` |")]
        assert row.endswith("| no |" if state in UNDER_WAY else "| yes |")


def _table() -> str:
    rows = [
        ["state", *Verb],
        ["---"] * (len(Verb) + 1),
        *([f"`{state}`", *(refusal(verb, state) or "yes" for verb in Verb)] for state in State),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
