"""The people of a tenant as the story wants them: one act each for what takes Teams two, threads seen with the rest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from playground.teams.person import Person
from playground.teams.seen import Seen
from playground.teams.standin import TeamsStandIn

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Player:
    """A person who types, presses and sees."""

    teams: TeamsStandIn
    person: Person

    @property
    def name(self) -> str:
        """The full name."""
        return self.person.name

    @property
    def open_view(self) -> object | None:
        """The dialog that is open."""
        return self.person.dialog

    async def command(self, channel: str, name: str, text: str = "") -> object:
        """A slash command. Teams opens no dialog from words: without any, they press the button they get."""
        answer = await self.person.command(channel, name, text)
        if not text:
            openers = await self.teams.until(lambda: [m for m in self.sees(channel) if m.has("escalate")])
            await self.person.open_dialog(openers[-1], "escalate")
        return answer

    async def click(self, target: Any, action: str) -> object:
        """Press a button."""
        return await self.person.click(target, action)

    async def submit(self, values: Mapping[str, Any] | None = None) -> object:
        """Fill in and send the dialog."""
        return await self.person.submit_dialog(values)

    def asked(self) -> list[str]:
        """The fields of the dialog that is open."""
        dialog = self.person.dialog
        return [one.id for one in dialog.inputs] if dialog else []

    async def say(self, channel: str, text: str, thread: Any = None) -> object:
        """Write a message."""
        return await self.person.say(channel, text, thread)

    def sees(self, channel: str, thread: Any = None) -> Sequence[Seen]:
        """What a channel shows, threads included, oldest first; or one thread alone."""
        if thread is not None:
            return self.person.sees(channel, thread=thread)
        roots = self.person.sees(channel)
        within = {seen.ts: seen for root in roots for seen in self.person.sees(channel, thread=root)}
        found = {seen.ts: seen for seen in roots} | within
        return sorted(found.values(), key=lambda seen: int(seen.ts))

    def dms(self) -> Sequence[Seen]:
        """The chat with the app."""
        return self.person.dms()


@dataclass(frozen=True, slots=True)
class TeamsChat:
    """A tenant as the story wants it."""

    teams: TeamsStandIn

    def person(self, name: str) -> Player:
        """Somebody by name."""
        return Player(self.teams, self.teams.person(name))

    async def until(self, predicate: Callable[[], Found], within: float = 5.0) -> Found:
        """As the stand-in's own."""
        return await self.teams.until(predicate, within)

    async def set_up(self, *without_app: str) -> None:
        """The app is added to the team, and by those who have not yet; cards go to Escalations."""
        await self.teams.person("Jane").manages.add_to_team()
        for name in without_app:
            await self.teams.person(name).install()
        await self.teams.person("Jane").mention("Escalations", "here")
        chosen = "Cards come to this channel"
        await self.until(lambda: [m for m in self.person("Jane").sees("Escalations") if chosen in m.text()])
