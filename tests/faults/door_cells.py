"""What Baton asks of Slack beside the handoffs themselves: who it is, the channel, modals, Homes, threads."""

from contextlib import suppress
from dataclasses import dataclass

from playground.bell import NeverHappened
from playground.slack import Seen as Message
from playground.slack.reading import plain_words
from playground.slack.view import View
from tests.faults.matrix import LASTING, Arm, Seen
from tests.town import ESCALATIONS, HELPDESK, Town

SHORTCUT = "escalate_thread"

A_WHILE = 4.0
"""Seconds after which whoever opened a Home goes away again."""


@dataclass(slots=True)
class DoorCells:
    """A town in which the same is asked for again and again."""

    town: Town
    number: int = 0

    def calls(self) -> list[str]:
        """Every call so far, by name."""
        return [call.method for call in self.town.slack.calls]

    async def started(self, fault: str, arm: Arm) -> Seen:
        """The service starts again, and somebody escalates; once it knows who it is, if it can."""
        await self.town.stop()
        arm()
        await self.town.start(learned=fault not in LASTING, ready=fault not in LASTING)
        self.number += 1
        answer = await self.town.says(self.town.jane, f"Case {self.number}, it is")
        escalated = "Escalated as" in answer.text
        return Seen({"escalation": int(escalated), "word on it": int(escalated or "Nothing was sent" in answer.text)})

    async def chosen(self, _: str, arm: Arm) -> Seen:
        """An admin says where cards go, in a channel in which Baton is not yet."""
        self.number += 1
        name = f"escalations-{self.number}"
        self.town.slack.add_channel(name, members=("alex",))
        arm()
        answer = await self.town.says(self.town.alex, "here", f"#{name}")
        done, refused = "Cards come to this channel" in answer.text, "Nothing was changed" in answer.text
        return Seen({"channel": int(done), "word on it": int(done or refused)})

    async def in_modal(self, _: str, arm: Arm) -> Seen:
        """Sam presses Pick Up in the Details that he has open."""
        card = await self._escalated()
        self.town.slack.forgive("not_found")  # he closes it while he is told once more
        await self.town.sam.click(card, "details")
        arm()
        await self.town.sam.click(_front(self.town.sam.open_view), "pick_up")
        await self.town.delivered(self.number, within=20)
        with suppress(NeverHappened):
            await self.town.until(lambda: self._told_sam(), within=A_WHILE)
        told = self._told_sam()
        await self.town.sam.close_view(everything=True)
        return Seen({"claim": int("Picked up by Sam" in card.text()), "answer": told})

    def _told_sam(self) -> int:
        """How often, in the modal and out of it."""
        said = [_words(self.town.sam.open_view), *(dm.text() for dm in self.town.sam.dms())]
        return sum(f"It's yours: E-{self.number}" in words for words in said)

    async def home(self, _: str, arm: Arm) -> Seen:
        """Sam opens his Home."""
        await self._escalated()
        waiting = f"Waiting for somebody ({self.number})"
        arm()
        await self.town.sam.open_home()
        with suppress(NeverHappened):
            await self.town.until(lambda: waiting in _words(self.town.sam.home), within=A_WHILE)
        return Seen({"page": int(waiting in _words(self.town.sam.home))})

    async def captured(self, _: str, arm: Arm) -> Seen:
        """Jane escalates a thread."""
        self.number += 1
        self.town.jane.invite(HELPDESK)
        root = (await self.town.alex.say(HELPDESK, f"Case {self.number}, it is")).message
        assert root
        await self.town.alex.say(HELPDESK, "Since Friday", root)
        self.town.slack.forgive("not_found")  # she sends the form before it says how much was read
        arm()
        await self.town.jane.shortcut(SHORTCUT, root)
        await self.town.jane.submit()
        card = await self.town.card_of(f"Case {self.number},")
        await self.town.delivered(self.number, within=20)
        read = "2 of 2 messages of the thread are in the case" in card.text()
        return Seen({"card": 1, "thread": int(read)})

    async def _escalated(self) -> Message:
        self.number += 1
        await self.town.says(self.town.jane, f"Case {self.number}, it is")
        await self.town.delivered(self.number, within=20)
        return await self.town.card_of(f"Case {self.number},", ESCALATIONS)


def _front(view: View | None) -> View:
    assert view
    return view


def _words(view: View | None) -> str:
    return plain_words(view.blocks, str, "UTC") if view else ""
