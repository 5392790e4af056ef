"""A tiny Teams app for the stand-in to talk to: it checks each token, records what it hears, and can speak."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp
import jwt
from aiohttp import web

from playground.site import Site
from playground.teams import TeamsStandIn

Said = dict[str, Any]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
WORDS_TYPE = "application/vnd.microsoft.activity.message"


class TinyBot:
    """Answers every activity with what `reply` says: None for an empty 200, an int, or JSON."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.heard: list[Said] = []
        self.reply: Callable[[Said], Any] = lambda said: None
        self._settings = settings
        app = web.Application()
        app.router.add_post("/api/messages", self._handle)
        self.site = Site(app)

    async def _handle(self, request: web.Request) -> web.Response:
        said = json.loads(await request.read())
        try:
            claims = await self._claims(request.headers.get("Authorization", ""))
            if claims["serviceurl"] != said.get("serviceUrl"):
                raise jwt.InvalidTokenError("serviceurl")
        except (jwt.PyJWTError, KeyError) as error:
            return web.Response(status=401, text=repr(error))
        self.heard.append(said)
        answer = self.reply(said)
        if hasattr(answer, "__await__"):
            answer = await answer
        if isinstance(answer, int):
            return web.Response(status=answer)
        return web.Response() if answer is None else web.json_response(answer)

    async def _claims(self, header: str) -> dict[str, Any]:
        token = header.removeprefix("Bearer ")
        async with aiohttp.ClientSession() as http:
            async with http.get(self._settings["TEAMS_OPENID_METADATA_URL"]) as answer:
                metadata = await answer.json()
            async with http.get(metadata["jwks_uri"]) as answer:
                keys = {key["kid"]: key for key in (await answer.json())["keys"]}
        key = keys[jwt.get_unverified_header(token)["kid"]]
        if "msteams" not in key["endorsements"]:
            raise jwt.InvalidTokenError("not endorsed")
        found: dict[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(key).key,
            algorithms=["RS256"],
            audience=self._settings["MICROSOFT_APP_ID"],
            issuer=metadata["issuer"],
            options={"require": ["exp", "iss", "aud"]},
        )
        return found


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    json: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The error code of a refusal."""
        return str((self.json or {}).get("error", {}).get("code", ""))


@dataclass(slots=True)
class Client:
    """The Bot Connector as an app calls it, without any SDK."""

    teams: TeamsStandIn
    http: aiohttp.ClientSession
    token: str = ""

    async def sign_in(self, **changes: str) -> Reply:
        settings = self.teams.settings()
        form = {
            "grant_type": "client_credentials",
            "client_id": settings["MICROSOFT_APP_ID"],
            "client_secret": settings["MICROSOFT_APP_PASSWORD"],
            "scope": "https://api.botframework.com/.default",
        }
        async with self.http.post(settings["TEAMS_TOKEN_URL"], data=form | changes) as answer:
            told = Reply(answer.status, await answer.json(), dict(answer.headers))
        self.token = told.json.get("access_token", self.token)
        return told

    async def call(self, verb: str, path: str, body: Any = None, **options: Any) -> Reply:
        headers = {"Authorization": f"Bearer {self.token}"}
        sent = {"json": body} if body is not None else {}
        url = f"{self.teams.service_url}{path}"
        async with self.http.request(verb, url, headers=headers, **(sent | options)) as answer:
            raw = await answer.read()
            return Reply(answer.status, json.loads(raw) if raw.startswith(b"{") else None, dict(answer.headers))

    async def post(self, conversation: str, activity: Any, query: str = "") -> Reply:
        return await self.call("POST", f"v3/conversations/{quote(conversation)}/activities{query}", activity)

    async def put(self, conversation: str, activity_id: str, activity: Any, query: str = "") -> Reply:
        path = f"v3/conversations/{quote(conversation)}/activities/{activity_id}{query}"
        return await self.call("PUT", path, activity)

    async def thread(self, channel: str, activity: Any) -> Reply:
        """A new thread in a channel."""
        data = {"channel": {"id": self.teams.channel(channel).id}}
        body = {"isGroup": True, "channelData": data, "activity": activity, "tenantId": self.teams.tenant.id}
        return await self.call("POST", "v3/conversations", body)

    async def chat(self, name: str) -> Reply:
        """A person's chat with the app."""
        members = [{"id": self.teams.person(name).id}]
        body = {"isGroup": False, "members": members, "tenantId": self.teams.tenant.id}
        return await self.call("POST", "v3/conversations", body)


@dataclass(frozen=True, slots=True)
class Scene:
    teams: TeamsStandIn
    bot: TinyBot
    client: Client


@asynccontextmanager
async def scene(patience: float = 0.3) -> AsyncIterator[Scene]:
    """A tenant, a tiny app behind it, and a client with a token in front of it."""
    async with TeamsStandIn(patience=patience, form_patience=0.1) as teams:
        bot = TinyBot(teams.settings())
        await bot.site.start()
        teams.app_url = bot.site.url
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as http:
            client = Client(teams, http)
            await client.sign_in()
            yield Scene(teams, bot, client)
        await bot.site.stop()


def execute(verb: str = "pick_up", title: str = "Pick Up", **more: Any) -> Said:
    data = {"handoff": "h1"}
    fallback = {"type": "Action.Submit", "title": title, "data": data | {"verb": verb}}
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data, "fallback": fallback} | more


def text(words: str, **more: Any) -> Said:
    return {"type": "TextBlock", "text": words, "wrap": True} | more


def card(*body: Said, actions: tuple[Said, ...] = (), **more: Any) -> Said:
    shown = {"type": "AdaptiveCard", "version": "1.5", "body": list(body or [text("Outlook stops syncing")])}
    return shown | ({"actions": list(actions)} if actions else {}) | more


def message(shown: Said | None = None, **more: Any) -> Said:
    """An activity with this card."""
    attached = [{"contentType": CARD_TYPE, "content": shown or card(actions=(execute(),))}]
    return {"type": "message", "attachments": attached, "summary": "Escalation from Jane"} | more


def said(words: str, kind: str = WORDS_TYPE, status: int = 200) -> Said:
    """A typed answer to a press."""
    return {"statusCode": status, "type": kind, "value": words}


def form(*inputs: Said, title: str = "Escalate") -> Said:
    """A dialog with these fields."""
    shown = card(*inputs, actions=({"type": "Action.Submit", "title": "Send", "data": {"nonce": "n1"}},))
    return {
        "task": {"type": "continue", "value": {"title": title, "card": {"contentType": CARD_TYPE, "content": shown}}}
    }
