"""A chat in memory, and ways to it that lose answers, refuse and hang."""

import asyncio
import time
from dataclasses import dataclass, field

from core.delivery import DeliveryId, MessageRef, Place
from core.errors import DeliveryFailed, GiveUp, TryAgain
from core.message import Message
from core.people import Platform


@dataclass(slots=True)
class Board:
    """Everything a chat shows, in memory, whoever posts or edits."""

    shown: dict[MessageRef, Message] = field(default_factory=dict)
    marks: dict[DeliveryId, MessageRef] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, where: MessageRef, message: Message) -> None:
        """From now on, there."""
        self.shown[where] = message
        self.changed.set()


@dataclass(slots=True)
class Door:
    """One process's way to the board. ``troubles`` are met one call of that name after the other; one with
    ``late`` lets the call have its effect, but is all that is answered. ``frozen`` names the edit that stops
    before it has its effect, or with ``after`` before it is answered, until ``thawed``. Where it is ``blind``,
    nobody can look for a message; what is posted to a channel that is ``shut`` always fails."""

    board: Board
    troubles: dict[str, list[DeliveryFailed | None]] = field(default_factory=dict)
    frozen: str = ""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    thawed: asyncio.Event = field(default_factory=asyncio.Event)
    hidden: bool = False
    blind: bool = False
    shut: dict[str, DeliveryFailed] = field(default_factory=dict)

    @property
    def platform(self) -> Platform:
        """Slack, say."""
        return Platform.SLACK

    async def post(self, place: Place, message: Message, mark: DeliveryId, under: MessageRef | None) -> MessageRef:
        """As promised by Gateway."""
        self.board.places.append(place.channel or place.user)
        trouble = self._met("post", place)
        if trouble is None or _late(trouble):
            posted = MessageRef(place.channel or place.user, str(len(self.board.shown)))
            self.board.show(posted, message)
            self.board.marks[mark] = posted
        if trouble:
            raise trouble
        return self.board.marks[mark]

    async def address(self, posted: MessageRef) -> str:
        """As promised by Gateway."""
        return f"https://board.example/{posted.message}"

    async def edit(self, posted: MessageRef, place: Place, message: Message) -> None:
        """As promised by Gateway."""
        await self._stopped_at("before")
        trouble = self._met("edit")
        if trouble is None or _late(trouble):
            self.board.show(posted, message)
        await self._stopped_at("after")
        if trouble:
            raise trouble

    async def find(self, place: Place, mark: DeliveryId, under: MessageRef | None) -> MessageRef | None:
        """As promised by Gateway."""
        if self.blind:
            raise GiveUp("nobody can look")
        self._met("find")
        hidden, self.hidden = self.hidden, False
        return None if hidden else self.board.marks.get(mark)

    def _met(self, call: str, place: Place | None = None) -> DeliveryFailed | None:
        self.board.calls.append(call)
        self.board.times.append(time.monotonic())
        if place is not None and place.channel in self.shut:
            return self.shut[place.channel]
        left = self.troubles.get(call) or [None]
        return left.pop(0)

    async def _stopped_at(self, moment: str) -> None:
        if self.frozen == moment:
            self.frozen = ""
            self.reached.set()
            await self.thawed.wait()


def _late(trouble: DeliveryFailed) -> bool:
    return isinstance(trouble, TryAgain) and trouble.uncertain
