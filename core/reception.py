"""Where forms are handed out and taken in again: a button either does at once what it says, or asks first."""

from dataclasses import dataclass

from core.act import Origin
from core.asking import ABOUT, DIRECTED, LEFT, NOTE, OUTCOME, TO, WAITED, WHAT, WHY, about, form_for
from core.attempt import UNSETTLED, Outcome
from core.desk import Desk
from core.entering import attempt_named, change_of, end_of, pause_of, verdict_of, verdicts_of
from core.errors import InvalidRequest, NotFound
from core.form import Filled, Form
from core.handing_back import MIS_CLICK
from core.handoff import Handoff, HandoffId
from core.message import Action, Message, says
from core.outcome import CannotBeFor, NotHere, NotYours
from core.passing_on import Further
from core.people import Member
from core.permission import Verb, may
from core.progress import Done, NeedsOutcome, NeedsWhy, NotNow, PassedOn
from core.refilling import again, pointed, returned
from core.reply import ReplyTo, escalate_parked_answer, reply_to
from core.saying import Saying
from core.state import refusal
from core.step import StepName
from core.wording import OUTCOMES

VERBS = {
    Action.HAND_BACK: Verb.HAND_BACK,
    Action.HAND_OVER: Verb.HAND_OVER,
    Action.ATTEMPT: Verb.ATTEMPT,
    Action.RESOLVE: Verb.RESOLVE,
    Action.REOPEN: Verb.REOPEN,
    Action.PASS_ON: Verb.PASS_ON,
    Action.STEP_DONE: Verb.STEP,
    Action.HIDE_STEPS: Verb.HIDE_STEPS,
    Action.CONTINUE: Verb.CONTINUE,
    Action.OWN_WAY: Verb.OWN_WAY,
    Action.PARK: Verb.PARK,
    Action.RESUME: Verb.RESUME,
    Action.ESCALATE_NOW: Verb.ESCALATE,
    Action.CHANGE: Verb.CHANGE,
}
"""The buttons of a handoff's life after the race."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Presses and forms, as every chat brings them."""

    desk: Desk
    saying: Saying

    async def pressed(
        self, action: Action, wanted: HandoffId, by: Member, origin: Origin, about: str = ""
    ) -> Form | Message:
        """What a button leads to: its form, or words once it is done, or why it cannot be. ``about`` is what came with
        it (``core.message.Button``). Raises BatonError."""
        handoff = await self._found(wanted, by, origin)
        form = form_for(action, handoff, origin.identity)
        if form is None or self._is_mis_click(action, handoff):
            return await self._at_once(action, wanted, Filled({ABOUT: about}), by, origin)
        refused = self._refused(VERBS[action], handoff, by)
        if refused:
            return reply_to(refused, self.saying)
        return (decided_before(handoff, about) if action is Action.ATTEMPT else None) or pointed(form, about)

    async def submitted(
        self, action: Action, wanted: HandoffId, filled: Filled, by: Member, origin: Origin
    ) -> Form | Message:
        """What came of a form: words once it is done, else the form again, with what was entered and what is wrong.

        Raises BatonError; what was entered is still with its author then.
        """
        handoff = await self._found(wanted, by, origin)
        form = form_for(action, handoff, origin.identity)
        if form is None:
            raise InvalidRequest(
                "a form of a verb that asks nothing", words="There is no such form. Nothing was changed."
            )
        outcome = await self._carried_out(action, wanted, filled, by, origin)
        told = reply_to(outcome, self.saying)
        match outcome:
            case Done() | PassedOn():
                return told
            case NotYours() | NotNow() | NotHere():
                return returned(form, filled, told.title)
            case _:
                return again(form, filled, told.title, _field_of(outcome))

    async def _found(self, wanted: HandoffId, by: Member, origin: Origin) -> Handoff:
        handoff = await self.desk.found(wanted, by, origin)
        if handoff is None:
            raise NotFound("no such handoff for them")
        return handoff

    def _refused(self, verb: Verb, handoff: Handoff, by: Member) -> NotYours | NotNow | None:
        """Nobody fills in a form for what cannot be done."""
        if not may(by, verb, handoff, self.desk.clock.now()):
            return NotYours(handoff, verb)
        why = refusal(verb, handoff.state)
        return NotNow(handoff, why) if why else None

    def _is_mis_click(self, action: Action, handoff: Handoff) -> bool:
        """Undone by one press."""
        if action is not Action.HAND_BACK or handoff.claim is None or handoff.undecided:
            return False
        return self.desk.clock.now() - handoff.claim.at <= MIS_CLICK

    async def _at_once(self, action: Action, wanted: HandoffId, filled: Filled, by: Member, origin: Origin) -> Message:
        if action is Action.ESCALATE_NOW:
            return escalate_parked_answer(await self.desk.escalate_parked(wanted, by, origin), self.saying)
        return reply_to(await self._carried_out(action, wanted, filled, by, origin), self.saying)

    async def _carried_out(
        self, action: Action, wanted: HandoffId, filled: Filled, by: Member, origin: Origin
    ) -> ReplyTo:
        desk, why, verdicts = self.desk, filled.text(WHY), verdicts_of(filled)
        match action:
            case Action.HAND_BACK:
                return await desk.hand_back(wanted, why, by, origin, verdicts)
            case Action.HAND_OVER:
                to = filled.people.get(TO)
                return await desk.hand_over(wanted, to, why, by, origin) if to else _NOBODY
            case Action.ATTEMPT:
                return await self._attempted(wanted, filled, by, origin)
            case Action.RESOLVE:
                return await desk.resolve(wanted, end_of(filled), by, origin, verdicts)
            case Action.PASS_ON:
                return await desk.pass_on(wanted, Further(why, filled.people.get(DIRECTED)), by, origin, verdicts)
            case Action.PARK:
                return await desk.set_aside(wanted, pause_of(filled, desk.clock.now()) or desk.clock.now(), by, origin)
            case Action.CHANGE:
                return await desk.change(wanted, change_of(filled), by, origin)
            case Action.STEP_DONE:
                return await desk.tick(wanted, StepName.read(filled.text(ABOUT)), by, origin)
            case Action.HIDE_STEPS:
                return await desk.put_away(wanted, by, origin)
            case Action.CONTINUE:
                return await desk.go_on(wanted, by, origin, filled.text(ABOUT))
            case Action.OWN_WAY:
                return await desk.own_way(wanted, by, origin)
            case Action.REOPEN:
                return await desk.reopen(wanted, why, by, origin)
            case _:
                return await desk.resume(wanted, by, origin)

    async def _attempted(self, wanted: HandoffId, filled: Filled, by: Member, origin: Origin) -> ReplyTo:
        verdict, which = verdict_of(filled, self.desk.clock.now()), attempt_named(filled.text(ABOUT))
        if which is None:
            return await self.desk.attempt(wanted, filled.text(WHAT), verdict, by, origin)
        return await self.desk.decide(wanted, which, verdict, by, origin)


def decided_before(handoff: Handoff, about: str) -> Message | None:
    """What came of the attempt that a button is about, where that was decided since: no other is asked about then."""
    found = next((attempt for attempt in handoff.attempts if str(attempt.id) == about), None)
    if found is None or found.outcome in UNSETTLED:
        return None
    return says(f"That was decided: {OUTCOMES[found.outcome]}.")


_NOBODY = CannotBeFor("Please choose who is to have it.")


def _field_of(outcome: ReplyTo) -> str:
    """The question that it is about."""
    match outcome:
        case NeedsOutcome(_, attempt) if attempt.outcome is Outcome.WAITING:
            return WAITED
        case NeedsOutcome(_, attempt):
            return about(OUTCOME, attempt.id)
        case NeedsWhy(_, _, attempt) if attempt:
            return about(LEFT, attempt)
        case NeedsWhy(_, Verb.ATTEMPT | Verb.RESOLVE):
            return NOTE
        case CannotBeFor():
            return TO
        case _:
            return WHY
