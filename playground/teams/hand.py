"""One person's hand: pressing what is on a card, and asking the app about a dialog."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.teams import inbound
from playground.teams.account import Account
from playground.teams.answer import Answer
from playground.teams.dialog import Dialog, Origin
from playground.teams.element import Button
from playground.teams.form import data_of, entered_in
from playground.teams.invoke import FETCH, PRESS, SUBMIT, Screen
from playground.teams.message import Card, Message
from playground.teams.record import Complaints
from playground.teams.target import ButtonGone
from playground.teams.tenant import Tenant
from playground.teams.wire import Forgery, Wire

THEME = {"theme": "default"}

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hand:
    """Sends what this person presses, and shows them what the app answers."""

    tenant: Tenant
    account: Account
    wire: Wire
    complaints: Complaints
    forgery: Forgery

    async def press(self, message: Message, card: Card | None, button: Button, values: Values | None) -> Answer:
        """Press a button; the card's fields go with it, `values` entered. Raises ButtonGone for a mere link."""
        alone = button.action.get("associatedInputs") == "none"
        typed = {} if alone or card is None else entered_in(card, values or {})
        data = data_of(button.action, typed)
        match button.kind:
            case "Action.Execute":
                return await self.execute(message, button.action, data, "manual")
            case "Action.Submit" if button.opens_dialog:
                opening = self.opening(message, {"context": THEME})
                return await self.ask(FETCH, {"data": data, "context": THEME}, opening)
            case "Action.Submit":
                where = self.tenant.conversations[message.conversation_id]
                return await self.send(inbound.pressed(self.tenant, self.account, where, message, data))
        raise ButtonGone(f"{button.label!r} is an {button.kind}: it tells the app nothing")

    async def execute(self, message: Message, action: Mapping[str, Any], data: Values, trigger: str) -> Answer:
        """An Action.Execute, by hand or by the client itself."""
        where = self.tenant.conversations[message.conversation_id]
        sent = {"type": "Action.Execute", "id": action.get("id"), "verb": action["verb"], "data": dict(data)}
        value = {"action": {k: v for k, v in sent.items() if v is not None}, "trigger": trigger}
        root = message.root or message.id
        activity = inbound.invoke(self.tenant, self.account, where, root, PRESS, value) | {"replyToId": message.id}
        return self._screen.after_press(message, await self.send(activity))

    async def ask(self, name: str, value: Values, dialog: Dialog) -> Answer:
        """A request about a dialog; what the app answers is shown."""
        where = self.tenant.conversations[dialog.origin.conversation_id]
        activity = inbound.invoke(self.tenant, self.account, where, dialog.origin.root, name, value)
        if name in (FETCH, SUBMIT):
            activity["replyToId"] = dialog.origin.message_id
        return self._screen.after_form(name, dialog, await self.send(activity))

    def opening(self, message: Message, about: Values) -> Dialog:
        """A dialog that is about to be opened from this message."""
        return Dialog(Origin(message.conversation_id, message.root or message.id, message.id), about)

    async def send(self, activity: Mapping[str, Any]) -> Answer:
        """Send it, with what is forged about it."""
        return await self.wire.send(activity, self.forgery)

    @property
    def _screen(self) -> Screen:
        return Screen(self.tenant, self.complaints, self.account.id)
