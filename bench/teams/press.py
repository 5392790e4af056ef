"""Activities as Teams sends them, with a token that our stand-in for Microsoft signed; made before they are sent."""

import json
from dataclasses import dataclass

from bench.town import Town
from bench.waiting import Waiting
from bench.wire import request
from core.message import Action
from core.people import Identity
from playground.teams.issuer import Issuer

PATH = "/api/messages"
APP = "00000000-0000-0000-0000-00000000ba70"

_TEAM = "19:benchteam@thread.tacv2"
_AGENT = "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"
_NOW = "2026-11-21T12:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Presses:
    """Signed invokes of one tenant. As from the real Connector, many share a token."""

    issuer: Issuer
    town: Town

    def pick_up(self, waiting: Waiting, by: Identity, press: int) -> bytes:
        """Somebody presses the card's Pick Up."""
        body = self.payload(waiting, by, press).encode()
        token = self.issuer.ordinary(self.town.address)
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": _AGENT}
        return request(PATH, {**headers, "Authorization": f"Bearer {token}"}, body)

    def payload(self, waiting: Waiting, by: Identity, press: int) -> str:
        """What Teams says of the press, as JSON without spaces: about 1.2 kB."""
        return json.dumps(self._activity(waiting, by, press), separators=(",", ":"))

    def _activity(self, waiting: Waiting, by: Identity, press: int) -> dict[str, object]:
        card, town = waiting.posted(self.town), self.town
        data = {"verb": Action.PICK_UP, "handoff": str(waiting.handoff.id)}
        action = {"type": "Action.Execute", "title": "Pick Up", "id": "b1", "verb": Action.PICK_UP, "data": data}
        channel_data = {
            "channel": {"id": town.channel},
            "team": {"id": _TEAM},
            "tenant": {"id": town.workspace.id},
            "source": {"name": "message"},
            "legacy": {"replyToId": f"1:{card.message}"},
        }
        return {
            "name": "adaptiveCard/action",
            "type": "invoke",
            "id": f"f:5f1d7d0e-0b1c-4c1d-9b0e-{press:012}",
            "timestamp": _NOW,
            "localTimestamp": _NOW,
            "localTimezone": "Europe/London",
            "locale": "en-GB",
            "channelId": "msteams",
            "serviceUrl": town.address,
            "from": {"id": f"29:{by.user}", "name": by.user, "aadObjectId": by.user},
            "recipient": {"id": town.bot, "name": "Baton"},
            "conversation": {
                "id": card.conversation,
                "conversationType": "channel",
                "isGroup": True,
                "tenantId": town.workspace.id,
            },
            "replyToId": card.message,
            "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
            "channelData": channel_data,
            "value": {"action": action, "trigger": "manual"},
        }
