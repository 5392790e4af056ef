"""The views.* methods, and what answers to view submissions share with them."""

from typing import Any

from playground.slack.argument import Arguments
from playground.slack.element import named
from playground.slack.lint import VIEW_BUDGET, size_in_bytes, view_problems
from playground.slack.refusal import SlackError, invalid_arguments
from playground.slack.view import View
from playground.slack.workspace import Workspace

TRIGGER_SECONDS = 3.0
DEEPEST = 3


def open_(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """views.open"""
    user = _spend(workspace, a)
    _check(a["view"], "modal")
    workspace.modals[user].clear()
    return _answer(workspace, put_on_top(workspace, user, a["view"]))


def push(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """views.push"""
    user = _spend(workspace, a)
    return _answer(workspace, pushed(workspace, user, a["view"]))


def update(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """views.update"""
    view = workspace.view(a.get("view_id") or a.get("external_id") or "")
    if view is None:
        raise SlackError("not_found")
    if a.get("hash") and a["hash"] != view.hash:
        raise SlackError("hash_conflict")
    return _answer(workspace, replaced(workspace, view, a["view"]))


def publish(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """views.publish"""
    user, member = a["user_id"], workspace.members.get(a["user_id"])
    if member is None or member.is_bot or member.deleted:
        raise SlackError("user_not_found")
    if not workspace.app.home_tab:
        raise SlackError("not_enabled")
    if size_in_bytes(a["view"]) > VIEW_BUDGET:
        raise SlackError("view_too_large")
    _check(a["view"], "home")
    shown = workspace.homes.get(user)
    if shown and a.get("hash") and a["hash"] != shown.hash:
        raise SlackError("hash_conflict")
    if shown is None:
        shown = _new(workspace, user, a["view"])
        workspace.homes[user] = shown
        workspace.bell.ring()
        return _answer(workspace, shown)
    return _answer(workspace, replaced(workspace, shown, a["view"]))


def pushed(workspace: Workspace, user: str, definition: dict[str, Any]) -> View:
    """A further view on a person's stack. Raises push_limit_reached, or invalid_arguments."""
    _check(definition, "modal")
    if len(workspace.modals[user]) >= DEEPEST:
        raise SlackError("push_limit_reached")
    return put_on_top(workspace, user, definition)


def put_on_top(workspace: Workspace, user: str, definition: dict[str, Any]) -> View:
    """Show this view above what the person has open."""
    view = _new(workspace, user, definition)
    stack = workspace.modals[user]
    if stack:
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    workspace.bell.ring()
    return view


def replaced(workspace: Workspace, view: View, definition: dict[str, Any]) -> View:
    """The same view with new content; what was typed stays where block and action ids stay."""
    _check(definition, str(view.definition["type"]))
    view.definition = _named(workspace, definition)
    view.hash = _hash(workspace)
    view.errors, view.trouble = {}, ""
    workspace.bell.ring()
    return view


def _spend(workspace: Workspace, a: Arguments) -> str:
    """Whose trigger id this is; it cannot be used again."""
    if not a.get("trigger_id"):
        raise invalid_arguments("missing required field: trigger_id")
    trigger = workspace.triggers.get(a["trigger_id"])
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if workspace.clock() - trigger.born > TRIGGER_SECONDS:
        raise SlackError("expired_trigger_id")
    trigger.used = True
    return trigger.user


def _check(definition: dict[str, Any], surface: str) -> None:
    if problems := view_problems(definition, "home" if surface == "home" else "modal"):
        raise invalid_arguments(*problems)


def _new(workspace: Workspace, user: str, definition: dict[str, Any]) -> View:
    view_id = f"V0{workspace.number():08d}"
    return View(view_id, user, _named(workspace, definition), _hash(workspace), view_id)


def _named(workspace: Workspace, definition: dict[str, Any]) -> dict[str, Any]:
    return definition | {"blocks": named(definition["blocks"], f"v{workspace.number()}")}


def _hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock())}.{workspace.number():08x}"


def _answer(workspace: Workspace, view: View) -> dict[str, Any]:
    return {"view": view.as_json(workspace.team_id, workspace.app.id)}
