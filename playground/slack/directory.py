"""The auth.* and users.* methods."""

from typing import Any

from playground.slack.argument import Arguments
from playground.slack.conversation import page
from playground.slack.refusal import SlackError
from playground.slack.workspace import Workspace


def auth_test(workspace: Workspace, _: Arguments) -> dict[str, Any]:
    """auth.test"""
    app = workspace.app
    whose: dict[str, Any] = {
        "team": workspace.domain.title(),
        "user": app.name.lower(),
        "team_id": workspace.team_id,
    }
    whose |= {"user_id": app.bot_user, "bot_id": app.bot_id, "is_enterprise_install": False}
    return {"url": f"https://{workspace.domain}.slack.com/", **whose}


def info(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """users.info"""
    member = workspace.members.get(a["user"])
    if member is None:
        raise SlackError("user_not_found")
    return {"user": member.as_json(with_email=_sees_email(workspace))}


def list_(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """users.list: everyone of the workspace, bots and deactivated included, strangers not."""
    own = [member for member in workspace.members.values() if not member.is_stranger]
    part, after = page(own, a)
    with_email = _sees_email(workspace)
    people = [member.as_json(with_email=with_email) for member in part]
    return {"members": people, "cache_ts": 1, "response_metadata": {"next_cursor": after}}


def lookup_by_email(workspace: Workspace, a: Arguments) -> dict[str, Any]:
    """users.lookupByEmail: active people of the workspace only."""
    for member in workspace.members.values():
        own = not (member.is_stranger or member.deleted or member.is_bot)
        if own and member.email.lower() == a["email"].lower():
            return {"user": member.as_json()}
    raise SlackError("users_not_found")


def _sees_email(workspace: Workspace) -> bool:
    return "users:read.email" in workspace.app.scopes
