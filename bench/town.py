"""An account, and its people in each chat."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from core.conversation import Conversation, Shape
from core.delivery import MessageRef
from core.people import AccountId, Identity, Member, Platform, Profile, Workspace
from core.repository import Storage, Transaction


@dataclass(frozen=True, slots=True)
class Town:
    """A chat's people and its escalation channel.

    ``message`` is the form of a message's id, ``thread`` of the conversation in which it stands; ``people`` is how
    the ids of people begin. ``address`` and ``bot`` are what Teams wants to be told with every message.
    """

    workspace: Workspace
    channel: str
    thread: str
    message: str
    people: str
    address: str = ""
    bot: str = ""

    @property
    def name(self) -> str:
        """``Slack``."""
        return self.workspace.platform.value.capitalize()

    @property
    def jane(self) -> Identity:
        """Everything was escalated by her."""
        return Identity(self.workspace, f"{self.people}JANE")

    def colleague(self, number: int) -> Identity:
        """One of those who pick up."""
        return Identity(self.workspace, f"{self.people}C{number:04}")

    def posted(self) -> MessageRef:
        """Where a new message stands in the channel."""
        message = self.message.format(next(_stamps))
        return MessageRef(self.thread.format(message=message), message)


_AT_ONCE = 20
_stamps = itertools.count()

SLACK = Town(Workspace(Platform.SLACK, "T0BENCH"), "C0BENCH", "C0BENCH", "1795{:06}.000100", "U0")
_CHANNEL, _THREAD = "19:bench@thread.tacv2", "19:bench@thread.tacv2;messageid={message}"
TEAMS = Town(Workspace(Platform.TEAMS, "bench-tenant"), _CHANNEL, _THREAD, "1795{:09}", "aad-")
TOWNS = {town.workspace.platform.value: town for town in (SLACK, TEAMS)}


async def settled(storage: Storage, towns: Sequence[Town], colleagues: int) -> None:
    """Jane, her colleagues and the channel, in every chat; all of one account."""
    for town in towns:
        account = await storage.transact(partial(_settled, town))
        for first in range(0, colleagues, _AT_ONCE):
            await storage.transact(partial(_learned, town, account, range(first, min(first + _AT_ONCE, colleagues))))


def _settled(town: Town, tx: Transaction) -> AccountId:
    account = tx.accounts.join(town.workspace, "Bench")
    assert account
    tx.accounts.choose_channel(town.workspace, town.channel)
    if town.address:
        tx.conversations.keep(_channel_of(town, account))
    tx.people.learn(account, Profile(town.jane, "Jane Ruiz"))
    return account


def _learned(town: Town, account: AccountId, numbers: range, tx: Transaction) -> None:
    for number in numbers:
        tx.people.learn(account, Profile(town.colleague(number), f"Colleague {number}"))


def _channel_of(town: Town, account: AccountId) -> Conversation:
    now = datetime.now(UTC)
    return Conversation(account, town.workspace, town.channel, Shape.CHANNEL, town.address, town.bot, now)


async def member(storage: Storage, identity: Identity) -> Member:
    """Somebody who lives here."""
    found = await storage.read(lambda tx: tx.people.known(identity))
    assert found
    return found
