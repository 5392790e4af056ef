"""A Teams that accepts everything: a second opinion beside the stand-in, written from Microsoft's documentation alone.

Sources: learn.microsoft.com, "Bot Connector authentication", "Conversations", "Universal Actions", "Dialogs".
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jwt
from aiohttp import request, test_utils, web
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

Json = dict[str, Any]
APP, BOT, TENANT, TEAM = "ba70-permit", "28:ba70-permit", {"id": "7e4a-permit"}, {"id": "19:team@thread.tacv2"}
PEOPLE = {"29:jane": "Jane Ruiz", "29:sam": "Sam Okafor", "29:alex": "Alex Kim", "29:vic": "Vic Lang"}
ISSUER, KEY, GUEST, OLD_CLIENT = "https://api.botframework.com", "permissive", "29:vic", "29:alex"
CHANNELS = {"#escalations": "19:escalations@thread.tacv2", "#helpdesk": "19:helpdesk@thread.tacv2"}
NAMES = {**{f"@{user[3:]}": {"id": user, "name": name} for user, name in PEOPLE.items()}, "@Baton": {"id": BOT}}
STAFF = [{"id": u, "aadObjectId": u[3:], "name": n, "userRole": "guest" * (u == GUEST)} for u, n in PEOPLE.items()]


def within(part: Any, *kinds: str) -> Iterator[Json]:  # elements or actions, in reading order; a fallback is neither
    if isinstance(part, dict):
        yield from [part] if str(part.get("type", "")).startswith(kinds) else []
        part = [value for name, value in part.items() if name not in ("data", "fallback")]
    for value in part if isinstance(part, list) else ():
        yield from within(value, *kinds)


def words(shown: Any) -> str:
    runs = ("\n" * part["type"].endswith("Block") + part.get("text", "") for part in within(shown, "Text", "Rich"))
    return re.sub(r"</?at>|\*\*", "", "".join(runs)).strip()


def buttons(shown: Any, name: str) -> list[Json]:  # by what they do, or by what stands on them
    return [a for a in within(shown, "Action.") if name in (a["title"], a.get("data", {}).get("verb"))]


class Message:  # in all its versions, because people press what they saw; `to` is whoever alone sees it
    def __init__(self, place: str, body: Json, to: str = "") -> None:
        self.ts, self.to, self.is_ephemeral, self.versions = f"{time.time_ns()}", to, bool(to), [body]
        self.thread = place if re.search(";|^a:", place) else f"{place};messageid={self.ts}"

    def text(self) -> str:
        return words(self.versions[-1])

    def has(self, action_or_label: str) -> bool:
        return bool(buttons(self.versions[-1], action_or_label))


class Person:
    def __init__(self, teams: "PermissiveTeams", user: str) -> None:
        self.teams, self.id, self.name, self._opened_in = teams, user, PEOPLE[user], ""
        self.open_view: Json | None = None
        self.dms: Callable[[], list[Message]] = lambda: self.sees(f"a:{user}")

    async def command(self, channel: str, name: str, text: str = "") -> None:
        named = [{"type": "mention", "mentioned": m, "text": f"<at>{at}</at>"} for at, m in NAMES.items() if at in text]
        typed = re.sub(r"@\w+", lambda at: f"<at>{at[0]}</at>" if at[0] in NAMES else at[0], f"{name[1:]} {text}")
        to, where = {"id": BOT, "isTargeted": "@Baton" not in text}, f"{CHANNELS[channel]};messageid={time.time_ns()}"
        await self.send("message", where, text=typed, entities=named, recipient=to)
        if not text:  # Teams opens no dialog from words: they press the button that they get
            found = await self.teams.until(lambda: [m for m in self.sees(channel) if m.has("escalate")])
            await self.click(found[-1], "escalate")

    async def click(self, target: Message, action: str) -> None:
        button = next(button for version in target.versions[::-1] for button in buttons(version, action))
        button = button.get("fallback", button) if self.id == OLD_CLIENT else button  # which knows no Action.Execute
        data, where = button["data"], target.thread
        self.teams.pressed.add(how := data.get("msteams", button)["type"])
        if how == "Action.Execute":
            value = {"action": {k: button[k] for k in ("type", "id", "verb", "data")}, "trigger": "manual"}
            answer = await self.send("invoke", where, name="adaptiveCard/action", value=value, replyToId=target.ts)
            self.teams.messages += [Message(where, {"type": "TextBlock", "text": answer["value"]}, self.id)]
        elif how == "task/fetch":
            await self._dialog("task/fetch", where, data)
        else:
            await self.send("message", where, value=data, replyToId=target.ts)

    async def submit(self, values: Mapping[str, Any] | None = None, action: str = "escalate") -> None:
        filled = {i["id"]: i.get("value", "") for i in within(self.open_view, "Input.")} | dict(values or {})
        await self._dialog("task/submit", self._opened_in, {**buttons(self.open_view, action)[0]["data"], **filled})

    async def _dialog(self, name: str, where: str, data: Json) -> None:
        answer = await self.send("invoke", where, name=name, value={"data": data, "context": {"theme": "default"}})
        self.open_view, self._opened_in = answer["task"]["value"]["card"]["content"] if answer else None, where

    async def send(self, kind: str, where: str, **fields: Any) -> Json:
        shape, here = "personal" if where.startswith("a:") else "channel", str(self.teams.make_url("/amer/"))
        said: Json = {"type": kind, "id": f"{time.time_ns()}", "channelId": "msteams", "serviceUrl": here}
        said |= {"from": {"id": self.id, "name": self.name, "aadObjectId": self.id[3:]}, "recipient": {"id": BOT}}
        team = {"team": TEAM} if shape == "channel" else {}
        said |= {"conversation": {"id": where, "conversationType": shape}, "channelData": {"tenant": TENANT, **team}}
        claims = {"iss": ISSUER, "aud": APP, "serviceurl": here, "exp": time.time() + 60}
        signed = {"Authorization": f"Bearer {jwt.encode(claims, self.teams.key, 'RS256', {'kid': KEY})}"}
        async with request("POST", f"{self.teams.app_url}/api/messages", json=said | fields, headers=signed) as answer:
            assert answer.status == 200, f"{self.name} is told that the app failed: {answer.status}"
            return await answer.json(content_type=None) or {}

    def sees(self, channel: str) -> list[Message]:
        here, mine = CHANNELS.get(channel, channel), ("", self.id)
        return [m for m in self.teams.messages if m.thread.partition(";")[0] == here and m.to in mine]


class PermissiveTeams(test_utils.TestServer):  # the connector; `identity`, elsewhere, says who signs for it
    def __init__(self) -> None:
        super().__init__(web.Application())
        self.app.router.add_route("*", "/amer/v3/conversations{path:.*}", self._call)
        self.identity, self.key = test_utils.TestServer(web.Application()), generate_private_key(65_537, 2_048)
        self.identity.app.router.add_route("*", "/{document}", self._vouch)
        self.app_url, self.messages, self.pressed, self._changed = "", list[Message](), set[str](), asyncio.Event()
        self.person: Callable[[str], Person] = {n.split()[0]: Person(self, u) for u, n in PEOPLE.items()}.__getitem__

    async def until(self, predicate: Callable[[], Any], within: float = 5.0) -> Any:
        async with asyncio.timeout(within):
            while not (found := predicate()):
                await self._changed.wait()
        return found

    async def _vouch(self, request: web.Request) -> web.Response:
        documents: Json = {
            "token": {"access_token": KEY},
            "metadata": {"jwks_uri": str(self.identity.make_url("/keys"))},
        }
        public = jwt.get_algorithm_by_name("RS256").to_jwk(self.key.public_key(), as_dict=True)
        documents["keys"] = {"keys": [{**public, "kid": KEY, "endorsements": ["msteams"]}]}
        return web.json_response(documents[request.match_info["document"]])

    async def _call(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {KEY}"
        body, answer = await request.json() if request.can_read_body else {}, Json()
        _, where, what, named = [*request.match_info["path"].split("/"), "", "", ""][:4]
        if what in ("members", "pagedmembers"):
            answer = next((m for m in STAFF if named in (m["id"], m["aadObjectId"])), {"members": STAFF})
        elif request.method == "PUT":
            next(m for m in self.messages if m.ts == named).versions.append(body)
        elif where:
            self.messages += [Message(where, body, body.get("recipient", {}).get("id", ""))]
            answer = {"id": self.messages[-1].ts}
        elif body["isGroup"]:
            self.messages += [Message(body["channelData"]["channel"]["id"], body["activity"])]
            answer = {"id": self.messages[-1].thread, "activityId": self.messages[-1].ts}
        else:
            answer = {"id": f"a:{body['members'][0]['id']}"}
        self._changed.set()
        self._changed.clear()
        return web.json_response(answer)
