"""One effect for one request, however often a chat sends it: each names itself, and the name is kept with what it did.

The name is kept in the transaction of the effect. A repeat finds it there, changes nothing, and is answered as the
first was: a header that says "this is a retry" would prove nothing, since the first may have died before its commit.
Two at once are one after the other: whoever makes something locks the account first, or waits for the name itself.

Kept are what escalates (in words, by a form), every verb after the race, what is said under a card, what chooses the
channel, and what a chat tells of its people: done again later, each of them would make a second thing, or bring back
what has changed since.
A verb that adds to a handoff holds the handoff, keeps the name before anything else, and puts a word of its own into
it, so that none meets what another one did. Not kept are

- a claim: its conditional write makes pressing again "already yours" or "lost", and a name would cost every press in
  a race a write. All that a repeat leaves behind is one more lost press in the history. The name stands in the event
  that a claim and a lost press write anyhow, and is looked for there only where somebody handed the handoff back: a
  press from before that is rolled back. Only "already yours", which writes no event, keeps its name here.
- a withdrawal: what is withdrawn stays so. But a press that only asked the assignee is kept: repeated after a
  hand-back, it would withdraw.
- whatever only reads.

Names are kept for a day: no chat sends anything again after that (Slack: an event three times, the last after five
minutes; Teams: a dialog twice, at once).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.people import AccountId
from core.ports import Clock
from core.repository import Storage, Transaction

KEPT = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 1_000


class SentTwice(Exception):
    """The same request is being carried out elsewhere: roll back, and look again."""


def name_of(*parts: str) -> str:
    """A request's name out of what tells it from others: always as long, whatever people sent."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Once:
    """A request by its name, and when it came; the name is empty for one that is never sent again."""

    request: str
    at: datetime

    def keep(self, tx: Transaction, account: AccountId) -> bool:
        """Keep the name of a request that makes no handoff; False for a repeat, which then does nothing."""
        return not self.request or tx.inbound.keep(account, self.request, None, self.at)


@dataclass(frozen=True, slots=True)
class Requests:
    """The names that are kept."""

    storage: Storage
    clock: Clock

    async def sweep(self) -> int:
        """Forget those that are over, a few at a time so that nobody waits. Returns how many. Raises Unavailable."""
        before, forgotten = self.clock.now() - KEPT, 0
        while True:
            some = await self.storage.transact(lambda tx: tx.inbound.forget(before, FORGOTTEN_AT_ONCE))
            forgotten += some
            if some < FORGOTTEN_AT_ONCE:
                return forgotten
