"""One escalation over both chats, as a story: two cards, one race, one winner."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from playground.story import CHANNEL, DESK, Chat, Player, Screen
from playground.transcript import Transcript

Found = TypeVar("Found")

WORDS = "VPN drops every hour"


class Talker(Player, Protocol):
    """A person who writes in threads, too."""

    async def say(self, channel: str, text: str, thread: Any = None) -> object: ...
    def sees(self, channel: str, thread: Any = None) -> Sequence[Screen]: ...


class Talk(Chat, Protocol):
    """A chat with such people in it."""

    def person(self, name: str) -> Talker: ...


class Crossing:
    """Plays it; ``play`` returns whether every promise was kept."""

    def __init__(self, slack: Any, teams: Any, transcript: Transcript, patience: float = 10.0) -> None:
        self._slack: Talk = slack
        self._teams: Talk = teams
        self._told = transcript
        self._patience = patience

    async def play(self) -> bool:
        """From Jane in Teams to one winner, known in both chats."""
        try:
            await self._play()
        except AssertionError as missing:
            self._told.check(f"what was waited for came: {str(missing).splitlines()[0]}", kept=False)
        return self._told.ends()

    async def _play(self) -> None:
        told = self._told
        told.chapter("Over both chats")
        told.does("Jane", f"types /escalate {WORDS} in Teams")
        await self._teams.person("Jane").command(DESK, "/escalate", WORDS)
        in_slack, in_teams = self._slack.person("Sam"), self._teams.person("Alex")
        card, twin = await self._card(self._slack, in_slack), await self._card(self._teams, in_teams)
        told.check("there is a card in each chat", card.has("pick_up") and twin.has("pick_up"))
        told.does("Jane", "presses Pick Up in Slack, on what she escalated in Teams")
        jane = self._slack.person("Jane")
        await jane.click(await self._card(self._slack, jane), "pick_up")
        own = await self._whisper(self._slack, jane, "yourself")
        told.sees("Jane", "in Slack (only she)", own.text())
        told.check("nobody takes their own, from the other chat either", card.has("pick_up"))
        await self._race(card, twin, in_slack, in_teams)
        await self._talk(card, twin)

    async def _race(self, card: Screen, twin: Screen, in_slack: Player, in_teams: Player) -> None:
        told = self._told
        told.does("Sam in Slack and Alex in Teams", "press Pick Up at the same moment")
        await asyncio.gather(in_slack.click(card, "pick_up"), in_teams.click(twin, "pick_up"))
        sides = ((self._slack, in_slack, "Slack"), (self._teams, in_teams, "Teams"))
        said: dict[tuple[str, str], str] = {}
        for chat, person, where in sides:
            answer = await self._whisper(chat, person, "It's yours", "Already picked up")
            told.sees(person.name, f"in {where} (only they)", answer.text())
            said[person.name, where] = answer.text()
        won = [side for side, words in said.items() if "It's yours" in words]
        told.check("there is exactly one winner", len(won) == 1)
        lost = " ".join(words for side, words in said.items() if side not in won)
        name, where = won[0]
        named = f"picked up by {name}" in lost and f"picked up in {where}" in lost
        told.check("the loser is told by whom, and in which chat", named)
        await self._until(self._slack, lambda: f"Picked up by {name}" in card.text())
        await self._until(self._teams, lambda: f"Picked up by {name}" in twin.text())
        told.check("both cards say so, and have no Pick Up", not card.has("pick_up") and not twin.has("pick_up"))

    async def _talk(self, card: Screen, twin: Screen) -> None:
        """Jane in Teams and Sam in Slack, each under the card of their own chat."""
        told = self._told
        told.chapter("Working together over both chats")
        jane, sam = self._teams.person("Jane"), self._slack.person("Sam")
        asked, answered = "It drops exactly on the hour. <!channel>", "The key lifetime, then. Set it to 8 h?"
        told.does("Jane", f"writes under the card in Teams: {asked}")
        await jane.say(CHANNEL, asked, twin)
        heard = await self._under(self._slack, sam, card, "on the hour")
        told.sees("Sam", f"under the card in {CHANNEL} of Slack", heard.text())
        told.check("Sam reads in Slack what Jane wrote in Teams", f"Jane Ruiz (Teams): {asked}" in heard.text())
        told.does("Sam", f"answers under the card in Slack: {answered}")
        await sam.say(CHANNEL, answered, card)
        back = await self._under(self._teams, jane, twin, "key lifetime")
        told.sees("Jane", "under the card in Teams", back.text())
        told.check("Jane reads in Teams what Sam answered in Slack", f"Sam Okafor (Slack): {answered}" in back.text())
        both = (*sam.sees(CHANNEL, thread=card), *jane.sees(CHANNEL, thread=twin))
        echoes = [m for m in both if "(Slack)" in m.text() and "(Teams)" in m.text()]
        told.check("nothing comes back to where it was written", not echoes)

    async def _under(self, chat: Talk, person: Talker, card: Screen, words: str) -> Screen:
        def found() -> Screen | None:
            return next((m for m in person.sees(CHANNEL, thread=card) if words in m.text()), None)

        return await self._until(chat, found)

    async def _card(self, chat: Chat, person: Player) -> Screen:
        def found() -> Screen | None:
            seen = person.sees(CHANNEL)
            return next((m for m in seen if WORDS in m.text() and m.has("details") and not m.is_ephemeral), None)

        return await self._until(chat, found)

    async def _whisper(self, chat: Chat, person: Player, *words: str) -> Screen:
        def told() -> Screen | None:
            mine = [m for m in person.sees(CHANNEL) if m.is_ephemeral and any(w in m.text() for w in words)]
            return mine[-1] if mine else None

        return await self._until(chat, told)

    async def _until(self, chat: Chat, predicate: Callable[[], Found | None]) -> Found:
        found = await chat.until(predicate, within=self._patience)
        if not found:
            raise AssertionError("until() returned without what it waited for")
        return found
