"""One thread after the other is escalated in a Teams whose Microsoft Graph fails: how much of it is in the case."""

from dataclasses import dataclass

from playground.teams import Seen as Message
from tests.both import HELPDESK, Both
from tests.faults.matrix import Arm, Seen
from tests.waiting import settled


@dataclass(slots=True)
class ThreadCells:
    """A town whose team agreed that Baton reads there; its handoffs are numbered from one."""

    both: Both
    number: int = 0

    def calls(self) -> list[str]:
        """Every call so far, by name; in no order."""
        teams = self.both.teams
        return [call.method for call in (*teams.calls, *teams.identity_calls, *teams.graph_calls)]

    async def captured(self, _: str, arm: Arm) -> Seen:
        """Jane escalates a thread."""
        self.number += 1
        both = self.both
        root = await self._said(f"Case {self.number}, it is")
        await self._said("Since Friday", root)
        arm()
        await both.jane.message_action(root)
        await both.jane.submit_message_action()
        card = await both.card(f"Case {self.number},")
        await settled(both.deliveries, self.number)
        read = "2 of 2 messages of the thread are in the case" in card.text()
        return Seen({"card": len([c for c in both.cards() if f"Case {self.number}," in c.text()]), "thread": int(read)})

    async def _said(self, words: str, thread: Message | None = None) -> Message:
        told = await self.both.alex.say(HELPDESK, words, thread)
        assert told.message
        return Message(told.message, self.both.alex.id, self.both.teams.tenant)
