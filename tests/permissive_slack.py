"""A Slack that accepts everything: a second opinion beside the stand-in, written from Slack's documentation alone.

Sources: docs.slack.dev, "Verifying requests", "Slash commands", "Interaction payloads", "Formatting text".
"""

import asyncio
import hmac
import html
import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from aiohttp import request, web
from aiohttp.test_utils import TestServer

Json = dict[str, Any]
FORM, TOKEN, SECRET = "application/x-www-form-urlencoded", "xoxb-permissive", "permissive-secret"
TEAM, APP, BOT, GUEST, LINES = "T0PERMIT", "A0BATON", "U0BATON", "U0VIC", ("rich_text_section", "context")
PEOPLE = {"U0JANE": "Jane Ruiz", "U0SAM": "Sam Okafor", "U0ALEX": "Alex Kim", "U0VIC": "Vic Lang"}
MENTIONS = {f"@{user[2:].lower()}": f"<@{user}|{user[2:].lower()}>" for user in PEOPLE}
CHANNELS = {"#escalations": "C0ESCALATE", "#helpdesk": "C0HELPDESK"}
USERS = {u: {"id": u, "team_id": TEAM, "real_name": n, "is_ultra_restricted": u == GUEST} for u, n in PEOPLE.items()}
ALWAYS: dict[str, Json] = {
    "auth.test": {"team": "Contoso", "team_id": TEAM, "user_id": BOT, "bot_id": "B0BATON"},
    "users.list": {"members": list(USERS.values()), "response_metadata": {"next_cursor": ""}},
    "conversations.list": {"channels": [{"id": c, "name": n[1:], "is_member": True} for n, c in CHANNELS.items()]},
}


def _buttons(body: Json) -> list[Json]:
    return [e for b in body.get("blocks", ()) for e in b.get("elements", ()) if e.get("type") == "button"]


class Message:  # in all its versions, because people press what they saw; `to` is whoever alone sees it
    def __init__(self, channel: str, ts: str, to: str, body: Json) -> None:
        self.channel, self.ts, self.to, self.is_ephemeral, self.versions = channel, ts, to, bool(to), [body]

    def text(self) -> str:
        shown = self.versions[-1].get("blocks") or [{"type": "mrkdwn", "text": self.versions[-1].get("text", "")}]
        return "".join(json.loads(json.dumps([b for b in shown if b["type"] != "actions"]), object_hook=self._words))

    def _words(self, part: Json) -> str:
        text = str(part.get("text") or part.get("fallback") or PEOPLE.get(part.get("user_id", ""), ""))
        text = html.unescape(re.sub(r"<[^<>|]*\|([^<>]*)>", r"\1", text)) if part.get("type") == "mrkdwn" else text
        return text + "".join(part.get("elements", ())) + ("\n" if part.get("type") in LINES else "")

    def has(self, action_or_label: str) -> bool:
        return any(action_or_label in (b["action_id"], b["text"]["text"]) for b in _buttons(self.versions[-1]))


class Person:
    def __init__(self, slack: "PermissiveSlack", user: str) -> None:
        self.slack, self.id, self.name = slack, user, PEOPLE[user]
        self.open_view: Json | None = None

    async def command(self, channel: str, name: str, text: str = "") -> None:
        typed = re.sub(r"@\w+", lambda at: MENTIONS.get(at[0], at[0]), html.escape(text, quote=False))
        where = {"team_id": TEAM, "channel_id": CHANNELS[channel], "channel_name": channel[1:]}
        fields = {"command": name, "text": typed, "user_id": self.id, "user_name": self.id.lower(), **where}
        if answer := await self._send(fields, CHANNELS[channel]):
            self.slack.keep(CHANNELS[channel], answer, self.id)

    async def click(self, target: Message, action: str) -> None:
        seen, button = next((v, b) for v in target.versions[::-1] for b in _buttons(v) if b["action_id"] == action)
        where = {"message_ts": target.ts, "channel_id": target.channel, "is_ephemeral": target.is_ephemeral}
        pressed = {"container": {"type": "message", **where}, "channel": {"id": target.channel, "name": "any"}}
        shown = {} if target.is_ephemeral else {"message": {**seen, "type": "message", "user": BOT, "ts": target.ts}}
        acts = {"actions": [{"block_id": "given", **button, "action_ts": "1.0"}], "state": {"values": {}}}
        await self._send({"type": "block_actions", **pressed, **shown, **acts}, target.channel)

    async def submit(self, values: Mapping[str, Any] | None = None) -> None:
        view = self.open_view or {"blocks": []}
        filled = {b["block_id"]: self._filled_in(b["element"], values or {}) for b in view["blocks"] if "element" in b}
        answer = await self._send({"type": "view_submission", "view": {**view, "state": {"values": filled}}})
        self.open_view = {**view, **answer} if answer.get("response_action") in ("errors", "update") else None

    def _filled_in(self, element: Json, values: Mapping[str, Any]) -> Json:
        key = {"static_select": "selected_option", "users_select": "selected_user"}.get(element["type"], "value")
        value = values.get(element["action_id"], element.get("initial_value"))
        chosen = next((o for o in element.get("options", ()) if o["value"] == value), element.get("initial_option"))
        return {element["action_id"]: {"type": element["type"], key: chosen or value}}

    async def _send(self, what: Json, channel: str = "") -> Json:
        now, what = f"{time.time():.0f}", {**what, "api_app_id": APP, "trigger_id": f"{time.time_ns()}.{self.id}"}
        if channel:
            what["response_url"] = str(self.slack.make_url(f"/respond?channel={channel}&user={self.id}"))
        if "type" in what:
            user = {"id": self.id, "username": self.id.lower(), "name": self.id.lower(), "team_id": TEAM}
            what = {"payload": json.dumps({**what, "user": user, "team": {"id": TEAM, "domain": "contoso"}})}
        body = urlencode(what).encode()
        signature = hmac.new(SECRET.encode(), f"v0:{now}:".encode() + body, "sha256").hexdigest()
        signed = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={signature}", "Content-Type": FORM}
        async with request("POST", f"{self.slack.app_url}/slack/events", data=body, headers=signed) as answer:
            assert answer.status == 200, f"{self.name} is told that the app failed: {answer.status}"
            return dict(json.loads(await answer.text() or "{}"))

    def sees(self, channel: str) -> list[Message]:
        return [m for m in self.slack.messages if m.channel == CHANNELS.get(channel, channel) and m.to in ("", self.id)]

    def dms(self) -> list[Message]:
        return self.sees(f"D{self.id[1:]}")


class PermissiveSlack(TestServer):
    def __init__(self) -> None:
        super().__init__(web.Application())
        self.app.router.add_route("*", "/{method}", self._call)
        self.app_url, self.messages, self._changed = "", list[Message](), asyncio.Event()
        self._people = {user: Person(self, user) for user in PEOPLE}

    def person(self, name: str) -> Person:
        return self._people[f"U0{name.upper()}"]

    async def until(self, predicate: Callable[[], Any], within: float = 5.0) -> Any:
        try:
            async with asyncio.timeout(within):
                while not (found := predicate()):
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError("\n".join(["too late:", *(m.text()[:200] for m in self.messages[-8:])])) from None
        return found

    def keep(self, channel: str, body: Json, to: str = "") -> Message:
        place = f"D{channel[1:]}" if channel in PEOPLE else channel
        self.messages += [Message(place, f"{time.time():.0f}.{len(self.messages):06}", to, body)]
        return self.messages[-1]

    async def _call(self, request: web.Request) -> web.Response:
        body = await (request.json() if request.content_type == "application/json" else request.post())
        method, told = request.match_info["method"], {**request.query, **body}
        told |= {k: json.loads(told[k]) for k in ("blocks", "view", "metadata") if isinstance(told.get(k), str)}
        answer = ALWAYS.get(method, {})
        if method == "users.info":
            answer = {"user": USERS[told["user"]]}
        elif method == "conversations.open":
            answer = {"channel": {"id": f"D{told['users'][1:]}"}}
        elif method in ("chat.postMessage", "chat.postEphemeral", "respond"):
            kept = self.keep(told["channel"], told, told.get("user", ""))
            answer = {"channel": kept.channel, "ts": kept.ts, "message_ts": kept.ts}
        elif method == "chat.update":
            next(m for m in self.messages if m.ts == told["ts"]).versions.append(told)
        elif method in ("views.open", "views.update"):
            person = self._people[str(told.get("trigger_id", told.get("view_id"))).split(".")[1]]
            person.open_view = {**told["view"], "id": f"V.{person.id}", "team_id": TEAM}
        self._changed.set()
        self._changed.clear()
        return web.json_response({"ok": True, **answer})
