"""The shapes in which Slack tells the app what a person did.

https://docs.slack.dev/reference/interaction-payloads
"""

from collections.abc import Mapping
from typing import Any

from playground.slack.conversation import with_replies
from playground.slack.element import Placed, actions_in
from playground.slack.member import Member
from playground.slack.message import Message, Version
from playground.slack.view import View, entered, preset
from playground.slack.workspace import Workspace

Payload = dict[str, Any]


def command(workspace: Workspace, member: Member, channel_id: str, name: str, text: str, response_url: str) -> Payload:
    """The form fields of a slash command."""
    channel = workspace.channels[channel_id]
    shown = "directmessage" if channel.kind == "im" else channel.name
    who = {"team_id": member.team_id, "team_domain": workspace.domain}
    where = {"channel_id": channel_id, "channel_name": shown}
    who |= {"user_id": member.id, "user_name": member.handle}
    what = {"command": name, "text": text, "api_app_id": workspace.app.id, "is_enterprise_install": "false"}
    ways = {"response_url": response_url, "trigger_id": workspace.new_trigger(member.id)}
    return {"token": "legacy-verification-token", **who, **where, **what, **ways}


def frame(workspace: Workspace, member: Member, kind: str) -> Payload:
    """What all interaction payloads have in common."""
    user = {"id": member.id, "username": member.handle, "name": member.handle, "team_id": member.team_id}
    about: Payload = {
        "type": kind,
        "team": workspace.team_json(),
        "user": user,
        "api_app_id": workspace.app.id,
    }
    about |= {"token": "legacy-verification-token", "enterprise": None, "is_enterprise_install": False}
    return about | {"trigger_id": workspace.new_trigger(member.id)}


def message_action(
    workspace: Workspace,
    member: Member,
    message: Message,
    version: Version,
    placed: Placed,
    value: Any,
    url: str,
) -> Payload:
    """block_actions from a message or an ephemeral, as that version stood."""
    container: Payload = {"type": "message", "message_ts": message.ts, "channel_id": message.channel_id}
    container |= {"is_ephemeral": message.only_for is not None}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    body = frame(workspace, member, "block_actions") | {"container": container, "response_url": url}
    body["channel"] = channel_json(workspace, message.channel_id)
    if message.only_for is None:
        body["message"] = message.as_json() | {"blocks": list(version.blocks), "text": version.text}
    done = acted(workspace, placed, value)
    return body | {"state": _state(version, placed, value), "actions": [done]}


def view_action(workspace: Workspace, member: Member, view: View, placed: Placed, value: Any) -> Payload:
    """block_actions from a modal or an App Home."""
    body = frame(workspace, member, "block_actions")
    body |= {"container": {"type": "view", "view_id": view.id}, "view": _shown(workspace, view)}
    return body | {"actions": [acted(workspace, placed, value)]}


def view_submission(workspace: Workspace, member: Member, view: View) -> Payload:
    """The person pressed the form's button."""
    return frame(workspace, member, "view_submission") | {
        "view": _shown(workspace, view),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, member: Member, view: View, *, cleared: bool) -> Payload:
    """The person closed a form that asked to be told so."""
    body = frame(workspace, member, "view_closed") | {"view": _shown(workspace, view), "is_cleared": cleared}
    body.pop("trigger_id")
    return body


def message_shortcut(workspace: Workspace, member: Member, callback_id: str, message: Message, url: str) -> Payload:
    """A shortcut chosen from a message's menu."""
    body = frame(workspace, member, "message_action")
    body |= {"callback_id": callback_id, "response_url": url, "message_ts": message.ts}
    body |= {"action_ts": workspace.next_ts(), "channel": channel_json(workspace, message.channel_id)}
    return body | {"message": with_replies(workspace.channels[message.channel_id], message)}


def global_shortcut(workspace: Workspace, member: Member, callback_id: str) -> Payload:
    """A shortcut chosen from the lightning menu."""
    body = frame(workspace, member, "shortcut")
    return body | {"callback_id": callback_id, "action_ts": workspace.next_ts()}


def channel_json(workspace: Workspace, channel_id: str) -> Payload:
    """The `channel` object of payloads."""
    channel = workspace.channels[channel_id]
    names = {"public": channel.name, "private": "privategroup", "im": "directmessage"}
    return {"id": channel.id, "name": names[channel.kind]}


def acted(workspace: Workspace, placed: Placed, value: Any) -> Payload:
    """One entry of `actions`."""
    element = placed.element
    done = {"type": placed.kind, "action_id": placed.action_id, "block_id": placed.block_id}
    done["action_ts"] = workspace.next_ts()
    if placed.kind == "button":
        return done | {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    if "placeholder" in element:
        done["placeholder"] = element["placeholder"]
    return done | entered(element, value)


def _shown(workspace: Workspace, view: View) -> Payload:
    return view.as_json(workspace.team_id, workspace.app.id)


def _state(version: Version, acted_on: Placed, value: Any) -> Payload:
    values: dict[str, dict[str, Mapping[str, Any]]] = {}
    for placed in actions_in(version.blocks):
        if placed.kind in ("button", "overflow"):
            continue
        touched = (placed.block_id, placed.action_id) == (acted_on.block_id, acted_on.action_id)
        now = entered(placed.element, value) if touched else preset(placed.element)
        values.setdefault(placed.block_id, {})[placed.action_id] = now
    return {"values": values}
