"""Which Web API methods there are, what each takes, and reading what a client sent.

https://docs.slack.dev/reference/methods
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.slack.refusal import SlackError, invalid_arguments

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its arguments by kind, a trailing ! meaning required; scope and rate tier."""

    takes: str
    scope: str = ""
    tier: int = 3

    @property
    def kinds(self) -> dict[str, str]:
        """Argument name -> str, bool, int, list or dict."""
        return dict(word.rstrip("!").split(":") for word in self.takes.split())

    @property
    def required(self) -> list[str]:
        """The arguments that must be there."""
        return [word.split(":")[0] for word in self.takes.split() if word.endswith("!")]


_PAGED = "cursor:str limit:int"
_THREAD = f"{_PAGED} inclusive:bool include_all_metadata:bool latest:str oldest:str"
_WORDS = "text:str blocks:list attachments:list link_names:bool parse:str markdown_text:str as_user:bool"
_LOOK = "username:str icon_emoji:str icon_url:str"

SPECIAL_TIER = 0
"""Limits of their own: chat.postMessage per channel; the others practically none."""

METHODS: Mapping[str, Method] = {
    "auth.test": Method("", tier=SPECIAL_TIER),
    "users.info": Method("user:str! include_locale:bool", "users:read", 4),
    "users.list": Method(f"{_PAGED} include_locale:bool team_id:str", "users:read", 2),
    "users.lookupByEmail": Method("email:str!", "users:read.email", 3),
    "conversations.info": Method("channel:str! include_locale:bool include_num_members:bool", "channels:read", 3),
    "conversations.list": Method(f"{_PAGED} exclude_archived:bool types:str team_id:str", "channels:read", 2),
    "conversations.open": Method("channel:str users:str return_im:bool prevent_creation:bool", "im:write", 3),
    "conversations.join": Method("channel:str!", "channels:join", 3),
    "conversations.members": Method(f"channel:str! {_PAGED}", "channels:read", 4),
    "conversations.replies": Method(f"channel:str! ts:str! {_THREAD}", "channels:history", 3),
    "conversations.history": Method(f"channel:str! {_THREAD}", "channels:history", 3),
    "chat.postMessage": Method(
        f"channel:str! {_WORDS} {_LOOK} thread_ts:str reply_broadcast:bool unfurl_links:bool "
        "unfurl_media:bool mrkdwn:bool metadata:dict container_id:str",
        "chat:write",
        SPECIAL_TIER,
    ),
    "chat.update": Method(
        f"channel:str! ts:str! {_WORDS} reply_broadcast:bool metadata:dict file_ids:list", "chat:write", 3
    ),
    "chat.delete": Method("channel:str! ts:str! as_user:bool", "chat:write", 3),
    "chat.postEphemeral": Method(f"channel:str! user:str! {_WORDS} {_LOOK} thread_ts:str", "chat:write", 4),
    "chat.getPermalink": Method("channel:str! message_ts:str!", tier=SPECIAL_TIER),
    "views.open": Method("trigger_id:str interactivity_pointer:str view:dict!", tier=4),
    "views.push": Method("trigger_id:str interactivity_pointer:str view:dict!", tier=4),
    "views.update": Method("view:dict! view_id:str external_id:str hash:str", tier=4),
    "views.publish": Method("user_id:str! view:dict! hash:str", tier=4),
}


async def sent(request: web.Request) -> Arguments:
    """The arguments of a GET query, a form or a JSON body, not yet looked at."""
    arguments: Arguments = dict(request.query)
    if request.content_type == "application/json":
        arguments |= _decoded(await request.text(), dict, "json_not_object")
    elif request.method == "POST":
        arguments |= {key: str(value) for key, value in (await request.post()).items()}
    return arguments


def read(name: str, arguments: Arguments) -> Arguments:
    """The arguments in their own types. Raises SlackError for one that is unknown, missing or wrong."""
    method = METHODS[name]
    kinds = method.kinds
    if unknown := sorted(arguments.keys() - kinds.keys()):
        raise invalid_arguments(*(f"no such argument: {key}" for key in unknown))
    values = {key: _value(key, kinds[key], value) for key, value in arguments.items() if value is not None}
    if missing := [key for key in method.required if values.get(key) in (None, "")]:
        raise invalid_arguments(*(f"missing required field: {key}" for key in missing))
    return values


def _value(key: str, kind: str, value: Any) -> Any:
    if kind == "bool":
        return _flag(key, value)
    if kind == "int":
        return _number(key, value)
    if kind == "str":
        return _string(key, value)
    wanted = list if kind == "list" else dict
    return _decoded(value, wanted, "invalid_arguments") if isinstance(value, str) else _exact(key, wanted, value)


def _flag(key: str, value: Any) -> bool:
    spelled = {"1": True, "true": True, "True": True, "0": False, "false": False, "False": False}
    found = value if isinstance(value, bool) else spelled.get(str(value))
    if found is None:
        raise invalid_arguments(f"must be a boolean [json-pointer:/{key}]")
    return found


def _number(key: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise invalid_arguments(f"must be a number [json-pointer:/{key}]") from None


def _string(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise invalid_arguments(f"must be a string [json-pointer:/{key}]")
    return value


def _exact(key: str, wanted: type, value: Any) -> Any:
    if not isinstance(value, wanted):
        raise invalid_arguments(f"must be of type {wanted.__name__} [json-pointer:/{key}]")
    return value


def _decoded(text: str, wanted: type, error: str) -> Any:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(found, wanted):
        raise SlackError(error)
    return found
