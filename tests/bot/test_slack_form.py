"""The escalation form, as it comes back filled in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.form import CUSTOMER, DIRECTED, OPEN_STEP, PRIORITY, PROBLEM, REASON, TICKET, TRIED, filled_in, form
from core.escalation import Entry
from core.handoff import Priority
from core.people import Identity
from tests.people import SLACK


def view(**values: Any) -> dict[str, Any]:
    """A submitted view with these fields."""
    return {"state": {"values": {name: {name: value} for name, value in values.items()}}}


def test_what_was_typed_becomes_the_entry() -> None:
    filled = view(
        **{
            PROBLEM: {"type": "plain_text_input", "value": "Outlook stops"},
            REASON: {"type": "plain_text_input", "value": "No idea"},
            TRIED: {"type": "plain_text_input", "value": "- Rebooted"},
            OPEN_STEP: {"type": "plain_text_input", "value": "Comparing the records"},
            TICKET: {"type": "plain_text_input", "value": "#4711"},
            CUSTOMER: {"type": "plain_text_input", "value": "Contoso"},
            PRIORITY: {"type": "static_select", "selected_option": {"value": "urgent"}},
            DIRECTED: {"type": "users_select", "selected_user": "U0SAM"},
        }
    )
    assert filled_in(filled, SLACK) == Entry(
        "Outlook stops",
        "No idea",
        "- Rebooted",
        "#4711",
        "Contoso",
        Priority.URGENT,
        Identity(SLACK, "U0SAM"),
        open_step="Comparing the records",
    )


def test_what_was_left_empty_is_empty() -> None:
    empty = view(
        **{name: {"type": "plain_text_input", "value": None} for name in (PROBLEM, REASON, TRIED, TICKET, CUSTOMER)},
        **{PRIORITY: {"selected_option": None}, DIRECTED: {"selected_user": None}},
    )
    assert filled_in(empty, SLACK) == Entry("")


@pytest.mark.parametrize("odd", [{}, {"state": None}, {"state": {}}, {"state": {"values": None}}, {"state": []}])
def test_a_form_without_its_fields_counts_as_empty(odd: dict[str, Any]) -> None:
    assert filled_in(odd, SLACK) == Entry("")


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
names = st.sampled_from([PROBLEM, REASON, TRIED, OPEN_STEP, TICKET, PRIORITY, DIRECTED, CUSTOMER, "other"])
inside = st.dictionaries(st.sampled_from(["value", "selected_user", "selected_option"]), json)


@given(st.dictionaries(names, st.dictionaries(names, inside) | json) | json)
def test_an_odd_form_is_survived(values: Any) -> None:
    entry = filled_in({"state": {"values": values}}, SLACK)
    assert isinstance(entry.problem, str)
    assert entry.priority in Priority


def test_every_field_of_the_form_is_read() -> None:
    asked = {block["block_id"] for block in form()["blocks"]}
    assert asked == {PROBLEM, REASON, TRIED, OPEN_STEP, TICKET, PRIORITY, DIRECTED, CUSTOMER}
    assert all(block["element"]["action_id"] == block["block_id"] for block in form()["blocks"])


def test_only_the_problem_and_the_priority_must_be_given() -> None:
    assert {block["block_id"] for block in form()["blocks"] if not block["optional"]} == {PROBLEM, PRIORITY}
