"""What the core keeps and reads again: a transaction, and what there is in it. Nouns, each with its promise.

A transaction is worked on by a plain function. It cannot await, so that nothing can be sent, asked or thought
about while the database holds its locks, and nothing is said of what was rolled back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from core.assessment import Assessment, AssessmentId
from core.conversation import Conversation
from core.delivery import SHOWING, Delivery, DeliveryId, Kind, MessageRef, Place, Rank
from core.event import Event, EventId, Happening
from core.handoff import CaseId, Door, Handoff, HandoffId
from core.overview import Entry, Tally
from core.pacing import Turn
from core.people import AccountId, Identity, Member, MemberId, Profile, Role, Workspace

T = TypeVar("T")


class Accounts(Protocol):
    """Accounts, their workspaces and their channels."""

    def of(self, workspace: Workspace) -> AccountId | None:
        """The account a workspace belongs to."""

    def join(self, workspace: Workspace, name: str) -> AccountId | None:
        """The account of a workspace, which joins the one account when it is the first of its platform.

        None for any further workspace: it stays silent until an admin links it.
        """

    def channels(self, account: AccountId) -> Sequence[Place]:
        """The escalation channel of each workspace that has one."""

    def lock(self, account: AccountId) -> None:
        """Nobody else locks this account before this transaction ends: for a check that a write depends on."""

    def choose_channel(self, workspace: Workspace, channel: str) -> str:
        """Send cards there from now on; returns the channel they went to before, or an empty string."""

    def next_number(self, account: AccountId) -> int:
        """The next handoff's number. Concurrent callers wait for each other."""


class People(Protocol):
    """Members and their identities."""

    def known(self, identity: Identity) -> Member | None:
        """The member behind an identity."""

    def learn(self, account: AccountId, profile: Profile) -> Member:
        """Keep what a platform says of a person.

        A new identity is joined to the member with the same vouched e-mail, if that member has none on this
        platform yet; else it becomes a new member. Roles of known members stay; deletion deactivates.
        """

    def member(self, account: AccountId, member: MemberId) -> Member | None:
        """A member of this account."""

    def identities(self, account: AccountId, member: MemberId) -> Sequence[Identity]:
        """The chats a member is known in."""

    def takers(self, account: AccountId, besides: MemberId) -> int:
        """How many active engineers there are besides this one."""

    def admins(self, account: AccountId) -> Sequence[Identity]:
        """Where the account's active owner and admins can be written to: the owner first, in each of their chats."""

    def has_owner(self, account: AccountId) -> bool:
        """Whether anybody owns the account."""

    def set_role(self, account: AccountId, member: MemberId, role: Role) -> None:
        """Give a member a role."""


class Handoffs(Protocol):
    """Handoffs. Every write that changes what people see raises the version."""

    def add(self, handoff: Handoff) -> None:
        """Keep a new handoff."""

    def claim(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime, door: Door) -> Handoff | None:
        """The race, decided in one conditional write: the handoff as it stands afterwards, or None unless it was
        claimable and this member may."""

    def withdraw(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime) -> Handoff | None:
        """End a handoff that nobody has: as it stands afterwards, or None when it was not in such a state."""

    def lock(self, account: AccountId, handoff: HandoffId) -> Handoff | None:
        """A handoff as it stands, which nobody else changes before this transaction ends.

        Whoever changes a handoff and its deliveries takes the handoff first: two orders would be a deadlock.
        """

    def touch(self, account: AccountId, handoff: HandoffId) -> int:
        """Raise the version, because something that is shown with the handoff has changed; returns the new one."""

    def get(self, account: AccountId, handoff: HandoffId) -> Handoff | None:
        """A handoff as it stands."""

    def numbered(self, account: AccountId, number: int) -> Handoff | None:
        """A handoff by its number."""

    def fresh(self, account: AccountId, by: MemberId, since: datetime) -> Sequence[Handoff]:
        """What this member escalated since then and nobody has picked up: newest first."""

    def queue(self, account: AccountId, besides: MemberId, limit: int) -> Sequence[Handoff]:
        """What waits for somebody and was not escalated by this member: most pressing first, then oldest."""

    def waiting(self, account: AccountId, besides: MemberId, most: int) -> int:
        """How many there are in that queue, counted up to ``most``."""

    def mine(self, account: AccountId, member: MemberId, limit: int) -> Sequence[Handoff]:
        """What this member escalated or has, and is not over: newest first."""


class Events(Protocol):
    """What happened, append-only."""

    def add(self, event: Event) -> None:
        """Keep an event."""

    def get(self, account: AccountId, event: EventId) -> Event | None:
        """An event by its id."""

    def of(self, account: AccountId, handoff: HandoffId) -> Sequence[Event]:
        """The history of a handoff, oldest first."""

    def counted(self, account: AccountId, case: CaseId, what: Happening) -> int:
        """How often that happened in a case, in all of its handoffs together."""


class Deliveries(Protocol):
    """The outbox. Adding or announcing rings the storage's bell after the commit."""

    def add(self, *new: Delivery) -> None:
        """Keep new deliveries, due at once. One that is there already (same kind, place and event) stays as it is."""

    def announce(
        self,
        account: AccountId,
        handoff: HandoffId,
        version: int,
        kinds: frozenset[Kind] = SHOWING,
        rank: Rank = Rank.SOON,
    ) -> Sequence[Delivery]:
        """Want this version at every destination of these kinds; returns those that did not want it yet, oldest
        first. One that was stopped or dead lives again: what could not show the old state may show the new one.

        With ``Rank.FIRST`` cards and briefings show it at once, however lately they were edited.
        """

    def of(self, account: AccountId, handoff: HandoffId) -> Sequence[Delivery]:
        """Every delivery of a handoff, oldest first."""

    def cards(self, account: AccountId, handoff: HandoffId) -> Sequence[Delivery]:
        """The cards of a handoff in the escalation channels, oldest first."""

    def card_at(self, account: AccountId, workspace: Workspace, posted: MessageRef) -> Delivery | None:
        """The card that is this message; None for any other message."""

    def get(self, account: AccountId, delivery: DeliveryId) -> Delivery | None:
        """A delivery as it stands."""

    def waiting(self, roads: Iterable[str]) -> Sequence[Turn]:
        """What waits on these roads (``core.lane``), by lane and rank, and when the first of it is due. What waits
        behind the first costs nothing, however much it is."""

    def lease(
        self,
        turn: Turn,
        now: datetime,
        until: datetime,
        token: UUID,
        most: int = 1,
        late_until: datetime | None = None,
    ) -> Sequence[Delivery]:
        """Take up to ``most`` that are due in that turn, longest due first; nobody else gets them before ``until``.
        What stands under a card goes out one after the other, in the order it was added. An edit that somebody was
        about to send, and recorded nothing of, may be carried out until ``late_until``."""

    def renew(self, delivery: Delivery, until: datetime) -> bool:
        """Hold a leased delivery longer; False when the lease is lost."""

    def shown(
        self,
        delivery: Delivery,
        version: int,
        message: MessageRef | None,
        digest: str,
        now: datetime,
        rested: datetime | None = None,
        late_until: datetime | None = None,
    ) -> bool:
        """Record a send that worked; False when the lease was lost. What comes next waits until it has ``rested``,
        unless it is most urgent.

        With ``late_until`` an earlier edit may still be carried out over this one: nothing is settled, and the
        newest is due once more then; a change that comes before, after ``core.delivery.APART`` at the latest.
        """

    def again(
        self,
        delivery: Delivery,
        due: datetime,
        error: str,
        *,
        uncertain: bool,
        counted: bool,
        late_until: datetime | None = None,
    ) -> bool:
        """Record a send that did not work and may later; False when the lease was lost. With ``late_until`` it may
        still be carried out, until then."""

    def repost(self, delivery: Delivery, now: datetime, error: str) -> bool:
        """Forget the message that is gone, so that it is posted anew; False when the lease was lost."""

    def stop(self, delivery: Delivery, error: str, *, dead: bool, uncertain: bool = False) -> bool:
        """Stop trying; False when the lease was lost. Unless it is ``uncertain``, nothing of that send arrived."""

    def distrust(self, delivery: Delivery, now: datetime) -> None:
        """Its destination may show an old state, because somebody sent there after losing the lease: make it due
        again. Whoever holds it now may have been overtaken too, so that their ``shown`` settles nothing."""

    def adopt(self, delivery: Delivery, message: MessageRef) -> bool:
        """Take a message for this delivery's own, so that it is edited from now on; False when it has one already."""

    def revive(self, account: AccountId, place: Place) -> int:
        """Try again what was stopped in a channel, of handoffs that are under way; returns how many there were."""

    def troubled(self, account: AccountId, place: Place, why: str, at: datetime) -> bool:
        """Keep that this place takes nothing, and why; False when that is known already."""

    def healed(self, account: AccountId, place: Place) -> None:
        """Something was taken there: the next trouble is a new one."""


class Assessments(Protocol):
    """What the model made of cases."""

    def add(self, account: AccountId, handoff: HandoffId, begun: Assessment) -> None:
        """Keep an assessment as it begins: the newest of its handoff from now on. One without an id leaves no row."""

    def get(self, account: AccountId, assessment: AssessmentId) -> Assessment | None:
        """An assessment by its id, as it stands; without what there was before it."""

    def finish(self, account: AccountId, assessment: AssessmentId, ended: Assessment, at: datetime) -> bool:
        """Write a final status, and what it cost; False when it had a status already, which then stays."""

    def overdue(self, now: datetime, most: int) -> Sequence[tuple[AccountId, HandoffId, AssessmentId]]:
        """Assessments that are still being written though their time is over."""


class Conversations(Protocol):
    """Where in a chat something can be said, for the chats that must be told with every message."""

    def keep(self, conversation: Conversation) -> None:
        """Keep a conversation as it was heard of now: it is open again, and what was not told stays as it was.

        Raises NotFound where it is another account's.
        """

    def get(self, account: AccountId, workspace: Workspace, conversation: str) -> Conversation | None:
        """A conversation by its id."""

    def direct(self, account: AccountId, workspace: Workspace, user: str) -> Conversation | None:
        """The personal conversation with somebody, the one heard of last."""

    def shared(self, account: AccountId, workspace: Workspace) -> Sequence[Conversation]:
        """Channels and group chats, those heard of last first."""

    def close(self, account: AccountId, workspace: Workspace, conversation: str, why: str) -> None:
        """Say in words why nothing can be said there, until it is heard of again."""


class Inbound(Protocol):
    """Requests that had an effect, by their names: see ``core.inbound``."""

    def of(self, account: AccountId, request: str) -> HandoffId | None:
        """The handoff that this request made, or told something of; None also for one that made none."""

    def kept(self, account: AccountId, request: str) -> bool:
        """Whether the name is kept, whatever the request made."""

    def keep(self, account: AccountId, request: str, handoff: HandoffId | None, at: datetime) -> bool:
        """Keep the name of a request, and the handoff if it made one; False when it is kept already, however
        short a time ago. Whoever keeps the same name at the same time is waited for."""

    def forget(self, before: datetime, most: int) -> int:
        """Forget up to ``most`` of the requests of all accounts that are older; returns how many."""


class Overview(Protocol):
    """The outbox as whoever hosts Baton sees it, over all accounts."""

    def tallies(self, now: datetime) -> Sequence[Tally]:
        """How many deliveries are under way, stopped or dead, by chat and kind: cheap, however many there ever were."""

    def accounts(self) -> Sequence[tuple[AccountId, str]]:
        """Every account, with its name."""

    def given_up(self, account: AccountId | None, most: int) -> Sequence[Entry]:
        """What was stopped or is dead, newest first; of one account where it is named."""

    def under_way(self, account: AccountId | None, most: int) -> Sequence[Entry]:
        """What is not shown yet and not given up, newest first."""

    def all(self, account: AccountId | None, number: int | None, most: int) -> Sequence[Entry]:
        """Every delivery, of one handoff where its number is given, newest first."""

    def retry(self, delivery: Delivery, now: datetime) -> None:
        """Make it live and due at once, as if it had never been tried. Rings the bell after the commit."""


class Transaction(Protocol):
    """Everything that can be read and written together."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def people(self) -> People: ...
    @property
    def handoffs(self) -> Handoffs: ...
    @property
    def events(self) -> Events: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def assessments(self) -> Assessments: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def inbound(self) -> Inbound: ...
    @property
    def overview(self) -> Overview: ...


class Connections(Protocol):
    """How busy the database's connections are."""

    def connections(self) -> Mapping[str, tuple[int, int]]:
        """How many are in use (for SQLite's one writer: what waits for it, too), and of how many, by what for."""


class Bell(Protocol):
    """Tells couriers that there is work."""

    def ring(self) -> None:
        """There is work now."""

    async def heard(self, within: timedelta) -> None:
        """Returns when it rang since the last time, or when the time is over."""


class Storage(Protocol):
    """The database: SQLite or PostgreSQL."""

    def bell(self) -> Bell:
        """A new bell, rung after every commit that made a delivery due."""

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        """Do the work in one transaction and commit it; whatever it raises rolls everything back.

        Raises Unavailable when the database cannot be reached; its ``uncertain`` says whether the commit may
        have happened.
        """

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Read a consistent state. Raises Unavailable."""
