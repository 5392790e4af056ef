"""One case over both chats, from hand to hand: Jane in Teams, Sam in Slack, Alex in Teams, who resolves it."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from playground.story import CHANNEL, DESK, Screen
from playground.transcript import Transcript

Found = TypeVar("Found")

WORDS = "Payroll export stops at page 40"
TRIED = "Raised the memory limit of the export service"
LEFT = "stops at page 41 now"
WHY = "The export server asks for rights that I do not have"
WORKED = "The disk for temporary files was full"


class Hand(Protocol):
    """A person who types, presses, fills in, writes in threads and sees."""

    @property
    def name(self) -> str: ...
    async def command(self, channel: str, name: str, text: str = "") -> object: ...
    async def click(self, target: Any, action: str) -> object: ...
    async def submit(self, values: Mapping[str, Any] | None = None) -> object: ...
    async def say(self, channel: str, text: str, thread: Any = None) -> object: ...
    def asked(self) -> list[str]: ...
    def sees(self, channel: str, thread: Any = None) -> Any: ...
    def dms(self) -> Any: ...


class Passing:
    """Plays it; ``play`` returns whether every promise was kept."""

    def __init__(self, slack: Any, teams: Any, transcript: Transcript, patience: float = 10.0) -> None:
        self._slack = slack
        self._teams = teams
        self._told = transcript
        self._patience = patience
        self.jane: Hand = teams.person("Jane")
        self.sam: Hand = slack.person("Sam")
        self.alex: Hand = teams.person("Alex")

    async def play(self) -> bool:
        """From Jane's line to what worked."""
        try:
            await self._play()
        except AssertionError as missing:
            self._told.check(f"what was waited for came: {str(missing).splitlines()[0]}", kept=False)
        return self._told.ends()

    async def _play(self) -> None:
        card, twin = await self._jane_escalates_in_teams()
        await self._sam_picks_up_in_slack(card, twin)
        await self._they_talk(card, twin)
        await self._sam_hands_back(twin)
        await self._alex_picks_up_in_teams(twin)
        await self._alex_resolves(card, twin)

    async def _jane_escalates_in_teams(self) -> tuple[Screen, Screen]:
        told = self._told
        told.chapter("From hand to hand: Jane escalates in Teams")
        told.does("Jane", f"types /escalate {WORDS} #4713 in Teams")
        await self.jane.command(DESK, "/escalate", f"{WORDS} #4713")
        twin = await self._card(self._teams, self.alex)
        card = await self._card(self._slack, self.sam)
        told.sees("Sam", f"in {CHANNEL} of Slack", card.text())
        told.check("what was escalated in Teams can be picked up in Slack", card.has("pick_up") and twin.has("pick_up"))
        return card, twin

    async def _sam_picks_up_in_slack(self, card: Screen, twin: Screen) -> None:
        told = self._told
        told.chapter("Sam picks up in Slack")
        told.does("Sam", "presses Pick Up in Slack")
        await self.sam.click(card, "pick_up")
        briefing = await self._dm(self._slack, self.sam, "You picked up", WORDS)
        told.sees("Sam", "in his DMs of Slack (the briefing)", briefing.text())
        news = await self._dm(self._teams, self.jane, "✅ Sam Okafor picked up", WORDS)
        told.sees("Jane", "in her chat with Baton in Teams", news.text())
        await self._until(self._teams, lambda: "Picked up by Sam Okafor" in twin.text())
        told.check("the card in Teams says who has it in Slack", not twin.has("pick_up"))

    async def _they_talk(self, card: Screen, twin: Screen) -> None:
        told = self._told
        told.chapter("They talk, each in their own chat")
        asked, answered = "Does it always stop at the same page?", "Always at page 40, since Monday."
        told.does("Sam", f"writes under the card in Slack: {asked}")
        await self.sam.say(CHANNEL, asked, card)
        heard = await self._under(self._teams, self.jane, twin, asked)
        told.sees("Jane", "under the card in Teams", heard.text())
        told.does("Jane", f"answers under the card in Teams: {answered}")
        await self.jane.say(CHANNEL, answered, twin)
        back = await self._under(self._slack, self.sam, card, answered)
        told.sees("Sam", "under the card in Slack", back.text())
        told.check("each reads the other, by name and chat", "(Slack)" in heard.text() and "(Teams)" in back.text())

    async def _sam_hands_back(self, twin: Screen) -> None:
        told = self._told
        told.chapter("Sam tries something, and hands it back")
        briefing = await self._dm(self._slack, self.sam, "You picked up", WORDS)
        told.does("Sam", f"presses Attempt… in Slack, and keeps: {TRIED}")
        await self.sam.click(briefing, "attempt")
        await self.sam.submit({"what": TRIED})
        await self._until(self._slack, lambda: TRIED in briefing.text())
        told.does("Sam", "presses Hand back…, and is asked what came of it")
        await self.sam.click(briefing, "hand_back")
        asked = self.sam.asked()
        outcome, left = (next((n for n in asked if n.startswith(kind)), "") for kind in ("outcome_", "left_"))
        told.check("nobody hands back what is undecided", outcome and left)
        await self.sam.submit({"why": WHY, outcome: "failed", left: LEFT})
        await self._until(self._teams, lambda: "Handed back by Sam Okafor" in twin.text())
        told.sees("Alex", f"in {CHANNEL} of Teams (the card)", twin.text())
        told.check("the card says why, and what was tried", WHY in twin.text() and LEFT in twin.text())
        told.check("the race is open again", twin.has("pick_up"))
        news = await self._dm(self._teams, self.jane, "Sam Okafor handed", WHY)
        told.sees("Jane", "in her chat with Baton in Teams", news.text())

    async def _alex_picks_up_in_teams(self, twin: Screen) -> None:
        told = self._told
        told.chapter("Alex picks up in Teams")
        told.does("Alex", "presses Pick Up in Teams")
        await self.alex.click(twin, "pick_up")
        briefing = await self._dm(self._teams, self.alex, "You picked up", WORDS)
        told.sees("Alex", "in his chat with Baton in Teams (the briefing)", briefing.text())
        told.check(
            "Alex need not ask what Sam knew", f"Sam Okafor: {WHY}" in briefing.text() and TRIED in briefing.text()
        )

    async def _alex_resolves(self, card: Screen, twin: Screen) -> None:
        told = self._told
        told.chapter("Alex resolves it in Teams")
        briefing = await self._dm(self._teams, self.alex, "You picked up", WORDS)
        told.does("Alex", f"presses Resolve… in Teams, and fills in the dialog: {WORKED}")
        await self.alex.click(briefing, "resolve")
        await self.alex.submit({"note": WORKED})
        answer = await self._dm(self._teams, self.alex, "is resolved. Well done.")
        told.sees("Alex", "in his chat with Baton in Teams", answer.text())
        await self._until(self._slack, lambda: f"What worked: {WORKED}" in card.text())
        await self._until(self._teams, lambda: f"What worked: {WORKED}" in twin.text())
        told.sees("Sam", f"in {CHANNEL} of Slack (the card)", card.text())
        by_whom = "Resolved by Alex Kim"
        told.check("both cards say what worked, and by whom", by_whom in card.text() and by_whom in twin.text())
        news = await self._dm(self._teams, self.jane, "Alex Kim resolved", WORKED)
        told.sees("Jane", "in her chat with Baton in Teams", news.text())
        told.check("Jane hears how it ended where she asked", news.notified_me)

    async def _card(self, chat: Any, person: Hand) -> Screen:
        def found() -> Screen | None:
            seen = person.sees(CHANNEL)
            return next((m for m in seen if WORDS in m.text() and m.has("details") and not m.is_ephemeral), None)

        return await self._until(chat, found)

    async def _under(self, chat: Any, person: Hand, card: Screen, words: str) -> Screen:
        def found() -> Screen | None:
            said = person.sees(CHANNEL, thread=card)
            return next((m for m in said if words in m.text() and m.author == "Baton"), None)

        return await self._until(chat, found)

    async def _dm(self, chat: Any, person: Hand, *words: str) -> Any:
        return await self._until(
            chat, lambda: next((m for m in reversed(person.dms()) if all(w in m.text() for w in words)), None)
        )

    async def _until(self, chat: Any, predicate: Callable[[], Found | None]) -> Found:
        found: Found | None = await chat.until(predicate, within=self._patience)
        if not found:
            raise AssertionError("until() returned without what it waited for")
        return found
