"""The cast: Jane escalates, Sam picks up, Alex comes second, Vic may only look, Eve is in another account.

With them the one case that golden files tell, in each of its states. Every id and time is fixed, so that what is
said of them can be compared letter by letter.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from core.assessment import OFF, Assessment, AssessmentId, Confidence, Fact, Findings, Reading, Status, Step
from core.attempt import Attempt, AttemptId, Outcome
from core.delivery import Condition, Delivery, DeliveryId, Kind, Place
from core.event import Event, EventId, Happening
from core.handoff import (
    CaseId,
    Claim,
    Door,
    Ending,
    Handoff,
    HandoffId,
    Passing,
    Priority,
    Snapshot,
    State,
    Tried,
    Turn,
)
from core.people import AccountId, Identity, Member, MemberId, Party, Platform, Role, Workspace
from core.step import DoneStep

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
OPEN_STEP = "Comparing the autodiscover records with those of fabrikam.example"

PLAIN_CASE = Snapshot("Outlook stops syncing after the mailbox move")
FULL_CASE = Snapshot(
    problem="Outlook stops syncing after the mailbox move to Exchange Online, for all of accounting, since Monday",
    reason="I cannot see the autodiscover records of contoso.example.",
    tried=(Tried("New Outlook profile: same error"), Tried("Webmail works"), Tried("Safe mode: no change")),
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
        priority=snapshot.priority,
        ticket=snapshot.ticket,
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


def handed_back(handoff: Handoff, why: str, by: Member | None = None, seconds: float = 760) -> Handoff:
    """The same, with the team again; ``by`` where somebody else took it from whoever had it."""
    returned = _passed(handoff, Passing.HANDED_BACK, why, by, seconds)
    return replace(returned, state=State.OPEN, claim=None)


def handed_over(handoff: Handoff, to: Member, why: str, seconds: float = 760) -> Handoff:
    """The same, somebody else's now."""
    passed = _passed(handoff, Passing.HANDED_OVER, why, None, seconds)
    return replace(passed, claim=Claim(party(to), after(seconds), Door.SLACK))


def with_a_step_done(handoff: Handoff, place: int = 0) -> Handoff:
    """The same, with one of the proposed steps ticked by Sam."""
    assert READY.id
    done = DoneStep(READY.id, place, FINDINGS.steps[place].text, party(SAM), after(400))
    return replace(handoff, version=handoff.version + 1, steps=(*handoff.steps, done))


def reopened(handoff: Handoff, by: Member, seconds: float = 9_000) -> Handoff:
    """The same, resolved once and taken up again."""
    passed = _passed(handoff, Passing.RESOLVED, "", None, seconds)
    return replace(passed, state=State.CLAIMED, ending=None, claim=Claim(party(by), after(seconds), Door.SLACK))


def tried(what: str, outcome: Outcome, note: str = "", by: Member = SAM, number: int = 1) -> Attempt:
    """A fix that was tried after the claim."""
    look_at = after(18_000) if outcome is Outcome.WAITING else None
    return Attempt(AttemptId(UUID(int=0xA77000 + number)), what, party(by), after(300), outcome, note, look_at)


def _passed(handoff: Handoff, how: Passing, why: str, by: Member | None, seconds: float) -> Handoff:
    claim = handoff.claim
    assert claim is not None
    turn = Turn(claim.by, claim.at, after(seconds), how, party(by) if by else claim.by, why)
    return replace(handoff, version=handoff.version + 1, turns=(*handoff.turns, turn))


def in_state(state: State) -> Handoff:
    """Jane's escalation in any of its states."""
    match state:
        case State.OPEN | State.PARKED:
            return replace(open_handoff(), state=state)
        case State.CLAIMED:
            return claimed(open_handoff())
        case _:
            return ended(open_handoff(), state)


@cache
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
        **_life(claimed(replace(asked, assessment=READY))),
    }


def _life(sams: Handoff) -> dict[str, Handoff]:
    """What comes after the race."""
    claim = sams.claim
    assert claim
    failed = tried("Cleared the autodiscover cache", Outcome.FAILED, "same error")
    waits = tried("Moved the DNS records", Outcome.WAITING, "the records spread until tonight", number=2)
    begun = tried("Rebuilding the profile", Outcome.UNDECIDED, number=3)
    at_work = replace(sams, attempts=(failed, waits, begun))
    fixed = Ending(party(SAM), after(7_200), "The DNS records pointed to the old server")
    over = replace(sams, state=State.RESOLVED, ending=fixed, attempts=(failed,))
    left = replace(fixed, note="One mailbox still asks for a password", settled=False)
    goes_on = replace(fixed, note="Needs somebody with rights on the tenant", next=43)
    returned = handed_back(replace(sams, attempts=(failed,)), "needs firewall rights")
    return {
        "attempted": at_work,
        "set_aside": replace(at_work, wake_at=after(18_000)),
        "handed_back": returned,
        "handed_back_at_once": handed_back(sams, "", seconds=65),
        "taken_back_by_an_admin": handed_back(sams, "Sam is ill today", ADA),
        "claimed_again": claimed(returned, ALEX, 900),
        "handed_over": handed_over(sams, ALEX, "she knows the tenant"),
        "resolved": over,
        "closed": replace(over, ending=left),
        "reopened": reopened(over, JANE),
        "passed_on": replace(sams, state=State.PASSED_ON, ending=goes_on),
        "passed_on_to": replace(
            open_handoff(
                replace(sams.snapshot, earlier=("E-41: Jane Ruiz → Sam Okafor, 2 h: needs rights",)), ordinal=2
            ),
            escalator=party(SAM),
        ),
        "parked": replace(open_handoff(FULL_CASE), state=State.PARKED),
        "with_an_open_step": replace(sams, snapshot=replace(sams.snapshot, open_step=OPEN_STEP)),
        "with_a_step_done": with_a_step_done(sams),
        "with_its_steps_put_away": replace(sams, claim=replace(claim, put_away=READY.id)),
        "gone_their_own_way": replace(
            sams, snapshot=replace(sams.snapshot, open_step=OPEN_STEP), claim=replace(claim, own_way=True)
        ),
        "handed_over_in_the_middle": handed_over(replace(sams, attempts=(failed, begun)), ALEX, "she knows the tenant"),
        "changed": replace(open_handoff(FULL_CASE, directed=ALEX), priority=Priority.LOW, ticket="#4712"),
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
