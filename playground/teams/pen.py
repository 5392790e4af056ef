"""One person's pen: writing messages, changing them, and telling the app of those it may hear."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from playground.teams import inbound
from playground.teams.account import Account
from playground.teams.answer import NOTHING_SENT, Answer
from playground.teams.composer import typed
from playground.teams.conversation import Conversation
from playground.teams.message import Message
from playground.teams.posting import Draft, edit, post, remove, whisper
from playground.teams.tenant import Tenant

Send = Callable[[Mapping[str, Any]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes in this person's name. Answers carry the message."""

    tenant: Tenant
    account: Account
    send: Send

    async def post(self, where: Conversation, text: str, root: str | None, files: int = 0) -> Answer:
        """A message for all to see. The app is told of files in a channel by a mark in the HTML, and no more."""
        thread = root if where.kind == "channel" else None
        message = post(self.tenant, where, self.account.id, self._draft(where, text), thread)
        activity = inbound.message(self.tenant, self.account, where, message)
        marks = "".join(f'<attachment id="{message.id}{number}"></attachment>' for number in range(files))
        activity["attachments"][0]["content"] += marks
        return await self._told(where, message, activity)

    async def whisper(self, where: Conversation, text: str) -> Answer:
        """A message to the app alone."""
        message = whisper(self.tenant, where, self.account.id, self.account.id, self._draft(where, text))
        if not where.has_app:
            return replace(NOTHING_SENT, message=message)
        sent = inbound.message(self.tenant, self.account, where, message, targeted=True)
        return replace(await self.send(sent), message=message)

    async def change(self, where: Conversation, message: Message, text: str) -> Answer:
        """Other words for a message."""
        edit(self.tenant, message, self._draft(where, text))
        return await self._told(where, message, self._about(where, message, "messageUpdate", "editMessage"))

    async def take_back(self, where: Conversation, message: Message) -> Answer:
        """Delete a message; the app is not told what it said."""
        remove(self.tenant, message)
        sent = self._about(where, message, "messageDelete", "softDeleteMessage")
        sent = {name: value for name, value in sent.items() if name not in ("text", "attachments")}
        return await self._told(where, message, sent)

    async def _told(self, where: Conversation, message: Message, activity: Mapping[str, Any]) -> Answer:
        answer = await self.send(activity) if self._is_heard(where, message) else NOTHING_SENT
        return replace(answer, message=message)

    def _is_heard(self, where: Conversation, message: Message) -> bool:
        """The app hears what mentions it, everything in its own chats, and with consent everything where it is."""
        named = self.tenant.app.bot_id in message.versions[-1].mentions
        return where.has_app and (where.kind == "personal" or named or self.tenant.consented)

    def _about(self, where: Conversation, message: Message, kind: str, event: str) -> dict[str, Any]:
        activity = inbound.message(self.tenant, self.account, where, message)
        return activity | {"type": kind, "channelData": activity["channelData"] | {"eventType": event}}

    def _draft(self, where: Conversation, text: str) -> Draft:
        written = typed(self.tenant, where, text)
        return Draft(written.text, text_format="xml", entities=written.entities)
