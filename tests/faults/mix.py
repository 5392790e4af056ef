"""A random mix of escalations and claims through both chats, and what the chats were told of each.

Whoever got no answer does the same again as soon as they can: Slack's people type or press once more, Teams sends
the same activity again.
"""

import asyncio
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from core.people import Platform
from playground.bell import NeverHappened
from playground.cast import Actor, crowd
from playground.slack import SlackStandIn
from playground.teams import TeamsStandIn
from tests.town import whispers

PEOPLE = crowd(10)
ESCALATORS, CLAIMERS = PEOPLE[:4], PEOPLE[4:]

LABEL = re.compile(r"\bE-(\d+)\b")
WORDS = re.compile(r"printer \d+ prints nothing")
_YOURS = re.compile(r"It's yours: E-(\d+)")
_NOT_NOW = re.compile(r"nothing was (?:changed|sent)")
"""What somebody is told who has to do it again."""

_SAID = 0.5
"""Seconds after which somebody in Teams says it once more."""

_NEWEST = 60
"""Cards that somebody who looks for one to pick up goes through."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in one of the chats."""

    actor: Actor
    chat: Platform


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does; ``claims`` when they pick up what was escalated in these words."""

    words: str
    claims: bool = False


@dataclass(slots=True)
class Mix:
    """Who does what next. ``kept`` is what the chats were told is kept, by its words; ``won`` who was told in Teams
    that it is theirs, by number."""

    slack: SlackStandIn
    teams: TeamsStandIn
    chance: random.Random
    kept: set[str] = field(default_factory=set)
    pressed: set[str] = field(default_factory=set)
    won: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    unanswered: dict[Somebody, Deed] = field(default_factory=dict)
    answers: int = 0
    cut_off: int = 0
    again: int = 0

    def deeds(self) -> list[tuple[Somebody, Deed]]:
        """What happens next: first whatever was not answered; two escalations, and two races of three."""
        fresh = dict(self._escalations())
        fresh.update(self._claims())
        return [*self.unanswered.items(), *((who, deed) for who, deed in fresh.items() if who not in self.unanswered)]

    async def do(self, who: Somebody, deed: Deed, wait: float = 0.0) -> None:
        """Do it, after a while; whoever is not answered does it again the next time."""
        await asyncio.sleep(wait)
        told = await self._told(who, deed, again=who in self.unanswered)
        if told is None:
            self.cut_off += 1
            self.unanswered[who] = deed
            return
        self.answers += 1
        self.unanswered.pop(who, None)
        if not told and deed.claims and who.chat is Platform.TEAMS:
            return
        (self.pressed if deed.claims else self.kept).add(deed.words)
        for number in _YOURS.findall(told):
            self.won[int(number)].add(who.actor.name)

    async def finish(self) -> None:
        """Everybody is answered: what was cut off is done again."""
        while self.unanswered:
            await asyncio.gather(*(self.do(who, deed) for who, deed in list(self.unanswered.items())))

    def winners(self) -> dict[int, set[str]]:
        """Who was told that it is theirs, in both chats, by number."""
        found = defaultdict(set, {number: set(names) for number, names in self.won.items()})
        for actor in CLAIMERS:
            for whisper in whispers(self.slack.person(actor.handle)):
                for number in _YOURS.findall(whisper.text()):
                    found[int(number)].add(actor.name)
        return found

    def _escalations(self) -> Iterator[tuple[Somebody, Deed]]:
        for actor in self.chance.sample(ESCALATORS, 2):
            chat = self.chance.choice(list(Platform))
            words = f"printer {self.chance.randrange(10**9)} prints nothing"
            yield Somebody(actor, chat), Deed(words)

    def _claims(self) -> Iterator[tuple[Somebody, Deed]]:
        found = sorted(self.open())
        for words in self.chance.sample(found, min(2, len(found))):
            for actor in self.chance.sample(CLAIMERS, 3):
                yield Somebody(actor, self.chance.choice(list(Platform))), Deed(words, claims=True)

    def open(self) -> set[str]:
        """What can be picked up, by its words, of what its author knows to be kept."""
        newest = [m for m in self.slack.person("Sam").sees("#escalations") if not m.is_ephemeral][-_NEWEST:]
        shown = [card.text() for card in newest if card.has("pick_up")]
        return {found.group() for text in shown if (found := WORDS.search(text))} & self.kept

    async def _told(self, who: Somebody, deed: Deed, *, again: bool) -> str | None:
        """What it was answered; None without an answer, or when there was nothing to press yet."""
        self.again += again
        in_slack = who.chat is Platform.SLACK
        if not deed.claims:
            return await (self._typed(who.actor, deed.words) if in_slack else self._mentioned(who, deed.words, again))
        return await (self._clicked(who.actor, deed.words) if in_slack else self._pressed(who.actor, deed.words))

    async def _typed(self, actor: Actor, words: str) -> str | None:
        answer = await self.slack.person(actor.handle).command("#helpdesk", "/escalate", words)
        return answer.text if answer.ok and LABEL.search(answer.text) else None

    async def _mentioned(self, who: Somebody, words: str, again: bool) -> str | None:
        person = self.teams.person(who.actor.handle)
        answer = (await person.redeliver())[0] if again else await person.mention("Helpdesk", words)
        if not answer.ok:
            return None
        with suppress(NeverHappened):
            return await self.teams.until(lambda: self._answered_in_teams(who.actor, words), _SAID)
        return None

    def _answered_in_teams(self, actor: Actor, words: str) -> str | None:
        """Teams shows what Baton says, not how it took what was said: an answer in the thread, or to its author."""
        person = self.teams.person(actor.handle)
        asked = [root for root in person.sees("Helpdesk") if words in root.text()]
        shown = [*asked, *(seen for root in asked for seen in person.sees("Helpdesk", thread=root)), *person.dms()]
        told = [seen.text() for seen in shown if seen.author == "Baton"]
        return next((text for text in told if text.startswith("Escalated as") and words in text), None)

    async def _clicked(self, actor: Actor, words: str) -> str | None:
        person = self.slack.person(actor.handle)
        shown = reversed(person.sees("#escalations"))
        card = next(seen for seen in shown if words in seen.text() and not seen.is_ephemeral)
        before = len(whispers(person))
        answer = await person.click_stale(card, 0, "pick_up")
        put_off = any(_NOT_NOW.search(told.text()) for told in whispers(person)[before:])
        return answer.text if answer.ok and not put_off else None

    async def _pressed(self, actor: Actor, words: str) -> str | None:
        person = self.teams.person(actor.handle)
        shown = reversed(person.sees("Escalations"))
        card = next((seen for seen in shown if words in seen.text() and not seen.is_ephemeral), None)
        if card is None or "pick_up" not in str(card.message.versions[0].cards):
            return ""  # it is on its way to this chat, or came when somebody had it already: they look elsewhere
        answer = await person.click_stale(card, 0, "pick_up")
        return answer.text if answer.ok and not _NOT_NOW.search(answer.text) else None
