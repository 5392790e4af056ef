"""A person at the keyboard: what they do reaches the app as signed HTTP, exactly as from Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.slack import form, payload
from playground.slack.answer import NOTHING_SENT, Answer
from playground.slack.channel import Channel
from playground.slack.composer import transmitted
from playground.slack.element import Placed
from playground.slack.event import Events
from playground.slack.member import Member
from playground.slack.message import Message
from playground.slack.posting import Draft, edit, post, remove, whisper
from playground.slack.record import Complaints
from playground.slack.refusal import SlackError
from playground.slack.reply import Origin, ResponseUrls, give
from playground.slack.seen import Seen
from playground.slack.target import ButtonGone, NotVisible, Target, element_named, message_of, stands_in
from playground.slack.view import View, entered
from playground.slack.wire import Wire
from playground.slack.workspace import SLACKBOT, Workspace


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the workspace, acting. Every act returns the app's immediate Answer."""

    id: str
    workspace: Workspace
    wire: Wire
    events: Events
    urls: ResponseUrls
    complaints: Complaints

    @property
    def member(self) -> Member:
        """The account as it is now."""
        return self.workspace.members[self.id]

    @property
    def name(self) -> str:
        """The full name."""
        return self.member.name

    async def command(self, channel: str | Channel, name: str, text: str = "") -> Answer:
        """Type a slash command; what the app answers is shown in the channel.

        Slack does not offer the command to strangers; here they may, so that walls can be tested.
        """
        where = self._readable(channel)
        origin = Origin(self.id, where.id)
        sent = transmitted(self.workspace, text, with_labels=True).strip()
        url = self.urls.open("commands", origin)
        fields = payload.command(self.workspace, self.member, where.id, name, sent, url)
        answer = await self.wire.form(fields)
        self._show(name, origin, answer)
        return answer

    async def click(self, target: Target, action: str, value: str | None = None, *, block: str | None = None) -> Answer:
        """Press a button, named by action id or label, as it stands now; of several alike the one with this value, or
        in this block. Raises ButtonGone."""
        if isinstance(target, View):
            return await self._act_in_view(target, action, value, value, block)
        message = message_of(target)
        self._must_see(message)
        placed = element_named(message.blocks, action, value, block)
        return await self._act(message, len(message.versions) - 1, placed, value)

    async def click_stale(
        self,
        target: Seen | Message,
        version: int,
        action: str,
        value: str | None = None,
        *,
        block: str | None = None,
    ) -> Answer:
        """Press a button of an older version (0 is the first), as a client that lags behind would."""
        message = message_of(target)
        placed = element_named(message.versions[version].blocks, action, value, block)
        return await self._act(message, version, placed, value)

    async def select(self, target: Target, action: str, value: Any) -> Answer:
        """Choose in a menu, date picker or check boxes, by value or label of the options."""
        if isinstance(target, View):
            return await self._act_in_view(target, action, None, value)
        message = message_of(target)
        self._must_see(message)
        placed = element_named(message.blocks, action, None)
        return await self._act(message, len(message.versions) - 1, placed, value)

    @property
    def views(self) -> list[View]:
        """The open modals, the one in front last."""
        return list(self.workspace.modals[self.id])

    @property
    def open_view(self) -> View | None:
        """The modal in front."""
        return self.views[-1] if self.views else None

    def asked(self) -> list[str]:
        """The fields of the modal in front."""
        return [placed.block_id for placed in self.open_view.inputs()] if self.open_view else []

    @property
    def home(self) -> View | None:
        """The App Home as the app last published it."""
        return self.workspace.homes.get(self.id)

    async def submit(self, values: Mapping[str, Any] | None = None) -> Answer:
        """Fill in the modal in front (by block id, action id or label) and send it.

        Raises FormIncomplete when Slack's client would not send it.
        """
        view = self._front()
        form.fill(view, values or {})
        form.check(view)
        answer = await self.wire.payload(payload.view_submission(self.workspace, self.member, view))
        form.apply(self.workspace, self.complaints, view, answer)
        return answer

    async def close_view(self, *, everything: bool = False) -> Answer:
        """Cancel the modal in front, or all of them."""
        view = self._front()
        stack = self.workspace.modals[self.id]
        stack.clear() if everything else stack.remove(view)
        self.workspace.bell.ring()
        if not view.definition.get("notify_on_close"):
            return NOTHING_SENT
        closed = payload.view_closed(self.workspace, self.member, view, cleared=everything)
        return await self.wire.payload(closed)

    async def shortcut(self, callback_id: str, message: Seen | Message | None = None) -> Answer:
        """Choose a message shortcut, or without a message a global one."""
        if message is None:
            body = payload.global_shortcut(self.workspace, self.member, callback_id)
            return await self.wire.payload(body)
        chosen = message_of(message)
        self._must_see(chosen)
        url = self.urls.open("app", Origin(self.id, chosen.channel_id, chosen))
        body = payload.message_shortcut(self.workspace, self.member, callback_id, chosen, url)
        return await self.wire.payload(body)

    async def say(
        self,
        channel: str | Channel,
        text: str,
        thread: Seen | Message | None = None,
        *,
        files: int = 0,
        broadcast: bool = False,
    ) -> Answer:
        """Write a message; the app hears of it if it is subscribed. `answer.message` is the message.

        `files` come with it; `broadcast` shows a reply in the channel, too.
        """
        where = self._readable(channel)
        root = message_of(thread) if thread else None
        thread_ts = (root.thread_ts or root.ts) if root else None
        draft = Draft(transmitted(self.workspace, text), thread_ts=thread_ts, files=files, broadcast=broadcast)
        message = post(self.workspace, where, self.id, draft)
        answer = await self._tell(where, message)
        return Answer(answer.status, answer.text, answer.seconds, answer.trouble, message)

    def invite(self, channel: str | Channel, name: str = "baton") -> None:
        """Add somebody, or the app, to a conversation one is in. No event is sent."""
        where, who = self._readable(channel), self.workspace.member(name).id
        if who not in where.members:
            where.members.append(who)
        self.workspace.bell.ring()

    async def edit(self, message: Seen | Message, text: str) -> Answer:
        """Change one's own message."""
        changed, where = self._own(message)
        edit(self.workspace, changed, Draft(transmitted(self.workspace, text)), by_text=True)
        return await self.events.of_message("changed", where, changed)

    async def delete(self, message: Seen | Message) -> Answer:
        """Take one's own message away."""
        gone, where = self._own(message)
        remove(self.workspace, gone)
        return await self.events.of_message("deleted", where, gone)

    async def event(self, kind: str, **fields: Any) -> Answer:
        """Cause any other event in this person's name."""
        return await self.events.send(kind, {"user": self.id} | fields)

    async def open_home(self) -> Answer:
        """Look at the app's Home tab; there is none where the app's manifest allows none."""
        if not self.workspace.app.home_tab:
            raise NotVisible("the app has no Home tab")
        where = self.workspace.dm(self.id)
        shown = {"view": self.home.as_json(self.workspace.team_id, self.workspace.app.id)} if self.home else {}
        return await self.event("app_home_opened", channel=where.id, tab="home", **shown)

    def sees(self, channel: str | Channel, thread: Seen | Message | None = None) -> list[Seen]:
        """What a conversation shows this person, ephemerals included, oldest first.

        Without `thread` the conversation itself; with it, that message and the answers under it.
        Raises NotVisible.
        """
        where = self._readable(channel)
        root = message_of(thread) if thread else None
        whispers = [m for m in where.ephemerals.values() if m.only_for == self.id]
        everything = sorted([*where.present(), *whispers], key=lambda m: float(m.ts))
        return [Seen(m, self.id, self.workspace) for m in everything if stands_in(m, root)]

    def dms(self) -> list[Seen]:
        """The direct conversation with the app, as `sees` shows it."""
        return self.sees(self.workspace.dm(self.id))

    def finds(self, channel: str | Channel, words: str) -> Seen | None:
        """The newest message in a conversation whose text contains these words, or None."""
        return next((seen for seen in reversed(self.sees(channel)) if words in seen.text()), None)

    def hide(self, message: Seen | Message) -> None:
        """Dismiss an ephemeral message."""
        gone = message_of(message)
        gone.deleted = True
        self.workspace.channels[gone.channel_id].ephemerals.pop(gone.ts, None)
        self.workspace.bell.ring()

    async def _act(self, message: Message, number: int, placed: Placed, value: Any) -> Answer:
        version = message.versions[number]
        url = self.urls.open("actions", Origin(self.id, message.channel_id, message))
        body = payload.message_action(self.workspace, self.member, message, version, placed, value, url)
        return await self.wire.payload(body)

    async def _act_in_view(
        self, view: View, action: str, wanted: str | None, value: Any, block: str | None = None
    ) -> Answer:
        placed = element_named(view.blocks, action, wanted, block)
        if placed.kind != "button":
            view.typed[placed.block_id, placed.action_id] = entered(placed.element, value)
        return await self.wire.payload(payload.view_action(self.workspace, self.member, view, placed, value))

    async def _tell(self, where: Channel, message: Message) -> Answer:
        answer = await self.events.of_message("posted", where, message)
        bot = self.workspace.app.bot_user
        if bot in message.pings and bot not in where.members:
            words = f"You mentioned @{self.workspace.app.name}, but they're not in this channel: /invite @baton"
            whisper(self.workspace, where, self.id, SLACKBOT, Draft(words, thread_ts=message.thread_ts))
        if bot in message.pings and bot in where.members and where.kind != "im":
            mention = message.as_json() | {"channel": where.id, "type": "app_mention"}
            return await self.events.send("app_mention", mention)
        return answer

    def _show(self, name: str, origin: Origin, answer: Answer) -> None:
        where = self.workspace.channels[origin.channel_id]
        if answer.trouble:
            words = f'{name} failed with the error "{answer.trouble}"'
            whisper(self.workspace, where, self.id, SLACKBOT, Draft(words))
        elif answer.text.strip():
            try:
                give(self.workspace, origin, answer.json or {"text": answer.text})
            except SlackError as error:
                self.complaints.add("command answer", error.code, error.detail)

    def _front(self) -> View:
        if self.open_view is None:
            raise ButtonGone(f"{self.name} has no form open")
        return self.open_view

    def _readable(self, channel: str | Channel) -> Channel:
        where = channel if isinstance(channel, Channel) else self.workspace.channel(channel)
        if not self.workspace.can_read(self.id, where):
            raise NotVisible(f"{self.name} cannot see {where.name or where.id}")
        return where

    def _own(self, message: Seen | Message) -> tuple[Message, Channel]:
        own = message_of(message)
        if own.author != self.id:
            raise NotVisible(f"that message is not {self.name}'s")
        return own, self.workspace.channels[own.channel_id]

    def _must_see(self, message: Message) -> None:
        self._readable(self.workspace.channels[message.channel_id])
        if message.deleted or message.only_for not in (None, self.id):
            raise ButtonGone(f"{self.name} does not see that message")
