"""Teams on the page: what one person sees as JSON, and their acts."""

from collections.abc import Awaitable, Callable, Mapping

from playground.pane import CannotDo, Json
from playground.teams import picture
from playground.teams.answer import NOTHING_SENT, Answer
from playground.teams.conversation import Conversation
from playground.teams.element import Button, buttons_in
from playground.teams.form import FormIncomplete
from playground.teams.message import Card, Message
from playground.teams.person import Person
from playground.teams.race import race
from playground.teams.standin import TeamsStandIn
from playground.teams.target import ButtonGone, NotVisible

COMMANDS = (("escalate", "[problem] [#ticket] [!urgent] [@person]", "Ask the team for a senior"),)
ACTIONS = (("escalate", "Escalate"),)
MODES = {
    "normal": "normal",
    "updates": "edits fail (502)",
    "limited": "429 on posts and edits",
    "slow": "takes 2 s",
    "unheard": "no consent: only @Baton is heard",
}
WRITES = ("create_conversation", "send_activity", "update_activity")

Act = Callable[[Person, Json], Awaitable[Answer]]


class TeamsPane:
    """The Teams stand-in as the page shows it."""

    name = "teams"

    def __init__(
        self,
        teams: TeamsStandIn,
        commands: tuple[tuple[str, str, str], ...] = COMMANDS,
        actions: tuple[tuple[str, str], ...] = ACTIONS,
    ) -> None:
        self._teams = teams
        self._commands = commands
        self._actions = actions
        self._read: dict[tuple[str, str], int] = {}
        self._mode = "normal"
        self._acts: Mapping[str, Act] = {
            "write": self._write,
            "click": self._click,
            "submit": self._submit,
            "close": self._close,
            "action": self._action,
            "install": lambda person, _: person.install(),
            "hide": self._hide,
        }

    def state(self, handle: str, at: str, thread: str) -> Json:
        """What this person sees."""
        person = self._teams.person(handle)
        chats = picture.chats(person, self._read)
        open_id = at if any(c["id"] == at for c in chats) else chats[0]["id"]
        where = self._teams.tenant.conversations[open_id]
        self._read[person.id, open_id] = max((int(m.id) for m in where.present()), default=0)
        return {
            "tenant": self._teams.tenant.name,
            "you": picture.account(person.account),
            "users": picture.accounts(self._teams.tenant),
            "chats": [c | ({"unread": 0, "badge": 0} if c["id"] == open_id else {}) for c in chats],
            "at": open_id,
            "messages": picture.messages(person, where),
            "thread": thread,
            "dialog": picture.dialog(person.dialog),
            "commands": [
                dict(zip(("name", "hint", "about"), (f"/{c[0]}", *c[1:]), strict=True)) for c in self._commands
            ],
            "actions": [dict(zip(("id", "title"), a, strict=True)) for a in self._actions],
        }

    async def do(self, handle: str, act: str, body: Json) -> Json:
        """Carry out one act."""
        person = self._teams.person(handle)
        try:
            answer = await self._acts[act](person, body)
        except FormIncomplete as error:
            self._teams.tenant.bell.ring()
            return {"errors": dict(error.errors)}
        except KeyError as error:
            raise CannotDo(str(error)) from error
        except (ButtonGone, NotVisible, ValueError) as error:
            raise CannotDo(str(error)) from error
        return {"status": answer.status, "ms": round(answer.seconds * 1000, 1), "trouble": answer.trouble}

    def faults(self) -> Json:
        """Teams' modes."""
        return {"mode": self._mode, "modes": MODES}

    def set_fault(self, mode: str) -> None:
        """Switch Teams' mode."""
        if mode not in MODES:
            raise CannotDo(f"no such mode: {mode}")
        self._teams.heal()
        self._teams.consent(mode != "unheard")
        if mode == "updates":
            self._teams.fail("update_activity", times=None, status=502)
        for method in WRITES if mode == "limited" else ():
            self._teams.fail(method, times=None, retry_after=2)
        for method in WRITES if mode == "slow" else ():
            self._teams.delay(method, 2.0)
        self._mode = mode
        self._teams.tenant.bell.ring()

    async def race(self, body: Json) -> Json:
        """Everybody of the crowd presses this button at once."""
        message = self._message(body)
        button = _offered(message.card, body)
        data = button.action.get("data")
        told = [value for value in dict(data).values() if isinstance(value, str)] if isinstance(data, Mapping) else []
        return await race(self._teams, message, button.verb or button.label, told[0] if told else None)

    async def _write(self, person: Person, body: Json) -> Answer:
        """A message or a slash command, as typed into the composer."""
        text, where = str(body["text"]).strip(), self._chat(body)
        thread = where.messages.get(str(body.get("thread") or ""))
        if text.startswith("/") and thread is None:
            return await person.slash(text.removeprefix("/"), where)
        return await person.say(where, text, thread)

    async def _click(self, person: Person, body: Json) -> Answer:
        message = self._message(body)
        if message.only_for not in (None, person.id):
            raise CannotDo("that message is somebody else's")
        return await person.press(message, _offered(message.card_for(person.id), body), body.get("values") or {})

    async def _submit(self, person: Person, body: Json) -> Answer:
        title = _offered(person.dialog.card if person.dialog else None, body).label
        return await person.submit_dialog(body.get("values") or {}, title)

    async def _close(self, person: Person, _: Json) -> Answer:
        person.close_dialog()
        return NOTHING_SENT

    async def _action(self, person: Person, body: Json) -> Answer:
        return await person.message_action(self._message(body), str(body["action"]))

    async def _hide(self, person: Person, body: Json) -> Answer:
        message = self._message(body)
        if message.only_for != person.id:
            raise CannotDo("that message is not yours alone")
        person.hide(message)
        return NOTHING_SENT

    def _chat(self, body: Json) -> Conversation:
        where = self._teams.tenant.at(str(body.get("chat")))
        if where is None:
            raise CannotDo("that conversation is gone")
        return where

    def _message(self, body: Json) -> Message:
        message = self._chat(body).messages.get(str(body.get("id")))
        if message is None or message.deleted:
            raise CannotDo("that message is gone")
        return message


def _offered(card: Card | None, body: Json) -> Button:
    """The button whose definition the page sent, if it is still there."""
    for button in buttons_in(card) if card else ():
        if button.action == body.get("action"):
            return button
    raise CannotDo("that button is gone")
