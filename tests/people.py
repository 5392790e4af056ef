"""The cast: Jane escalates, Sam picks up, Alex comes second, Vic may only look, Eve is in another account.

With them the one case that golden files tell, in each of its states. Every id and time is fixed, so that what is
said of them can be compared letter by letter.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from core.assessment import OFF, Assessment, AssessmentId, Confidence, Fact, Findings, Reading, Status, Step
from core.delivery import Condition, Delivery, DeliveryId, Kind, Place
from core.event import Event, EventId, Happening
from core.handoff import Attempt, CaseId, Claim, Door, Ending, Handoff, HandoffId, Priority, Snapshot, State
from core.people import AccountId, Identity, Member, MemberId, Party, Platform, Role, Workspace

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SLACK = Workspace(Platform.SLACK, "T0CONTOSO")
TEAMS = Workspace(Platform.TEAMS, "contoso")
CHANNEL = Place(SLACK, channel="C0ESCALATIONS")

CONTOSO = AccountId(UUID(int=1))
FABRIKAM = AccountId(UUID(int=2))

JANE = Member(MemberId(UUID(int=11)), CONTOSO, "Jane Ruiz", Role.ENGINEER)
SAM = Member(MemberId(UUID(int=12)), CONTOSO, "Sam Okafor", Role.ENGINEER)
ALEX = Member(MemberId(UUID(int=13)), CONTOSO, "Alex Kim", Role.ENGINEER)
ADA = Member(MemberId(UUID(int=14)), CONTOSO, "Ada Brandt", Role.ADMIN)
OLIVE = Member(MemberId(UUID(int=15)), CONTOSO, "Olive Stone", Role.OWNER)
VIC = Member(MemberId(UUID(int=16)), CONTOSO, "Vic Lang", Role.VIEWER)
EVE = Member(MemberId(UUID(int=17)), FABRIKAM, "Eve Moreau", Role.ENGINEER)

HANDOFF = HandoffId(UUID(int=0xE42))
MODEL = "claude-test"

PLAIN_CASE = Snapshot("Outlook stops syncing after the mailbox move")
FULL_CASE = Snapshot(
    problem="Outlook stops syncing after the mailbox move to Exchange Online, for all of accounting, since Monday",
    reason="I cannot see the autodiscover records of contoso.example.",
    tried=(Attempt("New Outlook profile: same error"), Attempt("Webmail works"), Attempt("Safe mode: no change")),
    ticket="#4711",
    customer="Contoso",
    priority=Priority.URGENT,
    masked=2,
)

FINDINGS = Findings(
    summary="Outlook on the desktop stopped syncing after a mailbox move; webmail works.",
    facts=(
        Fact("A new profile shows the same error", "f6", "tried before"),
        Fact("Webmail works", "f7", "tried before"),
    ),
    likely_cause="Autodiscover still points to the old server.",
    steps=(
        Step("Look up the autodiscover records", "They were not moved with the mailbox"),
        Step("Make a new Outlook profile", "It drops cached settings", already_tried=True),
    ),
    questions=("Does a phone sync?",),
    confidence=Confidence.MEDIUM,
)
IN_PART = replace(FINDINGS, messages=Reading(40, 2_000))
WRITING = Assessment(Status.WRITING, assess_by=NOON + timedelta(seconds=45), id=AssessmentId(UUID(int=0xA1)))
READY = Assessment(Status.READY, FINDINGS, model=MODEL, id=AssessmentId(UUID(int=0xA1)))
UNAVAILABLE = Assessment(Status.UNAVAILABLE, why="timed out", model=MODEL, id=AssessmentId(UUID(int=0xA1)))
RENEWED = replace(WRITING, earlier=READY, id=AssessmentId(UUID(int=0xA2)))
NOT_RENEWED = replace(UNAVAILABLE, earlier=READY, id=AssessmentId(UUID(int=0xA2)))


def after(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def identity(member: Member, workspace: Workspace = SLACK) -> Identity:
    """The member in a chat: ``U0SAM`` for Sam."""
    return Identity(workspace, f"U0{member.name.split()[0].upper()}")


def party(member: Member, *identities: Identity) -> Party:
    """The member as named on a handoff; with identities where they are to be mentioned."""
    return Party(member.id, member.name, identities)


def open_handoff(
    snapshot: Snapshot = PLAIN_CASE,
    *,
    number: int = 42,
    ordinal: int = 1,
    directed: Member | None = None,
    assessment: Assessment = OFF,
) -> Handoff:
    """Jane's escalation at noon, which nobody has picked up."""
    return Handoff(
        id=HANDOFF,
        account=CONTOSO,
        number=number,
        case=CaseId(UUID(int=0xCA5E)),
        ordinal=ordinal,
        state=State.OPEN,
        version=1,
        snapshot=snapshot,
        escalator=party(JANE),
        escalated_at=NOON,
        door=Door.SLACK,
        assessment=assessment,
        directed=party(directed, identity(directed)) if directed else None,
    )


def claimed(handoff: Handoff, by: Member = SAM, seconds: float = 40, door: Door = Door.SLACK) -> Handoff:
    """The same, picked up so many seconds after the escalation."""
    claim = Claim(party(by), handoff.escalated_at + timedelta(seconds=seconds), door)
    return replace(handoff, state=State.CLAIMED, version=handoff.version + 1, claim=claim)


def withdrawn(handoff: Handoff, by: Member = JANE, seconds: float = 300) -> Handoff:
    """The same, no longer needed."""
    return ended(handoff, State.WITHDRAWN, by, seconds)


def ended(handoff: Handoff, state: State, by: Member = JANE, seconds: float = 300) -> Handoff:
    """The same, over."""
    ending = Ending(party(by), handoff.escalated_at + timedelta(seconds=seconds))
    return replace(handoff, state=state, version=handoff.version + 1, ending=ending)


def in_state(state: State) -> Handoff:
    """Jane's escalation in any of its states."""
    match state:
        case State.OPEN | State.PARKED:
            return replace(open_handoff(), state=state)
        case State.CLAIMED:
            return claimed(open_handoff())
        case _:
            return ended(open_handoff(), state)


def story() -> dict[str, Handoff]:
    """The states a card can be in, by the name of their golden file."""
    asked = open_handoff(FULL_CASE, assessment=WRITING)
    return {
        "open": open_handoff(),
        "open_urgent_directed": open_handoff(FULL_CASE, ordinal=2, directed=SAM, assessment=WRITING),
        "claimed_while_being_assessed": claimed(asked),
        "assessed_then_claimed": claimed(replace(asked, assessment=READY)),
        "assessment_unavailable": replace(asked, assessment=UNAVAILABLE),
        "renewed": claimed(replace(asked, assessment=RENEWED)),
        "not_renewed": claimed(replace(asked, assessment=NOT_RENEWED)),
        "assessed_in_part": replace(asked, assessment=replace(READY, findings=IN_PART)),
        "assessment_off": replace(asked, assessment=OFF),
        "withdrawn": withdrawn(replace(asked, assessment=READY)),
        "directed_then_claimed_by_another": claimed(open_handoff(FULL_CASE, directed=SAM, assessment=READY), ALEX),
    }


def event(what: Happening, by: Member | None = JANE, seconds: float = 0, **facts: str) -> Event:
    """Something that happened to Jane's escalation."""
    who = party(by) if by else None
    number = int(seconds) * 100 + list(Happening).index(what)
    door = Door.SLACK if by else None
    return Event(EventId(UUID(int=0xEE0000 + number)), CONTOSO, HANDOFF, what, after(seconds), who, door, facts)


def remark(text: str, by: Member = JANE, seconds: float = 60, door: Door = Door.TEAMS, **facts: str) -> Event:
    """Something that somebody wrote under Jane's card."""
    said = event(Happening.SAID, by, seconds, **facts)
    return replace(said, door=door, text=text)


def delivery(kind: Kind = Kind.CARD, place: Place | None = CHANNEL, *, shown: int = 1, **stands: str) -> Delivery:
    """A delivery of Jane's escalation; ``condition`` and ``error`` say how it stands."""
    made = Delivery(DeliveryId(UUID(int=0xD00 + list(Kind).index(kind))), CONTOSO, HANDOFF, kind, place, 1, shown)
    condition = Condition(stands.get("condition", Condition.LIVE))
    return replace(made, condition=condition, error=stands.get("error", ""), attempts=12 if stands else 0)
