"""One verb at work in its transaction: who, from where, when, and how it is recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.delivery import Delivery, Kind, MessageRef
from core.errors import NotFound
from core.event import Event, EventId, Happening
from core.first_action import is_first_action
from core.handoff import Claim, Door, Handoff
from core.people import Identity, Member, Party
from core.ports import Ids
from core.repository import Transaction


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a verb came from.

    ``identity`` is the person in the chat they used: briefing and receipt go there. ``conversation`` is the
    vendor's id of the shared conversation in which a button was pressed; empty for typed words and for
    messages that only this person sees. ``request`` is the request's name where the chat may send it again
    (``core.inbound``), empty where it never does. ``message`` is the card or the like that a button was pressed
    on; None for what one person was shown, and for typed words.
    """

    door: Door
    identity: Identity | None = None
    conversation: str = ""
    request: str = ""
    message: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A verb at work. ``by`` is as the caller knew them; the transaction asks for itself what they may."""

    tx: Transaction
    ids: Ids
    by: Member
    origin: Origin
    now: datetime

    def actor(self) -> Member | None:
        """The member as they stand in this transaction; None when deactivated meanwhile."""
        member = self.tx.people.member(self.by.account, self.by.id)
        return member if member is not None and member.active else None

    def change(
        self, was: Handoff, to: Handoff, what: Happening, text: str = "", facts: Mapping[str, str] | None = None
    ) -> tuple[Handoff, Event]:
        """Keep a locked handoff as it is to be, tell every destination that shows it, and record the event.

        The request's name is kept with it: ``core.admission`` lets it in no second time.
        """
        first = is_first_action(to, self.by.id, what)
        now = replace(to, version=was.version + 1, claim=self._acted(to.claim) if first else to.claim)
        self.tx.handoffs.put(now, was)
        if self.origin.request:
            self.tx.inbound.keep(now.account, self.origin.request, now.id, self.now)
        told = self.record(now, what, facts, text)
        if first:
            self._record_first(now, what)
        self.tx.deliveries.announce(now.account, now.id, now.version)
        return now, told

    def said(self, handoff: Handoff, text: str, facts: Mapping[str, str]) -> Event:
        """Record what somebody wrote under a card of a locked handoff: what is shown of it stays as it is."""
        told = self.record(handoff, Happening.SAID, facts, text)
        if is_first_action(handoff, self.by.id, Happening.SAID):
            self.tx.handoffs.act(handoff.account, handoff.id, self.by.id, self.now)
            self._record_first(handoff, Happening.SAID)
        return told

    def record(
        self, handoff: Handoff, what: Happening, facts: Mapping[str, str] | None = None, text: str = ""
    ) -> Event:
        """Keep an event of this act. ``text`` is what people said, masked."""
        event = Event(
            id=EventId(self.ids.new()),
            account=handoff.account,
            handoff=handoff.id,
            what=what,
            at=self.now,
            by=Party(self.by.id, self.by.name),
            door=self.origin.door,
            facts=facts or {},
            text=text,
        )
        self.tx.events.add(event)
        return event

    def _acted(self, claim: Claim | None) -> Claim | None:
        return replace(claim, acted_at=self.now) if claim else None

    def _record_first(self, handoff: Handoff, what: Happening) -> None:
        if handoff.claim:
            after = self.now - handoff.claim.at
            facts = {"how": what.value, "after_ms": str(round(after.total_seconds() * 1000))}
            self.record(handoff, Happening.FIRST_ACTION, facts)

    def must_come_from(self, deliveries: Iterable[Delivery]) -> None:
        """As ``must_come_from`` below; what it raises rolls the act back."""
        must_come_from(self.origin, deliveries)


def must_come_from(origin: Origin, deliveries: Iterable[Delivery]) -> None:
    """A button counts only in a conversation the handoff was sent to. Raises NotFound."""
    if not origin.conversation:
        return
    for delivery in deliveries:
        if delivery.kind is Kind.BACK_LINK:  # it has no buttons
            continue
        if delivery.message and delivery.message.conversation == origin.conversation:
            return
        if delivery.place and delivery.place.channel == origin.conversation:
            return
    raise NotFound("a button of another conversation")
