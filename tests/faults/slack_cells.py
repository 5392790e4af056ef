"""One handoff after the other in a Slack that fails: the story that leads to a call, and how it ends."""

from dataclasses import dataclass

from playground.cast import Actor
from playground.slack import Seen as Message
from playground.slack.posting import remove
from playground.slack.record import Call
from tests.faults.matrix import GONE, LASTING, Arm, Seen, is_silence
from tests.town import ESCALATIONS, Town, whispers

POST, ANSWER, WHISPER = "chat.postMessage", "response_url", "chat.postEphemeral"
SAM = "✅ Picked up by Sam Okafor"


@dataclass(slots=True)
class SlackCells:
    """A town whose handoffs are numbered from one."""

    town: Town
    number: int = 0

    def calls(self) -> list[str]:
        """Every call so far, by name."""
        return [call.method for call in self.town.slack.calls]

    async def card(self, _: str, arm: Arm) -> Seen:
        """The fault is there from the beginning."""
        arm()
        await self._escalated()
        return await self._claimed()

    async def claim(self, _: str, arm: Arm) -> Seen:
        """The fault is there from the claim on."""
        await self._escalated()
        arm()
        return await self._claimed()

    async def edited(self, fault: str, arm: Arm) -> Seen:
        """As with a claim; and what Slack says is gone, is gone."""
        if fault != GONE:
            return await self.claim(fault, arm)
        await self._escalated()
        self.town.slack.forgive("message_not_found")
        for card in self._of(self.town.cards()):
            remove(self.town.slack.workspace, card.message)
        return await self._claimed()

    async def edited_receipt(self, fault: str, arm: Arm) -> Seen:
        """The same with Jane's receipt."""
        if fault != GONE:
            return await self.claim(fault, arm)
        await self._escalated()
        self.town.slack.forgive("message_not_found")
        for receipt in self._of(self.town.jane.dms()):
            remove(self.town.slack.workspace, receipt.message)
        return await self._claimed()

    async def started(self, fault: str, arm: Arm) -> Seen:
        """The service starts again, and somebody picks up who came meanwhile; once it knows everybody, if it can."""
        await self._escalated()
        name = f"Noor{self.number}"
        noor = self.town.slack.hire(Actor(name.lower(), f"{name} Adler", f"{name}@contoso.example"), ESCALATIONS)
        await self.town.stop()
        arm()
        await self.town.start(learned=fault not in LASTING)
        card = self._of(self.town.cards())[0]
        await noor.click(card, "pick_up")
        await self.town.until(lambda: whispers(noor))
        await self.settled()
        return Seen({"claim": int(f"Picked up by {name} Adler" in card.text()), "answer": len(whispers(noor))})

    async def lost_card(self, _: str, arm: Arm) -> Seen:
        """The answer to the card's post is lost, so it is looked for."""
        self.town.slack.fail(POST, channel=ESCALATIONS, drop="after")
        return await self.card(_, arm)

    async def lost_line(self, _: str, arm: Arm) -> Seen:
        """The same with the line under it."""
        await self._escalated()
        self.town.slack.fail(POST, channel=ESCALATIONS, drop="after")
        arm()
        return await self._claimed()

    async def lost_briefing(self, _: str, arm: Arm) -> Seen:
        """The same with a direct message."""
        await self._escalated()
        self.town.slack.fail(POST, user="Sam", drop="after")
        arm()
        return await self._claimed()

    async def newcomer(self, _: str, arm: Arm) -> Seen:
        """Somebody presses whom Baton does not know yet; again, when told to try again."""
        await self._escalated()
        arm()
        name = f"Noor{self.number}"
        noor = self.town.slack.hire(Actor(name.lower(), f"{name} Adler", f"{name}@contoso.example"), ESCALATIONS)
        card = self._of(self.town.cards())[0]
        for _press in range(3):
            if not card.has("pick_up"):
                break
            before = len(whispers(noor))
            await noor.click(card, "pick_up")
            await self.town.until(lambda seen=before: len(whispers(noor)) > seen)  # type: ignore[misc]
            await self.settled()
        return Seen({"claim": int(f"Picked up by {name} Adler" in card.text()), "answer": min(1, len(whispers(noor)))})

    async def form(self, _: str, arm: Arm) -> Seen:
        """Somebody wants the form; where it does not open they are told how to go on."""
        arm()
        before = len(self.town.jane.views)
        answer = await self.town.says(self.town.jane, "")
        opened = len(self.town.jane.views) > before
        told = "The form could not be opened" in answer.text and "Write it in one line" in answer.text
        if opened:
            await self.town.jane.close_view(everything=True)
        return Seen({"form": int(opened), "word on how to go on": int(told or opened)})

    async def pressed(self, _: str, arm: Arm) -> Seen:
        """Sam presses Pick Up, and is answered."""
        await self._escalated()
        card = self._of(self.town.cards())[0]
        answers, calls = len(whispers(self.town.sam)), len(self.town.slack.calls)
        arm()
        await self.town.sam.click(card, "pick_up")
        await self.town.until(lambda: any(_is_last(call) for call in self.town.slack.calls[calls:]))
        await self.settled()
        return Seen({"claim": int(SAM in card.text()), "answer": len(whispers(self.town.sam)) - answers})

    async def whispered(self, fault: str, arm: Arm) -> Seen:
        """The same, while the response URL takes nothing."""
        self.town.slack.fail(ANSWER, status=500)
        return await self.pressed(fault, arm)

    async def settled(self) -> None:
        """Nothing of this handoff is on its way."""
        await self.town.delivered(self.number, within=20)

    async def _escalated(self) -> None:
        self.number += 1
        answer = await self.town.says(self.town.jane, f"Case {self.number}, it is")
        assert answer.ok
        await self.settled()

    async def _claimed(self) -> Seen:
        answer = await self.town.says(self.town.sam, f"claim E-{self.number}")
        assert answer.ok
        await self.settled()
        return self._seen()

    def _seen(self) -> Seen:
        town = self.town
        cards = self._of(town.cards())
        lines = [line.text() for card in cards for line in town.sam.sees(ESCALATIONS, thread=card)[1:]]
        receipts = [dm for dm in self._of(town.jane.dms()) if "🎫" in dm.text()]
        copies = {
            "card": len(cards),
            "line": len([line for line in lines if "could not be" not in line]),
            "briefing": len([dm for dm in town.sam.dms() if f"You picked up E-{self.number} " in dm.text()]),
            "receipt": len(receipts),
        }
        return Seen(
            copies,
            newest=all(SAM in card.text() for card in cards),
            receipt_newest=all(f"Sam Okafor picked up E-{self.number}" in receipt.text() for receipt in receipts),
            lines=len([line for line in lines if "could not be" in line]),
            receipt=any("could not be delivered" in receipt.text() for receipt in receipts),
            admin=any(f"E-{self.number}" in dm.text() for dm in town.alex.dms()),
        )

    def _of(self, messages: list[Message]) -> list[Message]:
        return [message for message in messages if f"Case {self.number}," in message.text()]


def _is_last(call: Call) -> bool:
    """Whether nobody tries to answer in another way after this call."""
    if call.method == ANSWER:
        return call.seconds > 0 and (call.ok or is_silence(call.fault))
    return call.method == WHISPER and call.seconds > 0
