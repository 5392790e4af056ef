"""A person at the keyboard: what they do reaches the app as JWT-signed activities, exactly as from Teams."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from playground.teams import inbound
from playground.teams.account import Account
from playground.teams.answer import Answer
from playground.teams.conversation import Conversation
from playground.teams.dialog import Dialog, Origin
from playground.teams.element import Button
from playground.teams.form import check, data_of, fill
from playground.teams.hand import THEME, Hand
from playground.teams.happening import Happenings
from playground.teams.invoke import COMMAND, COMMAND_SUBMIT, SUBMIT
from playground.teams.message import Message
from playground.teams.pen import Pen
from playground.teams.posting import remove
from playground.teams.record import Complaints
from playground.teams.seen import Seen
from playground.teams.sight import Place, own, place_of, readable, stands_in, visible
from playground.teams.target import ButtonGone, button_named, fallback_of, message_of, root_of, submit_button
from playground.teams.tenant import Tenant
from playground.teams.wire import HONEST, Forgery, Wire

ESCALATE = "escalate"
"""The id of the message action in the app's manifest."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """One person, acting. Every act returns the app's immediate Answer."""

    id: str
    tenant: Tenant
    wire: Wire
    complaints: Complaints
    forgery: Forgery = HONEST

    @property
    def account(self) -> Account:
        """The account as it is now."""
        return self.tenant.accounts[self.id]

    @property
    def name(self) -> str:
        """The full name."""
        return self.account.name

    def forging(self, *missing: str, token: str | None = None, **fields: Any) -> "Person":
        """The same person, whose every activity from now on has this token, these fields and not those."""
        return replace(self, forgery=Forgery(token, fields, missing))

    # writing

    async def mention(self, channel: Place, text: str, thread: Seen | Message | None = None) -> Answer:
        """Write to the app: @Baton and these words."""
        return await self.say(channel, f"@{self.tenant.app.name} {text}", thread)

    async def say(self, channel: Place, text: str, thread: Seen | Message | None = None, *, files: int = 0) -> Answer:
        """Write a message. The app hears of it when it is mentioned, in personal chats, and with consent.

        `@sam`, `@Sam Okafor` and `@Baton` become mentions, `files` come with it. `answer.message` is the message.
        """
        where = readable(self.tenant, self.id, channel)
        return await self._pen.post(where, text, root_of(thread), files)

    async def slash(self, text: str, channel: Place = "General") -> Answer:
        """A slash command: a message to the app that nobody else sees. In a personal chat it is an ordinary one."""
        where = readable(self.tenant, self.id, channel)
        if where.kind == "personal":
            return await self.say(where, text)
        return await self._pen.whisper(where, text)

    async def command(self, channel: Place, name: str, text: str = "") -> Answer:
        """A slash command as the Slack stand-in's people type it: `command("#helpdesk", "/escalate", "…")`."""
        return await self.slash(f"{name.removeprefix('/')} {text}".strip(), channel)

    async def edit(self, message: Seen | Message, text: str) -> Answer:
        """Change one's own message."""
        changed, where = own(self.tenant, self.id, message)
        return await self._pen.change(where, changed, text)

    async def delete(self, message: Seen | Message) -> Answer:
        """Take one's own message away."""
        gone, where = own(self.tenant, self.id, message)
        return await self._pen.take_back(where, gone)

    # pressing

    async def click(
        self, target: Seen | Message, action: str, values: Values | None = None, data: str | None = None
    ) -> Answer:
        """Press a button of the card as it stands now, by verb or title; `values` go into the card's fields.

        `data` is a value in the button's data, where several share the verb. Raises ButtonGone.
        """
        message = visible(self.tenant, self.id, target)
        card = message.card_for(self.id)
        return await self._hand.press(message, card, button_named(card, action, data), values)

    async def press(self, target: Seen | Message, button: Button, values: Values | None = None) -> Answer:
        """Press one of the buttons of `target.buttons()`, whatever card it came from."""
        message = visible(self.tenant, self.id, target)
        return await self._hand.press(message, message.card_for(self.id), button, values)

    async def click_fallback(self, target: Seen | Message, verb: str, values: Values | None = None) -> Answer:
        """Press a button in a client that knows no Action.Execute: its fallback is pressed instead."""
        message = visible(self.tenant, self.id, target)
        card = message.card_for(self.id)
        return await self._hand.press(message, card, fallback_of(button_named(card, verb)), values)

    async def click_stale(self, target: Seen | Message, version: int, verb: str, data: str | None = None) -> Answer:
        """Press a button of an older version (0 is the first), as a client that lags behind would."""
        message = message_of(target)
        cards = message.versions[version].cards
        card = cards[0] if cards else None
        return await self._hand.press(message, card, button_named(card, verb, data), None)

    async def refresh(self, target: Seen | Message) -> Answer:
        """What a client does by itself with a card's `refresh` for this person."""
        message = visible(self.tenant, self.id, target)
        refresh = (message.card_for(self.id) or {}).get("refresh")
        if not isinstance(refresh, Mapping):
            raise ButtonGone("the card has no refresh")
        return await self._hand.execute(message, refresh["action"], {}, "automatic")

    # dialogs

    @property
    def dialog(self) -> Dialog | None:
        """The dialog that is open."""
        return self.tenant.dialogs.get(self.id)

    @property
    def open_view(self) -> Dialog | None:
        """The same, by the name it has in the Slack stand-in."""
        return self.dialog

    async def open_dialog(self, target: Seen | Message, verb: str, values: Values | None = None) -> Answer:
        """Press a button that opens a dialog. Raises ButtonGone when it would do something else."""
        message = visible(self.tenant, self.id, target)
        card = message.card_for(self.id)
        button = button_named(card, verb)
        if not button.opens_dialog:
            raise ButtonGone(f"{verb!r} opens no dialog")
        return await self._hand.press(message, card, button, values)

    async def submit_dialog(self, values: Values | None = None, action: str | None = None) -> Answer:
        """Fill in the open dialog (by input id or label) and press its button. Raises FormIncomplete."""
        dialog = self._front()
        fill(dialog, values or {})
        button = submit_button(dialog.card, action)
        check(dialog)
        data = data_of(button.action, dialog.values())
        name = COMMAND_SUBMIT if dialog.is_command else SUBMIT
        return await self._hand.ask(name, {**dialog.about, "data": data}, dialog)

    async def submit(self, values: Values | None = None) -> Answer:
        """The same, by the name it has in the Slack stand-in."""
        return await self.submit_dialog(values)

    async def message_action(self, target: Seen | Message, command: str = ESCALATE) -> Answer:
        """Choose a message action: the app gets the message and may open a dialog.

        Raises ButtonGone where the app is not, for somebody who has not added it for themselves.
        """
        chosen = message_of(target)
        where = self._with_actions(chosen.conversation_id)
        about = self._about(command, "message") | {"messagePayload": inbound.payload_of(self.tenant, where, chosen)}
        return await self._hand.ask(COMMAND, about, self._hand.opening(chosen, about))

    async def compose_action(self, channel: Place, command: str = ESCALATE) -> Answer:
        """Choose the action from where one writes, by its slash: there is no message. As message_action."""
        where = self._with_actions(channel)
        about = self._about(command, "compose")
        return await self._hand.ask(COMMAND, about, Dialog(Origin(where.id, "", ""), about))

    async def submit_message_action(self, values: Values | None = None, action: str | None = None) -> Answer:
        """Fill in and send the dialog that a message action opened."""
        if not self._front().is_command:
            raise ButtonGone("the open dialog was not opened by a message action")
        return await self.submit_dialog(values, action)

    def close_dialog(self) -> None:
        """Close the dialog; the app hears nothing of it."""
        self.tenant.dialogs.pop(self.id, None)
        self.tenant.bell.ring()

    # anything else

    @property
    def manages(self) -> Happenings:
        """What this person does to the tenant: `rename_channel`, `add_to_team`, `add_members` …"""
        return Happenings(self.tenant, self.account, self._hand.send)

    async def install(self) -> Answer:
        """Install the app for oneself."""
        return await self.manages.installation(self.tenant.personal(self.id), "add")

    async def uninstall(self) -> Answer:
        """Remove it again."""
        return await self.manages.installation(self.tenant.personal(self.id), "remove")

    async def redeliver(self, times: int = 1) -> list[Answer]:
        """This person's latest activity again, with the same id, as Teams does when an answer did not come."""
        latest = self.tenant.sent[self.id]
        return [await self.wire.once(latest, self.forgery.token) for _ in range(times)]

    async def event(self, kind: str, channel: Place, data: Values | None = None, **fields: Any) -> Answer:
        """Any activity in this person's name; `data` goes into channelData."""
        return await self._hand.send(self.activity(kind, channel, data, **fields))

    def activity(self, kind: str, channel: Place, data: Values | None = None, **fields: Any) -> dict[str, Any]:
        """The same, not sent: for `teams.deliver` to send with what a test changes in it."""
        where = place_of(self.tenant, channel)
        return inbound.event(self.tenant, self.account, where, kind, data or {}, **fields)

    # looking

    def sees(self, channel: Place, thread: Seen | Message | None = None) -> list[Seen]:
        """What a conversation shows this person, whispers included, oldest first.

        Without `thread` the conversation itself; with it, that message and the answers under it.
        Raises NotVisible.
        """
        where = readable(self.tenant, self.id, channel)
        shown = [m for m in where.shown_to(self.id) if stands_in(where, m, root_of(thread))]
        return [Seen(m, self.id, self.tenant) for m in shown]

    def dms(self) -> list[Seen]:
        """The chat with the app, as `sees` shows it."""
        return self.sees(self.tenant.personal(self.id))

    def chats(self) -> list[Conversation]:
        """Every conversation this person is in: channels, group chats, the chat with the app."""
        return [c for c in self.tenant.conversations.values() if self.id in c.members]

    def finds(self, channel: Place, words: str) -> Seen | None:
        """The newest message in a conversation whose text contains these words, or None."""
        return next((seen for seen in reversed(self.sees(channel)) if words in seen.text()), None)

    def hide(self, message: Seen | Message) -> None:
        """Dismiss a whisper."""
        remove(self.tenant, message_of(message))

    def _with_actions(self, channel: Place) -> Conversation:
        where = readable(self.tenant, self.id, channel)
        if not (where.has_app or self.tenant.personal(self.id).installed):
            raise ButtonGone(f"{self.tenant.app.name} is neither in {where.name} nor among {self.name}'s apps")
        return where

    def _about(self, command: str, context: str) -> dict[str, Any]:
        named = {"commandId": command, "commandContext": context, "context": THEME}
        return named | {"requestId": str(self.tenant.number())}

    @property
    def _pen(self) -> Pen:
        return Pen(self.tenant, self.account, self._hand.send)

    @property
    def _hand(self) -> Hand:
        return Hand(self.tenant, self.account, self.wire, self.complaints, self.forgery)

    def _front(self) -> Dialog:
        if self.dialog is None:
            raise ButtonGone(f"{self.name} has no dialog open")
        return self.dialog
