"""Which questions a verb asks, made for the handoff as it stands."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from core.attempt import Attempt, AttemptId, Outcome
from core.draft import resolution_draft
from core.escalation import TICKET_LENGTH
from core.form import Choice, Field, Form, Kind
from core.handoff import Handoff, Priority
from core.message import Action
from core.people import Identity
from core.text import cut, one_line
from core.wording import MARKS, OUTCOMES

WHY, TO, WHAT, ABOUT, NOTE = "why", "to", "what", "about", "note"
OUTCOME, LEFT, SETTLED, WAITED, UNTIL = "outcome", "left", "settled", "waited", "until"
PRIORITY, TICKET, DIRECTED = "priority", "ticket", "directed"
NEW, YES, NO = "new", "yes", "no"

PEOPLE_ASKED = frozenset({TO, DIRECTED})
"""The fields in which a person is chosen."""

PAUSES = {
    "1h": ("1 hour", timedelta(hours=1)),
    "4h": ("4 hours", timedelta(hours=4)),
    "1d": ("1 day", timedelta(days=1)),
    "3d": ("3 days", timedelta(days=3)),
    "7d": ("1 week", timedelta(days=7)),
}
"""How long something can be set aside."""

ASKED_AT_ONCE = 5
"""Of how many undecided attempts a form asks what came of them."""

_OUTCOMES = tuple(Choice(outcome.value, OUTCOMES[outcome].capitalize()) for outcome in Outcome)
_PAUSES = tuple(Choice(value, label) for value, (label, _) in PAUSES.items())
_SHOWN = 100


def about(name: str, attempt: AttemptId) -> str:
    """The name of a question that is asked of several attempts."""
    return f"{name}_{attempt}"


def form_for(action: Action, handoff: Handoff, reader: Identity | None) -> Form | None:
    """The form of a verb; None for one that asks nothing. People are chosen from the reader's workspace."""
    asked = _ASKED.get(action)
    if asked is None:
        return None
    title, submit, questions = asked
    fields = tuple(questions(handoff, reader))
    return Form(
        action,
        handoff.id,
        title,
        submit,
        fields,
        f"{handoff.label} · {cut(one_line(handoff.snapshot.problem), _SHOWN)}",
    )


def _hand_back(handoff: Handoff, _: Identity | None) -> Iterator[Field]:
    yield Field(WHY, "Why do you hand it back?", Kind.AREA, required=True, hint="Whoever comes next begins there.")
    yield from _undecided(handoff)


def _hand_over(_: Handoff, __: Identity | None) -> Iterator[Field]:
    yield Field(TO, "To whom?", Kind.PERSON, required=True)
    yield Field(WHY, "What should they know?", Kind.AREA)


def _attempt(handoff: Handoff, _: Identity | None) -> Iterator[Field]:
    open_ones = [a for a in handoff.attempts if a.outcome in (Outcome.UNDECIDED, Outcome.WAITING)]
    if open_ones:
        which = (*(Choice(str(a.id), _named(a)) for a in open_ones), Choice(NEW, "A new attempt"))
        yield Field(ABOUT, "Which attempt?", Kind.CHOICE, filled=which[0].value, choices=which)
    yield Field(WHAT, "What did you try?", Kind.AREA, required=not open_ones)
    yield Field(OUTCOME, "What came of it?", Kind.CHOICE, filled=Outcome.UNDECIDED.value, choices=_OUTCOMES)
    yield Field(NOTE, "What is left, why did it fail, or what is waited for?", Kind.AREA)
    yield Field(
        UNTIL,
        "Look again in",
        Kind.CHOICE,
        hint="If it waits: you get a message then.",
        choices=_PAUSES,
    )


def _resolve(handoff: Handoff, _: Identity | None) -> Iterator[Field]:
    ends = (Choice(YES, "It works"), Choice(NO, "It ends, with something left over"))
    yield Field(SETTLED, "How does it end?", Kind.CHOICE, filled=YES, choices=ends)
    draft = resolution_draft(handoff)
    hint = "A draft of what was recorded: make it yours." if draft else ""
    yield Field(NOTE, "What worked, or what is left over?", Kind.AREA, required=True, hint=hint, filled=draft)
    if handoff.waiting:
        label = f"“{_named(handoff.waiting[0])}” is waiting to be verified. Did it work?"
        yield Field(WAITED, label, Kind.CHOICE, filled=YES, choices=(Choice(YES, "Yes"), Choice(NO, "Not known yet")))
    yield from _undecided(handoff)


def _pass_on(handoff: Handoff, _: Identity | None) -> Iterator[Field]:
    yield Field(WHY, "Why does it have to go further?", Kind.AREA, required=True)
    yield Field(DIRECTED, "For whom?", Kind.PERSON, hint="Anyone eligible may still pick it up.")
    yield from _undecided(handoff)


def _park(_: Handoff, __: Identity | None) -> Iterator[Field]:
    yield Field(
        UNTIL,
        "For how long?",
        Kind.CHOICE,
        filled="4h",
        choices=_PAUSES,
        hint="You get a message then. Nobody else sees that.",
    )


def _change(handoff: Handoff, reader: Identity | None) -> Iterator[Field]:
    priorities = tuple(Choice(p.value, f"{MARKS[p]} {p.value.capitalize()}") for p in Priority)
    yield Field(PRIORITY, "Priority", Kind.CHOICE, filled=handoff.priority.value, choices=priorities)
    yield Field(TICKET, "Ticket", Kind.LINE, filled=handoff.ticket, longest=TICKET_LENGTH)
    if handoff.claimable:
        hint = "Anyone eligible may still pick it up."
        yield Field(DIRECTED, "For whom?", Kind.PERSON, filled=_user(handoff, reader), hint=hint)


def _undecided(handoff: Handoff) -> Iterator[Field]:
    """Attempts that nobody has decided are asked about before somebody lets go."""
    undecided = [attempt for attempt in handoff.attempts if attempt.outcome is Outcome.UNDECIDED]
    for attempt in undecided[:ASKED_AT_ONCE]:
        choices = tuple(choice for choice in _OUTCOMES if choice.value != Outcome.UNDECIDED)
        label = f"What came of “{_named(attempt)}”?"
        yield Field(
            about(OUTCOME, attempt.id), label, Kind.CHOICE, filled=Outcome.FAILED.value, choices=choices, required=True
        )
        yield Field(about(LEFT, attempt.id), "What is left, why did it fail, or what is waited for?", Kind.AREA)


def _named(attempt: Attempt) -> str:
    return cut(one_line(attempt.what), 60)


def _user(handoff: Handoff, reader: Identity | None) -> str:
    found = handoff.directed.identities if handoff.directed else ()
    return next((identity.user for identity in found if reader and identity.workspace == reader.workspace), "")


Questions = Callable[[Handoff, Identity | None], Iterator[Field]]

_ASKED: dict[Action, tuple[str, str, Questions]] = {
    Action.HAND_BACK: ("Hand back", "Hand back", _hand_back),
    Action.HAND_OVER: ("Hand over", "Hand over", _hand_over),
    Action.ATTEMPT: ("Attempt", "Keep", _attempt),
    Action.RESOLVE: ("Resolve", "Resolve", _resolve),
    Action.PASS_ON: ("Escalate further", "Escalate", _pass_on),
    Action.PARK: ("Set aside", "Set aside", _park),
    Action.CHANGE: ("Change", "Change", _change),
}

ASKING = frozenset(_ASKED)
"""The buttons that lead to a form."""
