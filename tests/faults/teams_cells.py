"""One handoff after the other in a Teams that fails: the story that leads to a call, and how it ends."""

from dataclasses import dataclass

from core.people import Identity, Platform, Workspace
from playground.cast import Actor
from playground.teams import Person
from playground.teams import Seen as Message
from playground.teams.posting import remove
from playground.teams.record import Call
from tests.both import ESCALATIONS, HELPDESK, Both
from tests.faults.matrix import GONE, LASTING, Arm, Seen, is_silence
from tests.waiting import settled

_POINTER = "there is an answer for you, but Teams does not let Baton write to you"


@dataclass(slots=True)
class TeamsCells:
    """A town whose handoffs are numbered from one."""

    both: Both
    number: int = 0

    def calls(self) -> list[str]:
        """Every call so far, by name; in no order."""
        return [call.method for call in (*self.both.teams.calls, *self.both.teams.identity_calls)]

    async def card(self, _: str, arm: Arm) -> Seen:
        """The fault is there from the beginning."""
        arm()
        await self._escalated()
        return await self._claimed(self.both.sam)

    async def claim(self, _: str, arm: Arm) -> Seen:
        """The fault is there from the claim on."""
        await self._escalated()
        arm()
        return await self._claimed(self.both.sam)

    async def edited(self, fault: str, arm: Arm) -> Seen:
        """As with a claim; and what Teams says is gone, is gone."""
        if fault != GONE:
            return await self.claim(fault, arm)
        await self._escalated()
        self.both.teams.forgive("ActivityNotFoundInConversation")
        for card in self._of(self.both.cards()):
            remove(self.both.teams.tenant, card.message)
        await self._typed(self.both.sam)
        return self._seen(self.both.sam)

    async def edited_receipt(self, fault: str, arm: Arm) -> Seen:
        """The same with Jane's receipt."""
        if fault != GONE:
            return await self.claim(fault, arm)
        await self._escalated()
        self.both.teams.forgive("ActivityNotFoundInConversation")
        for receipt in self._of(self.both.jane.dms()):
            remove(self.both.teams.tenant, receipt.message)
        return await self._claimed(self.both.sam)

    async def added(self, fault: str, arm: Arm) -> Seen:
        """Baton is added to the team again, and somebody picks up who came meanwhile; once it knows everybody, if it
        can."""
        await self.both.jane.manages.remove_from_team()
        noor = self._hired()
        arm()
        await self.both.jane.manages.add_to_team()
        if fault not in LASTING:
            here = Workspace(Platform.TEAMS, self.both.teams.tenant.id)
            await self.both.learned(Identity(here, noor.account.aad or ""))
        await self._escalated()
        return await self._claimed(noor)

    def _hired(self) -> Person:
        """Somebody whom Baton does not know yet, and who has added it."""
        name = f"Noor{self.number}"
        actor = Actor(name.lower(), f"{name} Adler", f"{name.lower()}@contoso.example")
        noor = self.both.teams.hire(actor, "General", ESCALATIONS)
        self.both.teams.tenant.personal(noor.id).installed = True
        return noor

    async def token(self, _: str, arm: Arm) -> Seen:
        """The token that Baton holds is withdrawn, and no other is to be had."""
        self.both.teams.forgive("Unauthorized")
        self.both.teams.credentials.revoke()
        return await self.card(_, arm)

    async def newcomer(self, fault: str, arm: Arm) -> Seen:
        """Somebody picks up whom Baton does not know yet, nor has a conversation with."""
        await self._escalated()
        noor = self._hired()
        arm()
        card = self._of(self.both.cards())[0]
        for _ in range(3):
            card = self._of(self.both.cards())[0]
            if not card.has("pick_up"):
                break
            await noor.click(card, "pick_up")
            await settled(self.both.deliveries, self.number)
        if fault in LASTING and card.has("pick_up"):
            return Seen({"claim": 0})
        return self._seen(noor)

    async def queue(self, _: str, arm: Arm) -> Seen:
        """Sam asks for the queue in a channel, and is answered where nobody else sees it."""
        await self._escalated()
        before, calls = self._answers(), len(self.both.teams.calls)
        arm()
        await self.both.sam.mention(HELPDESK, "queue")
        await self.both.until(lambda: any(_is_last(call) for call in self.both.teams.calls[calls:]) or None)
        answers, pointers = (after - earlier for after, earlier in zip(self._answers(), before, strict=True))
        return Seen({"answer": answers, "word on where it is": min(1, answers) or pointers})

    def _answers(self) -> tuple[int, int]:
        """The queue, and what is said in the open where it cannot be shown."""
        sam = self.both.sam
        roots = sam.sees(HELPDESK)
        said = [*roots, *sam.dms(), *(answer for root in roots for answer in sam.sees(HELPDESK, thread=root))]
        words = [message.text() for message in said]
        return sum("waiting for somebody" in text for text in words), sum(_POINTER in text for text in words)

    async def _escalated(self) -> None:
        self.number += 1
        await self.both.jane.mention(HELPDESK, f"Case {self.number}, it is")
        await settled(self.both.deliveries, self.number)

    async def _claimed(self, by: Person) -> Seen:
        cards = self._of(self.both.cards())
        if cards:
            await by.click(cards[-1], "pick_up")
        else:
            await self._typed(by)
        await settled(self.both.deliveries, self.number)
        return self._seen(by)

    async def _typed(self, by: Person) -> None:
        await by.mention(HELPDESK, f"claim E-{self.number}")
        await settled(self.both.deliveries, self.number)

    def _seen(self, by: Person) -> Seen:
        both = self.both
        cards = self._of(both.cards())
        lines = [line.text() for card in cards for line in both.sam.sees(ESCALATIONS, thread=card)[1:]]
        receipts = [dm for dm in self._of(both.jane.dms()) if "🎫" in dm.text()]
        copies = {
            "card": len(cards),
            "line": len([line for line in lines if "could not be" not in line]),
            "briefing": len([dm for dm in by.dms() if f"You picked up E-{self.number} " in dm.text()]),
            "receipt": len(receipts),
        }
        told = [dm for dm in both.jane.dms() if f"E-{self.number}" in dm.text() and "could not" in dm.text()]
        return Seen(
            copies,
            newest=all(f"✅ Picked up by {by.name}" in card.text() for card in cards),
            receipt_newest=all(f"{by.name} picked up E-{self.number}" in receipt.text() for receipt in receipts),
            lines=len([line for line in lines if "could not be" in line]),
            receipt=any("could not be delivered" in receipt.text() for receipt in receipts),
            admin=any("🎫" not in dm.text() for dm in told),
        )

    def _of(self, messages: list[Message]) -> list[Message]:
        return [message for message in messages if f"Case {self.number}," in message.text()]


def _is_last(call: Call) -> bool:
    """Whether nobody tries to answer in another way after this call."""
    return call.method == "send_activity" and call.seconds > 0 and (call.fault is None or is_silence(call.fault))
