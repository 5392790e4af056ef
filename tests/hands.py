"""The same acts in either chat: what people do by hand there, and where they find the answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from core.event import Event, Happening
from core.handoff import Door, Handoff
from playground.model import ModelStandIn
from playground.slack import Person as InSlack
from playground.slack.reading import plain_words as words_in_modal
from playground.teams import Person as InTeams
from playground.teams.reading import plain_words as words_in_dialog
from tests.both import Both
from tests.town import Town

DESK, CARDS = "#helpdesk", "#escalations"


@dataclass(slots=True)
class Ways:
    """How something was done, and where the answer was found."""

    done: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is done meanwhile is not told of."""
        done, found = len(self.done), len(self.found)
        yield
        del self.done[done:], self.found[found:]

    def told(self) -> str:
        """Each way once."""
        done, found = dict.fromkeys(self.done), dict.fromkeys(self.found)
        return f"{' · '.join(done)}; answer: {', '.join(found)}" if found else " · ".join(done)


class Hands(Protocol):
    """People of one chat at work."""

    @property
    def door(self) -> Door: ...
    @property
    def ways(self) -> "Ways": ...
    @property
    def model(self) -> ModelStandIn: ...

    async def says(self, name: str, words: str, **filled: str) -> None:
        """Words to Baton that nobody else reads; the form that they lead to, filled in and sent. A person is named by
        their first name, a field by the beginning of its own."""

    async def fills_in(self, name: str, **filled: str) -> None:
        """The form to escalate with."""

    async def presses(
        self, name: str, message: Any, action: str, value: str = "", about: str = "", **filled: str
    ) -> None:
        """A button (``about`` where several of a handoff are alike), and the form that it leads to."""

    async def writes_under(self, name: str, card: Any, words: str) -> None:
        """Words under a card, for everybody to read."""

    async def hears(self, name: str, words: str) -> Any:
        """The answer with these words, once it is there."""

    async def card(self, words: str) -> Any:
        """The card with these words."""

    async def shows(self, message: Any, words: str) -> None:
        """Returns once these words are there."""

    async def sent(self, name: str, words: str) -> Any:
        """The direct message with these words."""

    async def events(self, number: int, what: Happening) -> list[Event]:
        """What of that kind happened to E-<number>."""

    async def handoff(self, number: int) -> Handoff | None:
        """E-<number>, as it stands."""


@dataclass(slots=True)
class SlackHands:
    """Slack: a command opens the form itself."""

    town: Town
    ways: Ways = field(default_factory=Ways)
    door: Door = Door.SLACK

    @property
    def model(self) -> ModelStandIn:
        """The model that is asked."""
        return self.town.model

    async def says(self, name: str, words: str, **filled: str) -> None:
        """As promised by Hands."""
        person = self.town.slack.person(name)
        await self.town.says(person, words)
        await self._sent_in(person, "words", filled)

    async def fills_in(self, name: str, **filled: str) -> None:
        """As promised by Hands."""
        await self.says(name, "", **filled)

    async def presses(
        self, name: str, message: Any, action: str, value: str = "", about: str = "", **filled: str
    ) -> None:
        """As promised by Hands."""
        person = self.town.slack.person(name)
        await person.click(message, action, value or None, block=f"{action}:{about}" if about else None)
        await self._sent_in(person, "button", filled)

    async def writes_under(self, name: str, card: Any, words: str) -> None:
        """As promised by Hands."""
        await self.town.slack.person(name).say(CARDS, words, card)
        self.ways.done.append("a message")

    async def hears(self, name: str, words: str) -> Any:
        """As promised by Hands."""
        person = self.town.slack.person(name)
        where, seen = await self.town.until(lambda: _first(self._places(person), words))
        self.ways.found.append(where)
        if person.open_view:
            await person.close_view(everything=True)
        return seen

    async def card(self, words: str) -> Any:
        """As promised by Hands."""
        return await self.town.card_of(words)

    async def shows(self, message: Any, words: str) -> None:
        """As promised by Hands."""
        await self.town.shows(message, words)

    async def sent(self, name: str, words: str) -> Any:
        """As promised by Hands."""
        return await self.town.sent(self.town.slack.person(name), words)

    async def events(self, number: int, what: Happening) -> list[Event]:
        """As promised by Hands."""
        return await self.town.events(number, what)

    async def handoff(self, number: int) -> Handoff | None:
        """As promised by Hands."""
        return await self.town.handoff(number)

    async def _sent_in(self, person: InSlack, way: str, filled: Mapping[str, str]) -> None:
        self.ways.done.append(f"{way} → form" if filled else way)
        if filled:
            assert person.open_view, f"{person.name} has no form open"
            names = [placed.block_id for placed in person.open_view.inputs()]
            answer = await person.submit(_entered(filled, names, lambda name: self.town.slack.person(name).id))
            assert person.open_view is None, answer.text

    def _places(self, person: InSlack) -> Iterable[tuple[str, str, Any]]:
        if person.open_view:
            yield "modal", words_in_modal(person.open_view.blocks, self.town.slack.workspace.name_of, "UTC"), None
        for channel in (DESK, CARDS):
            yield from (("whisper", m.text(), m) for m in reversed(person.sees(channel)) if m.is_ephemeral)
        yield from (("own chat", m.text(), m) for m in reversed(person.dms()))


@dataclass(slots=True)
class TeamsHands:
    """Teams: no words open a dialog, so that a button stands between."""

    both: Both
    model: ModelStandIn
    ways: Ways = field(default_factory=Ways)
    door: Door = Door.TEAMS

    async def says(self, name: str, words: str, **filled: str) -> None:
        """As promised by Hands."""
        person = self.both.person(name)
        before = len(person.sees(DESK))
        await person.slash(words, DESK)
        if filled:
            asks = await self.both.until(lambda: next((m for m in person.sees(DESK)[before:] if m.buttons()), None))
            await person.open_dialog(asks, asks.buttons()[0].verb)
        await self._sent_in(person, "words → button" if filled else "words", filled)

    async def fills_in(self, name: str, **filled: str) -> None:
        """As promised by Hands."""
        await self.says(name, "escalate", **filled)

    async def presses(
        self, name: str, message: Any, action: str, value: str = "", about: str = "", **filled: str
    ) -> None:
        """As promised by Hands."""
        person = self.both.person(name)
        await person.click(message, action, data=about or value or None)
        await self._sent_in(person, "button", filled)

    async def writes_under(self, name: str, card: Any, words: str) -> None:
        """As promised by Hands. Without consent only what mentions Baton is heard."""
        await self.both.person(name).mention(CARDS, words, thread=card)
        self.ways.done.append("a message that mentions @Baton")

    async def hears(self, name: str, words: str) -> Any:
        """As promised by Hands."""
        person = self.both.person(name)
        where, seen = await self.both.until(lambda: _first(self._places(person), words))
        self.ways.found.append(where)
        person.close_dialog()
        return seen

    async def card(self, words: str) -> Any:
        """As promised by Hands."""
        return await self.both.card(words)

    async def shows(self, message: Any, words: str) -> None:
        """As promised by Hands."""
        await self.both.until(lambda: words in message.text())

    async def sent(self, name: str, words: str) -> Any:
        """As promised by Hands."""
        return await self.both.sent(self.both.person(name), words)

    async def events(self, number: int, what: Happening) -> list[Event]:
        """As promised by Hands."""
        return await self.both.events(number, what)

    async def handoff(self, number: int) -> Handoff | None:
        """As promised by Hands."""
        return await self.both.handoff(number)

    async def _sent_in(self, person: InTeams, way: str, filled: Mapping[str, str]) -> None:
        self.ways.done.append(f"{way} → dialog" if filled else way)
        if filled:
            assert person.dialog, f"{person.name} has no dialog open"
            names = [one.id for one in person.dialog.inputs]
            await person.submit_dialog(_entered(filled, names, lambda name: self.both.person(name).account.aad or ""))
            assert not _asks(person), _words_of(person)

    def _places(self, person: InTeams) -> Iterable[tuple[str, str, Any]]:
        if person.dialog:
            yield "dialog", _words_of(person), None
        for channel in (DESK, CARDS):
            seen = [m for root in person.sees(channel) for m in person.sees(channel, thread=root)]
            for m in reversed([*person.sees(channel), *seen]):
                if m.is_ephemeral:
                    yield ("reply to the press" if m.message.is_notice else "whisper"), m.text(), m
        for m in reversed(person.dms()):
            yield ("reply to the press" if m.message.is_notice else "own chat"), m.text(), m


def _asks(person: InTeams) -> bool:
    return person.dialog is not None and not person.dialog.message


def _words_of(person: InTeams) -> str:
    dialog = person.dialog
    if dialog is None:
        return ""
    return dialog.message or words_in_dialog(dialog.card or {}, "UTC")


def _first(places: Iterable[tuple[str, str, Any]], words: str) -> tuple[str, Any] | None:
    return next(((where, seen) for where, text, seen in places if words in text), None)


def _entered(filled: Mapping[str, str], fields: list[str], user: Callable[[str], str]) -> dict[str, str]:
    """The fields by their whole names, people by their ids."""
    whole = {next((field for field in fields if field.startswith(name)), name): said for name, said in filled.items()}
    return {name: user(said) if name in ("to", "directed") else said for name, said in whole.items()}
