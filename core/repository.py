"""What the core keeps and reads again: a transaction, and what there is in it. Nouns, each with its promise.

A transaction is worked on by a plain function. It cannot await, so that nothing can be sent, asked or thought
about while the database holds its locks, and nothing is said of what was rolled back.
"""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from core.assessment import Assessment, AssessmentId
from core.conversation import Conversation
from core.delivery import Place
from core.event import Doing, Event, EventId, Happening
from core.handoff import CaseId, Door, Handoff, HandoffId
from core.outbox import Deliveries, Overview
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

    def workspaces(self, account: AccountId) -> Sequence[Workspace]:
        """The workspaces that have joined."""

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
        """Keep a new handoff, with the attempts that it begins with."""

    def claim(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime, door: Door) -> Handoff | None:
        """The race, decided in one conditional write: the handoff as it stands afterwards, or None unless it was
        claimable and this member may."""

    def withdraw(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime) -> Handoff | None:
        """End a handoff that nobody has: as it stands afterwards, or None when it was not in such a state."""

    def put(self, handoff: Handoff, was: Handoff) -> None:
        """Keep a handoff as it stands now, with its turns and attempts, over what it was when it was locked.

        Raises NotFound when it is not as it was: whoever puts has to lock first.
        """

    def act(self, account: AccountId, handoff: HandoffId, by: MemberId, at: datetime) -> bool:
        """Keep the assignee's first action since their claim; False unless it is theirs, and the first."""

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

    def asked_already(
        self, account: AccountId, by: MemberId, since: datetime, problem: str, ticket: str | None
    ) -> Handoff | None:
        """The newest that this member escalated since then with this problem and ticket, and nobody has picked up."""

    def queue(self, account: AccountId, besides: MemberId, limit: int) -> Sequence[Handoff]:
        """What waits for somebody and was not escalated by this member: most pressing first, then oldest."""

    def parked(self, account: AccountId, besides: MemberId, limit: int) -> Sequence[Handoff]:
        """What is set aside, waits for nobody in particular and is not this member's own: oldest first."""

    def waiting(self, account: AccountId, besides: MemberId, most: int) -> int:
        """How many there are in that queue, counted up to ``most``."""

    def left_behind(self, most: int) -> Sequence[tuple[AccountId, HandoffId]]:
        """What deactivated people have, in all accounts."""

    def due(self, now: datetime, most: int) -> Sequence[tuple[AccountId, HandoffId]]:
        """What somebody has and is to be told of now (``Handoff.due_at``), in all accounts: the longest due first."""

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

    def doings(self, account: AccountId, by: MemberId, since: datetime) -> Sequence[Doing]:
        """What this member did since then, of what is counted; oldest first."""


class Seen(Protocol):
    """Which handoffs somebody has opened."""

    def keep(self, account: AccountId, member: MemberId, handoff: HandoffId, at: datetime) -> None:
        """They have opened it now; that they did before stays as it was."""

    def among(self, account: AccountId, member: MemberId, handoffs: Collection[HandoffId]) -> Set[HandoffId]:
        """Those of these handoffs that they have opened."""


class Assessments(Protocol):
    """What the model made of cases."""

    def add(self, account: AccountId, handoff: HandoffId, begun: Assessment) -> None:
        """Keep an assessment as it begins: the newest of its handoff from now on. One without an id leaves no row."""

    def get(self, account: AccountId, assessment: AssessmentId) -> Assessment | None:
        """An assessment by its id, as it stands; without what there was before it."""

    def finish(self, account: AccountId, assessment: AssessmentId, ended: Assessment, at: datetime) -> bool:
        """Write a final status, and what it cost; False when it had a status already, which then stays."""

    def counted(self, account: AccountId, case: CaseId, begun_by: Collection[Happening]) -> int:
        """How many were begun by such events in a case, in all of its handoffs together."""

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
    def seen(self) -> Seen: ...
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
