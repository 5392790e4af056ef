"""Filling in a modal as a person does, and doing what the app answers to it."""

from collections.abc import Mapping
from typing import Any

from playground.slack import modal
from playground.slack.answer import Answer
from playground.slack.element import Placed
from playground.slack.record import Complaints
from playground.slack.refusal import SlackError
from playground.slack.view import View, entered, is_empty
from playground.slack.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


class FormIncomplete(AssertionError):
    """Slack's own client would not send this form yet; `errors` says why, by block id."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(f"the form cannot be sent: {dict(errors)}")
        self.errors = errors


def fill(view: View, values: Mapping[str, Any]) -> None:
    """Enter values, named by block id, action id or label. Raises KeyError for a field that is not there."""
    for name, value in values.items():
        placed = _field(view, name)
        view.typed[placed.block_id, placed.action_id] = entered(placed.element, value)


def check(view: View) -> None:
    """Raises FormIncomplete while something required is missing or a text is too short or long."""
    state = view.state()["values"]
    found = {p.block_id: _lack(p, state[p.block_id][p.action_id]) for p in view.inputs()}
    errors = {block_id: words for block_id, words in found.items() if words}
    if errors:
        view.errors = errors
        raise FormIncomplete(errors)


def apply(workspace: Workspace, complaints: Complaints, view: View, answer: Answer) -> None:
    """Do to the person's stack of views what the app answered to its submission."""
    view.errors, view.trouble = {}, ""
    try:
        _apply(workspace, view, answer)
    except SlackError as error:
        complaints.add("view_submission answer", error.code, error.detail)
        view.trouble = TROUBLE
    workspace.bell.ring()


def _apply(workspace: Workspace, view: View, answer: Answer) -> None:
    stack = workspace.modals[view.user]
    if not answer.ok:
        view.trouble = TROUBLE
        return
    if not answer.text.strip():
        _close(stack, view)
        return
    body = answer.json
    match body.get("response_action"):
        case "errors":
            view.errors = _known(view, body.get("errors"))
        case "update":
            modal.replaced(workspace, view, body.get("view", {}))
        case "push":
            modal.pushed(workspace, view.user, body.get("view", {}))
        case "clear":
            stack.clear()
        case None if body == {} and answer.text.strip() == "{}":
            _close(stack, view)
        case other:
            raise SlackError("invalid_response_action", given=other or answer.text[:80])


def _close(stack: list[View], view: View) -> None:
    if view in stack:
        stack.remove(view)


def _known(view: View, errors: Any) -> Mapping[str, str]:
    inputs = {placed.block_id for placed in view.inputs()}
    if not isinstance(errors, dict) or not errors or errors.keys() - inputs:
        raise SlackError("invalid_errors", given=errors, inputs=sorted(inputs))
    return errors


def _field(view: View, name: str) -> Placed:
    for placed in view.inputs():
        if name in (placed.block_id, placed.action_id, placed.label):
            return placed
    raise KeyError(f"no field {name!r} in {view.title!r}: {[p.label for p in view.inputs()]}")


def _lack(placed: Placed, state: Mapping[str, Any]) -> str:
    if is_empty(state):
        return "" if placed.block.get("optional") else "Please complete this required field."
    value = state.get("value")
    if not isinstance(value, str):
        return ""
    if len(value) > placed.element.get("max_length", 3000):
        return f"This must be at most {placed.element.get('max_length', 3000)} characters."
    if len(value) < placed.element.get("min_length", 0):
        return f"This must be at least {placed.element['min_length']} characters."
    return ""
