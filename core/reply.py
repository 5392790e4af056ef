"""Replies: what the person is told who does something with a handoff after the race. ``core.answer`` has the race's."""

from typing import assert_never

from core.answer import NOT_HERE, VIEWER, escalate_answer
from core.handoff import Handoff
from core.message import Message, Small, line, says
from core.outcome import CannotBeFor, Empty, Escalated, NoChannel, NotHere, NotYours, ViewersMayNot
from core.permission import Verb
from core.progress import (
    Done,
    EscalateParkedOutcome,
    NeedsOutcome,
    NeedsWhy,
    NothingThere,
    NotNow,
    Parked,
    ParkNewOutcome,
    PassedOn,
    TooMany,
)
from core.saying import IN_SLACK, Saying
from core.text import cut, one_line
from core.wording import short_problem

ReplyTo = (
    Done
    | PassedOn
    | NeedsWhy
    | NeedsOutcome
    | NothingThere
    | TooMany
    | CannotBeFor
    | NoChannel
    | NotYours
    | NotNow
    | NotHere
)

_DOING = {
    Verb.CLAIM: "pick {} up",
    Verb.HAND_BACK: "hand {} back",
    Verb.HAND_OVER: "hand {} over",
    Verb.ATTEMPT: "record attempts of {}",
    Verb.RESOLVE: "resolve {}",
    Verb.REOPEN: "reopen {}",
    Verb.PASS_ON: "escalate {} further",
    Verb.STEP: "tick the next steps of {}",
    Verb.HIDE_STEPS: "hide the next steps of {}",
    Verb.CONTINUE: "continue with {}",
    Verb.OWN_WAY: "go their own way with {}",
    Verb.PARK: "set {} aside",
    Verb.RESUME: "go on with {}",
    Verb.ESCALATE: "escalate {}",
    Verb.CHANGE: "change {}",
    Verb.WITHDRAW: "withdraw {}",
    Verb.DETAILS: "look into {}",
}

_WHY = {
    Verb.HAND_BACK: "Please say why you hand it back: whoever comes next begins there.",
    Verb.RESOLVE: "Please say what worked, or what is left over.",
    Verb.PASS_ON: "Please say why it has to go further.",
    Verb.ATTEMPT: "Please say what was tried, and for this outcome what is left, why it failed, or what is waited for.",
}

_LEFT_OVER = "Please say what is left over."

_NOTHING_THERE = {
    Verb.STEP: "That step is no longer among the next steps of {}.",
    Verb.HIDE_STEPS: "{} has no next steps to hide.",
    Verb.CONTINUE: "Nothing of {} is left open: somebody has taken it up.",
}

_UNCHANGED = "Nothing was changed."


def reply_to(outcome: ReplyTo, saying: Saying = IN_SLACK) -> Message:
    """What they are told, for every outcome there is."""
    match outcome:
        case Done(handoff, verb, again, what):
            return says(_as_it_was(handoff) if again else _done(handoff, verb, what))
        case PassedOn(handoff, new):
            return says(f"{handoff.label} goes on as {new.label}: {short_problem(new)}")
        case NeedsWhy(_, verb, _, left_over):
            return says(f"{_LEFT_OVER if left_over else _WHY[verb]} {_UNCHANGED}")
        case NeedsOutcome(_, attempt):
            return says(f"First say what came of “{cut(one_line(attempt.what), 80)}”. {_UNCHANGED}")
        case NothingThere(handoff, verb):
            return says(f"{_NOTHING_THERE[verb].format(handoff.label)} {_UNCHANGED}")
        case TooMany(handoff, most):
            return says(f"{handoff.label} keeps {most} attempts, and no more. {_UNCHANGED}")
        case CannotBeFor(why):
            return says(f"{why} {_UNCHANGED}")
        case NoChannel():
            return escalate_answer(outcome, saying)
        case NotYours(handoff, verb):
            return says(f"Only {_who(handoff, verb)} can {_DOING[verb].format(handoff.label)}. {_UNCHANGED}")
        case NotNow(handoff, why):
            return says(f"{handoff.label}: {why.value}. {_UNCHANGED}")
        case NotHere():
            return NOT_HERE
        case _:
            assert_never(outcome)


def park_answer(outcome: ParkNewOutcome) -> Message:
    """What somebody is told who keeps something for later."""
    match outcome:
        case Parked(handoff, _):
            nobody = Small(line("Nobody was told. It is in the queue's second section, where somebody may pick it up."))
            return says(f"Parked as {handoff.label}: {short_problem(handoff)}", nobody)
        case CannotBeFor(why):
            return says(f"{why} Nothing was kept.")
        case Empty():
            return says("Please say what the problem is. Nothing was kept.")
        case ViewersMayNot():
            return VIEWER
        case NotHere():
            return NOT_HERE
        case _:
            assert_never(outcome)


def escalate_parked_answer(outcome: EscalateParkedOutcome, saying: Saying = IN_SLACK) -> Message:
    """What somebody is told who asks the team for what was parked."""
    match outcome:
        case Escalated() | NoChannel():
            return escalate_answer(outcome, saying)
        case _:
            return reply_to(outcome, saying)


def _done(handoff: Handoff, verb: Verb, what: str) -> str:
    label = handoff.label
    match verb:
        case Verb.HAND_BACK:
            return f"{label} is with the team again."
        case Verb.HAND_OVER:
            return f"{label} is with {handoff.claim.by.name} now, who gets a briefing." if handoff.claim else label
        case Verb.ATTEMPT:
            return f"Kept with {label}."
        case Verb.RESOLVE:
            settled = handoff.ending is None or handoff.ending.settled
            return f"{label} is {'resolved' if settled else 'closed, with what is left over'}. Well done."
        case Verb.REOPEN:
            return f"{label} is open again, and yours."
        case Verb.STEP:
            return f"☑ Done: {cut(one_line(handoff.steps[-1].what), 80)}" if handoff.steps else f"Kept with {label}."
        case Verb.HIDE_STEPS:
            return f"The next steps of {label} are put away. Details has them still."
        case Verb.CONTINUE:
            return f"You continue: {cut(one_line(what or label), 80)}. The thread under the card says so."
        case Verb.OWN_WAY:
            return f"{label} goes your own way. Details has what was proposed."
        case Verb.PARK:
            return f"{label} is set aside. It is still yours, and nobody else sees that."
        case Verb.RESUME:
            return f"You go on with {label}."
        case Verb.CHANGE:
            return f"{label} is changed, and its cards say so."
        case Verb.ESCALATE:
            return f"{label} is with the team."
        case Verb.PASS_ON if handoff.ending and handoff.ending.next:
            return f"{label} goes on as E-{handoff.ending.next}."
        case _:
            return f"{label} is done."


def _as_it_was(handoff: Handoff) -> str:
    return f"{handoff.label} is so already. {_UNCHANGED}"


def _who(handoff: Handoff, verb: Verb) -> str:
    has = f"{handoff.claim.by.name}, who has it," if handoff.claim else "whoever has it"
    match verb:
        case Verb.WITHDRAW | Verb.ESCALATE:
            return f"{handoff.escalator.name} or an admin"
        case Verb.PARK | Verb.STEP | Verb.HIDE_STEPS | Verb.CONTINUE | Verb.OWN_WAY:
            return has
        case Verb.RESUME:
            return has if handoff.claim else f"{handoff.escalator.name} or an admin"
        case Verb.REOPEN | Verb.CHANGE:
            either = f"{handoff.escalator.name}, {has}" if handoff.claim else handoff.escalator.name
            return f"{either} or an admin"
        case _:
            return f"{has} or an admin"
