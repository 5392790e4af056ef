"""Slack on the page: what one person sees as JSON, and their acts."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from playground.pane import CannotDo, Json
from playground.slack import picture
from playground.slack.answer import Answer
from playground.slack.channel import Channel
from playground.slack.form import FormIncomplete
from playground.slack.message import Message
from playground.slack.person import Person
from playground.slack.posting import Draft, whisper
from playground.slack.race import race
from playground.slack.standin import SlackStandIn
from playground.slack.target import ButtonGone, NotVisible
from playground.slack.view import View
from playground.slack.workspace import SLACKBOT

COMMANDS = (("/escalate", "[problem] [#ticket] [!urgent] [@person]", "Ask the team for a senior"),)
SHORTCUTS = (
    ("escalate_thread", "Escalate this thread", "message"),
    ("escalate", "Escalate…", "global"),
)
INVITE = "/invite"
OURS = (INVITE, "@somebody", "Slack's own: add somebody, or an app, to this channel")
MODES = {"normal": "normal", "updates": "chat.update fails", "limited": "429 on posts and edits"}

Act = Callable[[Person, Json], Awaitable[Answer]]


class SlackPane:
    """The Slack stand-in as the page shows it."""

    name = "slack"

    def __init__(
        self,
        slack: SlackStandIn,
        commands: tuple[tuple[str, str, str], ...] = COMMANDS,
        shortcuts: tuple[tuple[str, str, str], ...] = SHORTCUTS,
    ) -> None:
        self._slack = slack
        self._commands = commands
        self._shortcuts = shortcuts
        self._read: dict[tuple[str, str], float] = {}
        self._mode = "normal"
        self._acts: Mapping[str, Act] = {
            "write": self._write,
            "click": self._click,
            "select": self._select,
            "submit": lambda person, body: person.submit(body.get("values") or {}),
            "close": lambda person, body: person.close_view(everything=bool(body.get("everything"))),
            "shortcut": self._shortcut,
            "home": lambda person, _: person.open_home(),
        }

    def state(self, handle: str, at: str, thread: str) -> Json:
        """What this person sees."""
        person = self._slack.person(handle)
        channels = picture.channels(person, self._read)
        open_id = at if any(c["id"] == at for c in channels) else channels[0]["id"]
        self._mark_read(person, open_id)
        return {
            "team": self._slack.workspace.domain.title(),
            "you": picture.account(person.member),
            "users": {m.id: picture.account(m) for m in self._slack.workspace.members.values()},
            "channels": [c | ({"unread": 0, "badge": 0} if c["id"] == open_id else {}) for c in channels],
            "at": open_id,
            "messages": picture.messages(person, open_id),
            "thread": thread,
            "modals": [picture.view(view) for view in person.views],
            "home": picture.view(person.home) if person.home else None,
            "commands": [dict(zip(("name", "hint", "about"), c, strict=True)) for c in (*self._commands, OURS)],
            "shortcuts": [dict(zip(("id", "title", "kind"), s, strict=True)) for s in self._shortcuts],
        }

    async def do(self, handle: str, act: str, body: Json) -> Json:
        """Carry out one act."""
        person = self._slack.person(handle)
        if act == "hide":
            person.hide(self._message(person, body))
            return {}
        try:
            answer = await self._acts[act](person, body)
        except KeyError as error:
            raise CannotDo(str(error)) from error
        except FormIncomplete:
            self._slack.workspace.bell.ring()
            return {"errors": True}
        except (ButtonGone, NotVisible, ValueError) as error:
            raise CannotDo(str(error)) from error
        return {"status": answer.status, "ms": round(answer.seconds * 1000, 1), "trouble": answer.trouble}

    def faults(self) -> Json:
        """Slack's modes."""
        return {"mode": self._mode, "modes": MODES}

    def set_fault(self, mode: str) -> None:
        """Switch Slack's mode."""
        if mode not in MODES:
            raise CannotDo(f"no such mode: {mode}")
        self._slack.heal()
        if mode == "updates":
            self._slack.fail("chat.update", times=None, status=500)
        if mode == "limited":
            for method in ("chat.update", "chat.postMessage"):
                self._slack.fail(method, times=None, retry_after=2)
        self._mode = mode
        self._slack.workspace.bell.ring()

    async def race(self, body: Json) -> Json:
        """Everybody of the crowd presses this button at once."""
        message = self._anywhere(body)
        return await race(self._slack, message, str(body["action_id"]), body.get("value"))

    async def _write(self, person: Person, body: Json) -> Answer:
        """A message or a slash command, as typed into the composer."""
        text, channel = str(body["text"]).strip(), self._slack.channel(str(body["channel"]))
        thread = channel.messages.get(str(body.get("thread") or ""))
        if not text.startswith("/"):
            return await person.say(channel, text, thread)
        name, _, rest = text.partition(" ")
        if name == INVITE:
            return self._invite(person, channel, rest.strip())
        known = name in {command[0] for command in self._commands}
        if known and thread is None:
            return await person.command(channel, name, rest.strip())
        why = f"`{name}` is not supported in threads. Sorry!" if known else f"`{name}` is not a valid command."
        draft = Draft(why, thread_ts=thread.ts if thread else None)
        whisper(self._slack.workspace, channel, person.id, SLACKBOT, draft)
        return Answer(200)

    def _invite(self, person: Person, channel: Channel, name: str) -> Answer:
        """Slack's own command."""
        person.invite(channel, name)
        words = f"You invited {self._slack.workspace.member(name).name} to this channel."
        whisper(self._slack.workspace, channel, person.id, SLACKBOT, Draft(words))
        return Answer(200)

    async def _click(self, person: Person, body: Json) -> Answer:
        target: Message | View = self._view(person, body) or self._message(person, body)
        return await person.click(target, str(body["action_id"]), body.get("value"), block=body.get("block_id"))

    async def _select(self, person: Person, body: Json) -> Answer:
        target: Message | View = self._view(person, body) or self._message(person, body)
        return await person.select(target, str(body["action_id"]), body.get("value"))

    async def _shortcut(self, person: Person, body: Json) -> Answer:
        message = self._message(person, body) if body.get("ts") else None
        return await person.shortcut(str(body["id"]), message)

    def _view(self, person: Person, body: Json) -> View | None:
        views = [*person.views, *([person.home] if person.home else [])]
        return next((view for view in views if view.id == body.get("view")), None)

    def _message(self, person: Person, body: Json) -> Message:
        message = self._anywhere(body)
        if message.only_for not in (None, person.id):
            raise CannotDo("that message is somebody else's")
        return message

    def _anywhere(self, body: Json) -> Message:
        channel = self._slack.workspace.channels.get(str(body.get("channel")))
        ts = str(body.get("ts"))
        found = channel and (channel.messages.get(ts) or channel.ephemerals.get(ts))
        if not found:
            raise CannotDo("that message is gone")
        return found

    def _mark_read(self, person: Person, channel_id: str) -> None:
        last: Any = list(self._slack.workspace.channels[channel_id].messages)[-1:]
        self._read[person.id, channel_id] = max((float(ts) for ts in last), default=0.0)
