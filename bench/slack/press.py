"""Signed requests as Slack sends them, made before they are sent."""

import itertools
import json
import time
from urllib.parse import urlencode

from bench.town import SLACK
from bench.waiting import Waiting
from bench.wire import request
from bot.slack.blocks import blocks
from core.card import card_for
from core.message import Action
from core.people import Identity
from playground.slack.wire import FORM, signed

PATH = "/slack/events"
SECRET = "bench-signing-secret"
BOT, BOT_TOKEN = "U0BATON", "xoxb-bench"

_TEAM = SLACK.workspace.id

_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
_SHARED = {"token": "legacy-verification-token", "api_app_id": "A0BENCH", "is_enterprise_install": False}
_triggers = itertools.count(1)
"""Of commands: one that came before is a repeat, and escalates nothing."""


def pick_up(waiting: Waiting, by: Identity, response_url: str) -> bytes:
    """Somebody presses the card's Pick Up."""
    return _signed({"payload": payload(waiting, by, response_url)})


def one_line(text: str, by: Identity, response_url: str) -> bytes:
    """Somebody types ``/escalate`` and a problem."""
    who = {"team_id": _TEAM, "team_domain": "bench", "user_id": by.user, "user_name": by.user.lower()}
    where = {"channel_id": "C0HELP", "channel_name": "helpdesk", "response_url": response_url}
    what = {"command": "/escalate", "text": text, "trigger_id": f"{next(_triggers)}.2.3"}
    return _signed({**_SHARED, "is_enterprise_install": "false", **who, **where, **what})


def payload(waiting: Waiting, by: Identity, response_url: str) -> str:
    """What Slack says of the press, as JSON without spaces: about 2.4 kB, half of it the card."""
    return json.dumps(_payload(waiting, by, response_url), separators=(",", ":"))


def _payload(waiting: Waiting, by: Identity, response_url: str) -> dict[str, object]:
    message = waiting.posted(SLACK)
    card = card_for(waiting.handoff)
    shown = blocks(card, SLACK.workspace)
    button = {"type": "button", "action_id": Action.PICK_UP, "block_id": "b1", "value": str(waiting.handoff.id)}
    return {
        **_SHARED,
        "type": "block_actions",
        "user": {"id": by.user, "username": by.user.lower(), "name": by.user.lower(), "team_id": _TEAM},
        "container": {
            "type": "message",
            "message_ts": message.message,
            "channel_id": message.conversation,
            "is_ephemeral": False,
        },
        "trigger_id": f"{message.message}.5f1d7d0e0b1c4c1d9b0e",
        "team": {"id": _TEAM, "domain": "bench"},
        "enterprise": None,
        "channel": {"id": message.conversation, "name": "escalations"},
        "message": {
            "type": "message",
            "user": BOT,
            "bot_id": "B0BATON",
            "app_id": "A0BENCH",
            "team": _TEAM,
            "ts": message.message,
            "text": card.title,
            "blocks": shown,
        },
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [{**button, "text": {"type": "plain_text", "text": "Pick Up"}, "action_ts": message.message}],
    }


def _signed(fields: dict[str, object]) -> bytes:
    body = urlencode(fields).encode()
    headers = {"Content-Type": FORM, "User-Agent": _AGENT, "Accept": "application/json,*/*"}
    return request(PATH, {**headers, **signed(SECRET, body, int(time.time()))}, body)
