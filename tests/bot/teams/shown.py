"""Every kind of card that Teams is given: what the golden files hold and the pictures show."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot.teams.adaptive_card import activity, card
from bot.teams.answer import out_of_reach, with_form, without_buttons
from bot.teams.button import in_conversation, in_dialog
from bot.teams.command import FORM
from bot.teams.form import Form, dialog
from bot.teams.question import question
from bot.teams.seal import Sealer
from bot.teams.welcome import welcome
from core import answer
from core.attempt import Outcome
from core.briefing import briefing_for
from core.card import card_for
from core.conversation import Shape
from core.delivery import Delivery, Kind, Place
from core.details import details_for
from core.event import Happening
from core.form import Filled
from core.form import Form as Question
from core.form import Kind as Asks
from core.handoff import Door, Handoff, Snapshot, State, Tried
from core.help import HELP_IN_TEAMS
from core.listing import mine_list, queue_list
from core.message import Action, Message, says
from core.note import news_for, note_for
from core.outcome import CannotBeFor, Escalated, Inside, Lost, Mine, NoChannel, Queue, Won
from core.people import MemberId, Platform, Workspace
from core.receipt import receipt_for
from core.refilling import again
from core.saying import IN_TEAMS
from tests import people
from tests.asked import asked_of, forms
from tests.people import ALEX, FULL_CASE, JANE, READY, SAM, VIC, after, claimed, delivery, event, identity, party, tried
from tests.shown import ledger, look_due
from tests.strategy import NASTY

TEAMS = Workspace(Platform.TEAMS, "contoso")
CHANNEL = Place(TEAMS, channel="19:escalations@thread.tacv2")
STOPPED = delivery(
    Kind.CARD, CHANNEL, condition="stopped", error="the channel is no longer there: say “@Baton here” in another one"
)
_JANE = identity(JANE, TEAMS)
_SEALS = Sealer(b"of the tests").for_person(_JANE)

Card = dict[str, Any]


def story() -> dict[str, Handoff]:
    """The one case, escalated in Teams, in each of its states."""
    return {name: _here(handoff) for name, handoff in people.story().items()}


def _later() -> dict[str, Handoff]:
    """The states after the race."""
    names = list(people.story())
    after_it = names[names.index("attempted") :]
    return {name: handoff for name, handoff in story().items() if name in after_it}


def worst() -> Handoff:
    """A case of as much as a form takes, by somebody who tries everything."""
    nasty = " ".join(text for text in NASTY if text.isprintable())
    said = Snapshot(
        problem=f"{nasty} {'W' * 300} {'all work and no play ' * 100}"[:3_000],
        reason=f"**bold** [bank](https://evil.example) <at>Sam Okafor</at> {{{{TIME(2026-11-21T12:00:00Z)}}}} {nasty}",
        tried=tuple(Tried(f"{number}. {nasty}") for number in range(1, 16)),
        ticket="#" + "4" * 39,
        customer="A customer_with *a* [name](https://evil.example) as long as it may be, and then a little more"[:80],
        priority=FULL_CASE.priority,
    )
    handoff = _here(people.open_handoff(said, directed=SAM, ordinal=112, assessment=READY))
    return replace(handoff, escalator=replace(handoff.escalator, name="Jane_*Ruiz* <at>Sam Okafor</at> " + "N" * 60))


def cards() -> dict[str, Card]:
    """Cards that stand in a conversation, by the name of their golden file."""
    shared = {f"card_{name}": card_for(handoff) for name, handoff in story().items()}
    shared |= {f"receipt_{name}": receipt_for(handoff, [_card()], takers=3) for name, handoff in _later().items()}
    shared |= {f"briefing_{name}": briefing_for(h, h.claim.at) for name, h in _later().items() if h.claim}
    made = {name: _attached(message) for name, message in {**shared, **_told()}.items()}
    return {**made, **{name: _attached(message, private=True) for name, message in _whispers().items()}}


def dialogs() -> dict[str, Card]:
    """Cards that are a dialog."""
    escalating = {name: dialog(form)["task"]["value"]["card"]["content"] for name, form in _forms().items()}
    sealed = partial(in_dialog, seals=_SEALS)
    asked = {
        name: question(form, "1", _SEALS)["task"]["value"]["card"]["content"] for name, form in questions().items()
    }
    return {**{name: card(message, TEAMS, made=sealed) for name, message in _looks().items()}, **escalating, **asked}


def questions() -> dict[str, Question]:
    """The form of every verb, where it asks little and where it asks much, and forms at fault."""
    known = story()
    resolve = asked_of(known["assessed_then_claimed"], _JANE)[Action.RESOLVE]
    fault = says("Only Sam Okafor, who has it, or an admin can resolve E-42. Nothing was changed.").title
    entered = Filled({"note": "The DNS records\npointed to the old server"})
    return {
        **{f"dialog_{name}": form for name, form in forms(known, _JANE).items()},
        "dialog_resolve_at_fault": again(resolve, entered, fault),
        "dialog_question_worst": _as_much_as_fits(),
    }


def _as_much_as_fits() -> Question:
    """As many undecided attempts as a form asks about, every field full, and a fault."""
    case = replace(claimed(worst()), attempts=tuple(tried("W" * 500, Outcome.UNDECIDED, number=n) for n in range(7)))
    form = asked_of(case, _JANE)[Action.HAND_BACK]
    entered = {asked.name: ("<at>W</at> " * 100)[: asked.longest] for asked in form.fields if asked.kind is Asks.AREA}
    return again(form, Filled(entered), f"First say what came of “{'W' * 80}”. Nothing was changed.")


def _told() -> Mapping[str, Message]:
    asked = story()["assessment_off"]
    taken = story()["assessed_then_claimed"]
    could_not = {"kind": Kind.BRIEFING.value, "why": "they have not added Baton in Teams yet (Apps, Baton, Add)"}
    return {
        "card_worst": card_for(worst()),
        "briefing_while_being_assessed": briefing_for(story()["claimed_while_being_assessed"], after(40)),
        "briefing_assessed": briefing_for(taken, after(40)),
        "briefing_worst": briefing_for(claimed(worst()), after(40)),
        "receipt_open": receipt_for(story()["open_urgent_directed"], [_card()], takers=3),
        "receipt_claimed": receipt_for(taken, [_card()], takers=3),
        "receipt_withdrawn": receipt_for(story()["withdrawn"], [_card()], takers=3),
        "receipt_with_a_stopped_card": receipt_for(story()["assessment_unavailable"], [STOPPED], takers=0),
        "note_claimed": note_for(taken, event(Happening.CLAIMED, SAM, 40)),
        "note_out_of_reach": note_for(taken, event(Happening.DELIVERY_STOPPED, None, 41, **could_not)),
        "news_claimed": news_for(taken, event(Happening.CLAIMED, SAM, 40)),
        "news_set_aside_until_now": news_for(taken, event(Happening.WOKEN, None, 18_000)),
        "news_look_again": news_for(story()["attempted"], look_due(story()["attempted"])),
        "answer_form": with_form(FORM),
        "answer_escalated_for_many": without_buttons(answer.escalate_answer(Escalated(asked, 3), IN_TEAMS)),
        "answer_out_of_reach": out_of_reach("Alex Kim"),
        "welcome_team": welcome(Shape.CHANNEL),
        "welcome_person": welcome(Shape.PERSONAL),
    }


def _whispers() -> Mapping[str, Message]:
    """What one person is told; their buttons are sealed."""
    asked = story()["assessment_off"]
    taken = story()["assessed_then_claimed"]
    lost = Lost(taken, party(SAM), timedelta(seconds=3), Door.TEAMS, 2)
    return {
        "answer_escalated": answer.escalate_answer(Escalated(asked, 0), IN_TEAMS),
        "answer_no_channel": answer.escalate_answer(NoChannel(), IN_TEAMS),
        "answer_returned": answer.returned(_viewer(), "Outlook stops syncing\n#4711 !urgent @Vic Lang"),
        "answer_won": answer.claim_answer(Won(taken)),
        "answer_lost": answer.claim_answer(lost),
        "answer_help": HELP_IN_TEAMS,
        "answer_queue": _queue(),
        "answer_mine": mine_list(Mine((taken, *_waiting()), SAM.id, after(7_200))),
    }


def _looks() -> Mapping[str, Message]:
    opened, taken = story()["open_urgent_directed"], story()["assessed_then_claimed"]
    by = MemberId(SAM.id)
    return {
        "dialog_details_open": details_for(_inside(opened), by),
        "dialog_details_claimed": details_for(_inside(taken), by),
        "dialog_details_for_others": details_for(Inside(taken, (), ()), ALEX.id),
        "dialog_details_stopped": details_for(_inside(story()["assessment_unavailable"], STOPPED), by),
        "dialog_details_with_every_delivery": details_for(ledger(taken), by),
        "dialog_details_worst": details_for(_inside(worst()), by),
        "dialog_queue": _queue(),
        "dialog_queue_with_what_is_new": queue_list(
            Queue(_waiting(), 2, after(720), (replace(opened, number=44, state=State.PARKED),), frozenset({opened.id}))
        ),
        "dialog_queue_empty": queue_list(Queue((), 0, after(0))),
    }


def _forms() -> Mapping[str, Form]:
    filled = {"problem": "?", "reason": "I am stuck", "ticket": "#4711", "priority": "urgent", "directed": "U0VIC"}
    return {
        "dialog_form": Form("1"),
        "dialog_form_at_fault": Form("1", filled, fault=_viewer().title),
    }


def _viewer() -> Message:
    return answer.escalate_answer(CannotBeFor(f"{VIC.name} may look, but not pick things up."), IN_TEAMS)


def _queue() -> Message:
    return queue_list(Queue(_waiting(), 21, after(720)))


def _waiting() -> tuple[Handoff, ...]:
    asked = story()["assessment_off"]
    return (replace(asked, number=43), story()["open"])


def _inside(handoff: Handoff, *deliveries: Delivery) -> Inside:
    events = [event(Happening.ESCALATED, JANE)]
    if handoff.claim:
        events += [event(Happening.ASSESSED, None, 8, status="ready"), event(Happening.CLAIMED, SAM, 40)]
        events += [event(Happening.PRESS_LOST, ALEX, 41)]
    receipt = delivery(Kind.RECEIPT, Place(TEAMS, user=_JANE.user), shown=0)
    told = tuple(replace(one, door=Door.TEAMS) if one.by else one for one in events)
    return Inside(handoff, told, deliveries or (_card(), receipt))


def _card() -> Delivery:
    return delivery(Kind.CARD, CHANNEL)


def _here(handoff: Handoff) -> Handoff:
    directed = handoff.directed and replace(handoff.directed, identities=(identity(SAM, TEAMS),))
    return replace(handoff, door=Door.TEAMS, directed=directed)


def _attached(message: Message, *, private: bool = False) -> Card:
    made = partial(in_conversation, seals=_SEALS) if private else in_conversation
    content: Card = activity(message, TEAMS, made)["attachments"][0]["content"]
    return content
