"""Answers: what the person who acted is told, the same words in every chat. Golden tests hold each of them."""

from typing import assert_never

from core.handoff import Door, Handoff
from core.message import Action, Button, Buttons, Message, Part, Small, line, says
from core.outcome import (
    AdminsOnly,
    AiOff,
    AlreadyThere,
    AlreadyYours,
    AssessmentAsked,
    AssessmentThere,
    AssessOutcome,
    AssigneeAsked,
    BackAgain,
    CannotBeFor,
    ChannelChosen,
    ClaimOutcome,
    Empty,
    Escalated,
    EscalateOutcome,
    Finished,
    HereOutcome,
    Lost,
    NoChannel,
    NotHere,
    NotTheirs,
    NotYours,
    StillWriting,
    UsedUp,
    ViewersMayNot,
    Withdrawn,
    WithdrawOutcome,
    Won,
    YouHaveIt,
    YourOwn,
)
from core.receipt import NOBODY
from core.saying import IN_SLACK, Saying
from core.source import read_of, told_of
from core.state import Refusal
from core.text import cut
from core.wording import ago, counted, short_problem, took

RETURNED_LENGTH = 3_000
"""How much of a one-line escalation that was not accepted comes back to its author, in code points."""

_OVER = {
    Refusal.WITHDRAWN: "withdrawn",
    Refusal.RESOLVED: "resolved",
    Refusal.PASSED_ON: "passed on",
    Refusal.RESUMED: "resumed",
}

_BRIEFING = {
    Door.SLACK: "The briefing is in your DMs in Slack.",
    Door.TEAMS: "The briefing is in your own chat with Baton in Teams.",
    Door.API: "",
}

NOT_HERE = says("There is no such handoff here.")
VIEWER = says("Your role here is viewer: you can look at cards, but not pick anything up. An admin can change that.")
NO_DETAILS = says("Your role here is viewer: the card is all you can see. An admin can change that.")
TARGET_NOT_KNOWN_YET = says(
    "Baton could not find out who it is for just now. Nothing was sent; please try again in a moment."
)
NOT_KNOWN_YET = says(
    "Baton could not find out who you are just now. Please try again in a moment; nothing was changed."
)
STRANGER = says("Baton is not available to you here.")


def claim_answer(outcome: ClaimOutcome) -> Message:
    """What somebody who pressed Pick Up is told."""
    match outcome:
        case Won(handoff):
            return says(f"It's yours: {handoff.label}, {short_problem(handoff)}", *_briefing(handoff))
        case AlreadyYours(handoff):
            return says(f"{handoff.label} is already yours.", *_briefing(handoff, "Nothing was changed. "))
        case Lost():
            return _lost(outcome)
        case YourOwn(handoff):
            return says(f"You escalated {handoff.label} yourself, so it takes somebody else to pick it up.")
        case ViewersMayNot():
            return VIEWER
        case Finished(handoff, why):
            return _finished(handoff, why)
        case BackAgain(handoff):
            return says(f"{handoff.label} went back to the team meanwhile. Press once more if you want it now.")
        case NotHere():
            return NOT_HERE
        case _:
            assert_never(outcome)


def escalate_answer(outcome: EscalateOutcome, saying: Saying = IN_SLACK) -> Message:
    """What the escalator is told. For everything but Escalated, add what they wrote: ``returned``."""
    match outcome:
        case Escalated():
            return _escalated(outcome, saying)
        case AlreadyThere(handoff, since):
            return says(
                f"It is already there as {handoff.label}, escalated {ago(since)}, and nothing was sent a second time. "
                "To raise it anyway, say what is different this time.",
                Buttons(_about_own(handoff)),
            )
        case NoChannel():
            return says(
                "There is no escalation channel yet, so nothing was sent. "
                f"In the channel where cards should go, an admin says: {saying.say('here')}"
            )
        case CannotBeFor(why):
            return says(f"{why} Nothing was sent.")
        case Empty():
            return says("Please say what the problem is. Nothing was sent.")
        case NotHere():
            return STRANGER
        case _:
            assert_never(outcome)


def withdraw_answer(outcome: WithdrawOutcome) -> Message:
    """What somebody who withdraws is told."""
    match outcome:
        case Withdrawn(handoff, again):
            return says(f"{handoff.label} {'was already' if again else 'is'} withdrawn.")
        case AssigneeAsked(handoff, assignee, again):
            told = "was already told" if again else "is told"
            return says(
                f"{assignee.name} has {handoff.label} and {told} that help is no longer needed. It stays theirs."
            )
        case YouHaveIt(handoff):
            return says(f"You have {handoff.label} yourself, so there is nobody to ask. Nothing was changed.")
        case NotYours(handoff):
            return says(f"Only {handoff.escalator.name} or an admin can withdraw {handoff.label}. Nothing was changed.")
        case Finished(handoff, why):
            return _finished(handoff, why)
        case BackAgain(handoff):
            return says(f"{handoff.label} went back to the team meanwhile. Withdraw it once more if you mean it still.")
        case NotHere():
            return NOT_HERE
        case _:
            assert_never(outcome)


def assess_answer(outcome: AssessOutcome) -> Message:
    """What somebody who pressed *Try again* or *Dig deeper* is told."""
    match outcome:
        case AssessmentAsked():
            return _assessing(outcome)
        case StillWriting(handoff):
            return says(f"The AI assessment of {handoff.label} is being written already. Nothing was changed.")
        case AssessmentThere(handoff):
            return says(f"The AI assessment of {handoff.label} is there: it is on the card. Nothing was changed.")
        case UsedUp(handoff, most):
            return says(f"That was done {counted(most, 'time')} for the case of {handoff.label}. Nothing was changed.")
        case AiOff():
            return says("The AI is switched off here. Nothing was changed.")
        case NotTheirs(handoff):
            return says(f"Only who has {handoff.label} can do that, or an admin. Nothing was changed.")
        case Finished(handoff, why):
            return _finished(handoff, why)
        case ViewersMayNot():
            return VIEWER
        case NotHere():
            return NOT_HERE
        case _:
            assert_never(outcome)


def here_answer(outcome: HereOutcome) -> Message:
    """What somebody who says ``here`` is told."""
    match outcome:
        case ChannelChosen(_, owner, moved):
            since = "Cards come to this channel from now on." if moved else "Cards come to this channel."
            return says(since, *((Small(line("You are the owner now, because nobody was.")),) if owner else ()))
        case AdminsOnly():
            return says("Only an admin can choose the channel. Nothing was changed.")
        case _:
            assert_never(outcome)


def returned(message: Message, text: str) -> Message:
    """The message, with what its author wrote given back word for word, up to a length which it then states."""
    cut_short = len(text) > RETURNED_LENGTH
    head = f"What you wrote (its first {RETURNED_LENGTH:,} characters):" if cut_short else "What you wrote:"
    return Message(message.title, (*message.parts, Small(line(head)), *says(cut(text, RETURNED_LENGTH)).parts))


def failed(words: str, error_id: str) -> Message:
    """What somebody is told when we failed; the id finds the failure in the log."""
    return says(words, Small(line(f"Error {error_id}")))


def _briefing(handoff: Handoff, before: str = "") -> tuple[Part, ...]:
    """Where the briefing is: in the chat that it was picked up in, whichever this is."""
    where = _BRIEFING[handoff.claim.door] if handoff.claim else ""
    return (Small(line(f"{before}{where}".strip())),) if before or where else ()


def _assessing(outcome: AssessmentAsked) -> Message:
    label, left = outcome.handoff.label, outcome.left
    more = f"You can ask for that {counted(left, 'more time')}." if left else "That was the last time for this case."
    where = Small(line(f"Card and briefing show it when it is there. {more}"))
    if outcome.again:
        return says(f"The AI tries again for {label}.", where)
    return says(f"The AI reads the case of {label} again, with what was said since.", where)


def _escalated(outcome: Escalated, saying: Saying) -> Message:
    handoff = outcome.handoff
    parts: list[Part] = [Small(line(_understood(handoff)))]
    if handoff.snapshot.source:
        told = told_of if saying.tells_the_thread else read_of
        parts += [Small(line(words)) for words in (told(handoff.snapshot.source),) if words]
    if outcome.takers == 0:
        parts.append(Small(line(NOBODY)))
    return says(f"Escalated as {handoff.label}: {short_problem(handoff)}", *parts, Buttons(_about_own(handoff)))


def _about_own(handoff: Handoff) -> tuple[Button, ...]:
    """What its escalator can do with what waits."""
    confirm = f"Withdraw {handoff.label}? The team sees that help is no longer needed."
    withdraw = Button(Action.WITHDRAW, "Withdraw", str(handoff.id), danger=True, confirm=confirm)
    return Button(Action.DETAILS, "Details", str(handoff.id)), withdraw


def _understood(handoff: Handoff) -> str:
    """A one-line escalation is answered by what was understood."""
    snapshot = handoff.snapshot
    told = [
        f"Priority: {handoff.priority.value}",
        f"ticket: {handoff.ticket}" if handoff.ticket else "",
        f"for: {handoff.directed.name}" if handoff.directed else "",
        f"customer: {snapshot.customer}" if snapshot.customer else "",
        f"masked: {snapshot.masked}" if snapshot.masked else "",
    ]
    return " · ".join(part for part in told if part)


def _lost(outcome: Lost) -> Message:
    label = f"Already picked up by {outcome.winner.name} {ago(outcome.ago)}."
    through = f"{outcome.handoff.label} · picked up {outcome.door.way}."
    if not outcome.waiting:
        return says(label, Small(line(through)))
    others = "1 other is waiting." if outcome.waiting == 1 else f"{outcome.waiting} others are waiting."
    return says(label, Small(line(f"{through} {others}")), Buttons((Button(Action.QUEUE, "Show the queue"),)))


def _finished(handoff: Handoff, why: Refusal) -> Message:
    ended = handoff.ending
    if ended is None:
        return says(f"{handoff.label}: {why.value}. Nothing was changed.")
    by = f" by {ended.by.name} {took(ended.at - handoff.escalated_at)} after it was escalated"
    return says(f"{handoff.label} was {_OVER[why]}{by}. Nothing was changed.")
