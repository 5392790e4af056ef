"""The main job as a story, told from each person's screen: escalate, race, card, assessment, briefing, receipt.

It needs nothing of Slack but people who type, press and see; any server that gives it such people will do.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from playground.transcript import Transcript

CHANNEL = "#escalations"
DESK = "#helpdesk"

PROBLEM = "Outlook stops syncing after the mailbox move. <!channel> please!"
_FORM = {
    "problem": PROBLEM,
    "reason": "The customer's director waits. The admin password: Sommer2026!",
    "tried": "- Repaired the profile: nothing changed\n- New Outlook profile: syncs for 5 minutes, then stops",
    "ticket": "4711",
    "priority": "urgent",
}

Found = TypeVar("Found")


class Screen(Protocol):
    """A message as one person sees it, in its newest version."""

    @property
    def ts(self) -> str: ...
    @property
    def is_ephemeral(self) -> bool: ...
    def text(self) -> str: ...
    def has(self, action_or_label: str) -> bool: ...


class Player(Protocol):
    """A person who types, presses and sees."""

    @property
    def name(self) -> str: ...
    @property
    def open_view(self) -> object | None: ...
    async def command(self, channel: str, name: str, text: str = "") -> object: ...
    async def click(self, target: Any, action: str) -> object: ...
    async def submit(self, values: Mapping[str, Any] | None = None) -> object: ...
    def sees(self, channel: str) -> Sequence[Screen]: ...
    def dms(self) -> Sequence[Screen]: ...


class Chat(Protocol):
    """A Slack workspace with our cast in it."""

    def person(self, name: str) -> Player: ...
    async def until(self, predicate: Callable[[], Found], within: float = 5.0) -> Found: ...


class Story:
    """Plays the story; ``play`` returns whether every promise was kept."""

    def __init__(self, chat: Any, transcript: Transcript, patience: float = 10.0) -> None:
        self._chat: Chat = chat
        self._told = transcript
        self._patience = patience
        self.jane, self.sam, self.alex, self.vic = (self._chat.person(n) for n in ("Jane", "Sam", "Alex", "Vic"))

    async def play(self) -> bool:
        """From Jane's form to Sam's briefing, and a second one that is withdrawn."""
        try:
            await self._play()
        except AssertionError as missing:
            self._told.check(f"what was waited for came: {str(missing).splitlines()[0]}", kept=False)
        return self._told.ends()

    async def _play(self) -> None:
        card = await self._jane_escalates()
        await self._jane_presses_her_own(card)
        await self._vic_presses(card)
        winner, loser = await self._two_press_at_once(card)
        await self._everything_arrives(card, winner)
        await self._late_presses(winner, loser)
        await self._jane_withdraws_another()

    async def _jane_escalates(self) -> Screen:
        told = self._told
        told.chapter("Jane is stuck")
        told.does("Jane", f"types /escalate in {DESK}; the form opens; she fills it in and sends it")
        await self.jane.command(DESK, "/escalate", "")
        told.check("the form is open", self.jane.open_view)
        await self.jane.submit(_FORM)
        told.check("the form has closed", self.jane.open_view is None)
        answer = await self._whisper(self.jane, DESK, "Escalated as E-")
        told.sees("Jane", f"in {DESK} (only she)", answer.text())
        told.check("she is answered with its number", "Escalated as E-1" in answer.text())
        card = await self._card(self.sam, "Pick Up", "Outlook stops syncing")
        told.sees("Sam", f"in {CHANNEL}", _with_buttons(card))
        told.check("everybody sees one card with Pick Up", len(self._cards(self.alex, "Outlook")) == 1)
        told.check("the password is masked", "Sommer2026" not in card.text() and "masked" in card.text())
        receipt = await self._dm(self.jane, "E-1 is with the team")
        told.sees("Jane", "in her DMs (the receipt)", receipt.text())
        return card

    async def _jane_presses_her_own(self, card: Screen) -> None:
        self._told.does("Jane", "presses Pick Up on her own card")
        await self.jane.click(self._same(self.jane, card), "pick_up")
        answer = await self._whisper(self.jane, CHANNEL, "yourself")
        self._told.sees("Jane", "(only she)", answer.text())
        self._told.check("nobody takes their own", card.has("pick_up"))

    async def _vic_presses(self, card: Screen) -> None:
        self._told.does("Vic", "(a guest: a viewer) presses Pick Up")
        await self.vic.click(self._same(self.vic, card), "pick_up")
        answer = await self._whisper(self.vic, CHANNEL, "viewer")
        self._told.sees("Vic", "(only he)", answer.text())
        self._told.check("a viewer takes nothing", card.has("pick_up"))

    async def _two_press_at_once(self, card: Screen) -> tuple[Player, Player]:
        told = self._told
        told.chapter("The race")
        told.does("Sam and Alex", "press Pick Up at the same moment")
        stale = self._same(self.alex, card)
        await asyncio.gather(self.sam.click(self._same(self.sam, card), "pick_up"), self.alex.click(stale, "pick_up"))
        answers = {
            p.name: await self._whisper(p, CHANNEL, "It's yours", "Already picked up") for p in (self.sam, self.alex)
        }
        for name, answer in answers.items():
            told.sees(name, "(only they)", answer.text())
        won = [name for name, answer in answers.items() if "It's yours" in answer.text()]
        told.check("there is exactly one winner", len(won) == 1)
        winner, loser = (self.sam, self.alex) if won[:1] == [self.sam.name] else (self.alex, self.sam)
        lost = answers[loser.name].text()
        told.check(
            "the loser is told by whom and how long ago",
            f"Already picked up by {winner.name}" in lost and "ago." in lost,
        )
        return winner, loser

    async def _everything_arrives(self, card: Screen, winner: Player) -> None:
        told = self._told
        told.chapter("What everybody sees then")
        shown = f"Picked up by {winner.name}"
        await self._until(lambda: shown in card.text())
        told.check("the same card, edited in place, shows the winner", len(self._cards(self.jane, "Outlook")) == 1)
        told.check("nobody can press Pick Up any more", not card.has("pick_up"))
        await self._until(lambda: "Confidence:" in card.text())
        told.sees("Jane", f"in {CHANNEL} (the card, edited again with the assessment)", _with_buttons(card))
        briefing = await self._dm(winner, "You picked up E-1 from Jane Ruiz")
        await self._until(lambda: "Confidence:" in briefing.text())
        told.sees(winner.name, "in the DMs (the briefing)", briefing.text())
        told.check("the briefing holds what was tried", "New Outlook profile" in briefing.text())
        told.check("the briefing holds the assessment", "What we know" in briefing.text())
        receipt = await self._until(lambda: self._receipt(f"{winner.name} picked up E-1"))
        await self._dm(self.jane, f"✅ {winner.name} picked up E-1")
        await self._until(lambda: "on the card" in receipt.text())
        told.sees("Jane", "in her DMs (the receipt, edited)", receipt.text())

    async def _late_presses(self, winner: Player, loser: Player) -> None:
        told = self._told
        told.chapter("Late presses")
        await asyncio.sleep(1.1)
        for person, expected in ((loser, "ago."), (winner, "already yours")):
            told.does(person.name, "says /escalate claim E-1")
            await person.command(DESK, "/escalate", "claim E-1")
            answer = await self._whisper(person, DESK, expected)
            told.sees(person.name, "(only they)", answer.text())
        told.check(
            "a late loser is told how long ago", f"Already picked up by {winner.name}" in self._last(loser, DESK)
        )
        told.check("pressing again is harmless", "already yours" in self._last(winner, DESK))

    async def _jane_withdraws_another(self) -> None:
        told = self._told
        told.chapter("In one line, for Sam, and withdrawn")
        told.does("Jane", "types /escalate Printer offline in Lyon #4712 !high @sam")
        await self.jane.command(DESK, "/escalate", "Printer offline in Lyon #4712 !high @sam")
        answer = await self._whisper(self.jane, DESK, "Escalated as E-2")
        told.sees("Jane", "(only she)", _with_buttons(answer))
        told.check("she is answered by what was understood", _has_all(answer, "high", "#4712", "Sam Okafor"))
        direct = await self._dm(self.sam, "Printer offline")
        told.check("Sam has it in his DMs, with Pick Up", direct.has("pick_up"))
        card = await self._card(self.sam, "Pick Up", "Printer offline")
        told.does("Jane", "presses Withdraw")
        await self.jane.click(answer, "withdraw")
        await self._until(lambda: "Withdrawn by Jane Ruiz" in card.text() and "Withdrawn" in direct.text())
        told.sees("Sam", f"in {CHANNEL}", _with_buttons(card))
        told.check("every copy says so, and none has Pick Up", not card.has("pick_up") and not direct.has("pick_up"))

    async def _card(self, person: Player, label: str, words: str) -> Screen:
        return await self._until(lambda: next((m for m in self._cards(person, words) if m.has(label)), None))

    def _cards(self, person: Player, words: str) -> list[Screen]:
        return [m for m in person.sees(CHANNEL) if words in m.text() and not m.is_ephemeral and m.has("details")]

    def _same(self, person: Player, card: Screen) -> Screen:
        return next(m for m in person.sees(CHANNEL) if m.ts == card.ts)

    async def _whisper(self, person: Player, channel: str, *words: str) -> Screen:
        def told() -> Screen | None:
            mine = [m for m in person.sees(channel) if m.is_ephemeral and any(w in m.text() for w in words)]
            return mine[-1] if mine else None

        return await self._until(told)

    def _last(self, person: Player, channel: str) -> str:
        return [m for m in person.sees(channel) if m.is_ephemeral][-1].text()

    def _receipt(self, words: str) -> Screen | None:
        """Told apart from the news of the same words by what can be done with it."""
        return next((m for m in self.jane.dms() if words in m.text() and m.has("withdraw")), None)

    async def _dm(self, person: Player, words: str) -> Screen:
        return await self._until(lambda: next((m for m in person.dms() if words in m.text()), None))

    async def _until(self, predicate: Callable[[], Found | None]) -> Found:
        found = await self._chat.until(predicate, within=self._patience)
        if not found:
            raise AssertionError("until() returned without what it waited for")
        return found


def _with_buttons(message: Screen) -> str:
    shown = [f"[{label}]" for label in ("Pick Up", "Details", "Withdraw") if message.has(label)]
    return f"{message.text()}\n{' '.join(shown)}"


def _has_all(message: Screen, *words: str) -> bool:
    return all(word in message.text() for word in words)
