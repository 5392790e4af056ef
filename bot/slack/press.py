"""Who did what, out of Slack's payloads: the person's own workspace, the conversation, the handoff."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.slack.blocks import ABOUT
from core.act import Origin
from core.delivery import MessageRef
from core.errors import InvalidRequest
from core.handoff import Door, HandoffId
from core.inbound import name_of
from core.people import Identity, Platform, Workspace

METADATA = "baton_delivery"
"""The event type of the metadata that marks our messages. Everybody may read it: it holds the delivery's id only."""

HOME = "home"
"""The type of view that an App Home is; and where a form's answer goes that was opened there."""

_NOT_OURS = "That button is not one of Baton's, or an old one. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed. ``home`` is the hash of the person's Home, where it was pressed there; ``above`` is
    what its modal was opened above."""

    identity: Identity
    action: str
    value: str
    trigger: str
    origin: Origin
    response_url: str
    view: str
    about: str = ""
    home: str | None = None
    above: str = ""

    @property
    def back(self) -> str:
        """Where the answer to a form goes that this press opens: its response URL, or the person's Home."""
        return HOME if self.changes_home else self.response_url

    @property
    def changes_home(self) -> bool:
        """Whether it was pressed in the person's Home, or in a modal that was opened there."""
        return self.home is not None or self.above == HOME

    @property
    def handoff(self) -> HandoffId:
        """The handoff the button is about. Raises InvalidRequest for a value that is no id."""
        try:
            return HandoffId(UUID(self.value))
        except ValueError:
            raise InvalidRequest("a button value that is no id", words=_NOT_OURS) from None


def is_interaction(body: object) -> bool:
    """Whether everything that is read here has the type that Slack documents (docs.slack.dev, "Payloads")."""
    if not isinstance(body, dict):
        return False
    user, actions = body.get("user"), body.get("actions")
    if not isinstance(user, dict) or not isinstance(user.get("id"), str):
        return False
    if not all(isinstance(body.get(part) or {}, dict) for part in ("team", "container", "view")):
        return False
    if body.get("type") != "block_actions":
        return True
    return (
        isinstance(actions, list)
        and bool(actions)
        and isinstance(actions[0], dict)
        and isinstance(actions[0].get("action_id"), str)
    )


def is_event(body: object) -> bool:
    """Whether Bolt can find out whose event it is and where: it takes these for texts or objects."""
    if not isinstance(body, dict) or not isinstance(body.get("event") or {}, dict):
        return False
    event = body.get("event") or {}
    return all(isinstance(event.get(part) or "", str | dict) for part in ("channel", "user", "team", "item"))


def pressed(body: Mapping[str, Any]) -> Press:
    """The first action of a block_actions payload: buttons send one at a time."""
    action = body["actions"][0]
    identity = person_of(body)
    return Press(
        identity=identity,
        action=str(action.get("action_id", "")),
        value=str(action.get("value", "")),
        trigger=str(body.get("trigger_id", "")),
        origin=Origin(
            Door.SLACK,
            identity,
            _shared_conversation(body),
            request_of(identity, "press", _trigger(body)),
            _message(body),
        ),
        response_url=str(body.get("response_url") or ""),
        view=str((body.get("view") or {}).get("id", "")),
        about=_about(action),
        home=_home(body.get("view") or {}),
        above=_above(body.get("view") or {}),
    )


def _above(view: Mapping[str, Any]) -> str:
    return str(view.get("private_metadata") or "") if view.get("type") == "modal" else ""


def _home(view: Mapping[str, Any]) -> str | None:
    return str(view.get("hash") or "") if view.get("type") == HOME else None


def _about(action: Mapping[str, Any]) -> str:
    """What of the handoff the button is about: its block says so."""
    before, told, about = str(action.get("block_id", "")).partition(ABOUT)
    return about if told and before == action.get("action_id") else ""


def request_of(by: Identity, kind: str, *parts: str) -> str:
    """The name of a request that Slack may send again, with the same parts; empty where it told none of them.

    Over HTTP Slack repeats events alone; in Socket Mode whatever was not acknowledged comes again as it was, with
    its trigger: a trigger belongs to one act of one person.
    """
    return name_of(by.workspace.id, by.user, kind, *parts) if any(parts) else ""


def submission_of(by: Identity, view: Mapping[str, Any]) -> str:
    """A form is sent once: its id and the state it was in name what was sent."""
    return request_of(by, "form", str(view.get("id") or ""), str(view.get("hash") or ""))


def _trigger(body: Mapping[str, Any]) -> str:
    return str(body.get("trigger_id") or body["actions"][0].get("action_ts") or "")


def person_of(body: Mapping[str, Any]) -> Identity:
    """The person behind an interaction, in their own workspace: in a shared channel it is not the channel's."""
    user = body["user"]
    team = user.get("team_id") or (body.get("team") or {}).get("id") or ""
    return Identity(Workspace(Platform.SLACK, str(team)), str(user["id"]))


def commander_of(body: Mapping[str, Any]) -> Identity:
    """The person behind a slash command."""
    return Identity(Workspace(Platform.SLACK, str(body.get("team_id", ""))), str(body.get("user_id", "")))


def _shared_conversation(body: Mapping[str, Any]) -> str:
    """The channel a button was pressed in, unless only this person sees the message: ephemeral, or in a DM."""
    container = body.get("container") or {}
    channel = str(container.get("channel_id") or "")
    if container.get("type") != "message" or container.get("is_ephemeral") or channel.startswith("D"):
        return ""
    return channel


def _message(body: Mapping[str, Any]) -> MessageRef | None:
    """The message a button was pressed on, if it is a card or the like: what else we say in a channel is for one
    person alone; in a DM there are lists too, and what is ours to edit carries our mark."""
    container = body.get("container") or {}
    channel, ts = container.get("channel_id"), container.get("message_ts")
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return None
    if not isinstance(channel, str) or not isinstance(ts, str):
        return None
    if channel.startswith("D") and not _is_marked(body.get("message")):
        return None
    return MessageRef(channel, ts)


def _is_marked(message: object) -> bool:
    metadata = message.get("metadata") if isinstance(message, dict) else None
    return isinstance(metadata, dict) and metadata.get("event_type") == METADATA
