"""Everything that is shown of the one case, in each of its states: what the golden files hold."""

from dataclasses import replace
from functools import cache
from uuid import UUID

from core.back_link import back_link_for
from core.briefing import briefing_for
from core.card import card_for
from core.delivery import Condition, DeliveryId, Kind, Place
from core.details import details_for
from core.event import Event, Happening
from core.handoff import Door, Handoff, Quote, Source, State
from core.listing import mine_list, queue_list
from core.message import Message
from core.note import news_for, note_for
from core.outcome import Inside, Mine, Queue
from core.permission import sees_inside
from core.receipt import receipt_for
from tests.people import (
    ADA,
    ALEX,
    FULL_CASE,
    HANDOFF,
    JANE,
    NOON,
    OPEN_STEP,
    READY,
    SAM,
    SLACK,
    TEAMS,
    after,
    claimed,
    delivery,
    event,
    open_handoff,
    party,
    remark,
    story,
    withdrawn,
)

RECEIPT = Place(SLACK, user="U0JANE")
MESSAGE = Source(
    (
        Quote("Vic Lang", "[in reply to Alex Kim: which site?]\nLyon", NOON),
        Quote("Somebody", "[picture]"),
    ),
    "https://teams.microsoft.com/l/message/19:e42@thread.tacv2/1",
)
THREAD = Source(
    tuple(Quote(("Alex Kim", "Jane Ruiz")[n % 2], f"message {n}", after(n)) for n in range(14)),
    "https://contoso.slack.com/archives/C0HELPDESK/p1700000000000100",
    of=2_001,
    conversation="C0HELPDESK",
    root="1700000000.000100",
)
UNREAD = replace(THREAD, quotes=THREAD.quotes[:1], of=0, missed="Baton is not in that conversation", conversation="")
CARD_AT = "https://contoso.slack.com/archives/C0CARDS/p1700000000000200"
STOPPED = delivery(condition="stopped", error="the channel is archived: choose another one with /escalate here")


def history(handoff: Handoff) -> Inside:
    """The handoff with what led to it, and where it is shown."""
    events = [event(Happening.ESCALATED)]
    events += [event(Happening.ASSESSED, None, 8, status="ready")] if handoff.assessment.findings else []
    if handoff.claim:
        events += [event(Happening.CLAIMED, SAM, 40), event(Happening.PRESS_LOST, ALEX, 41, behind_ms="900")]
    events += [event(Happening.WITHDRAWN, JANE, 300)] if handoff.state is State.WITHDRAWN else []
    deliveries = (delivery(), delivery(Kind.RECEIPT, RECEIPT, shown=0), delivery(Kind.ASSESSMENT, None))
    return Inside(handoff, tuple(events), deliveries)


def talked(handoff: Handoff) -> Inside:
    """The same after much was said, and lines that do not arrive."""
    told = history(handoff)
    ticked = told_of(Happening.STEP_DONE, "Look up the autodiscover records", place="0")
    remarks = [remark(f"Step {n}: {'restarted it, ' * n}", (JANE, SAM)[n % 2], 60 + n) for n in range(18)]
    waiting = delivery(Kind.NOTE, Place(TEAMS, channel="19:a"), shown=0)
    stopped = replace(waiting, condition=Condition.STOPPED, error="the channel was deleted")
    lines = (delivery(Kind.NOTE), waiting, stopped, stopped)
    return replace(told, events=(*told.events, *remarks, ticked), deliveries=(*told.deliveries, *lines))


def many(handoff: Handoff) -> Inside:
    """The handoff with more deliveries than anybody reads; the stopped one is the oldest."""
    places = [Place(SLACK, user=f"U{n}") for n in range(30)]
    more = [replace(delivery(Kind.NEWS, at), id=DeliveryId(UUID(int=0xF00 + n))) for n, at in enumerate(places)]
    names = {place: f"Somebody {n}" for n, place in enumerate(places)}
    return replace(history(handoff), deliveries=(STOPPED, *more), names=names)


def ledger(handoff: Handoff) -> Inside:
    """The handoff with a delivery for each way in which one can stand, as somebody looks at it a minute later."""
    to_sam, team = Place(SLACK, user="U0SAM"), Place(TEAMS, channel="19:escalations@thread.tacv2")
    archived = "the channel is archived: choose another one with /escalate here"
    deliveries = (
        replace(delivery(), since=after(57), due=after(57)),
        replace(delivery(Kind.BRIEFING, to_sam, shown=0), error="Slack asks to wait", due=after(90)),
        replace(delivery(Kind.CARD, team, condition="stopped", error=archived), since=after(20)),
        replace(delivery(Kind.RECEIPT, RECEIPT, condition="dead", error="Slack answered 502"), since=after(-7_200)),
        replace(
            delivery(Kind.DM_CARD, to_sam, shown=0),
            error="Slack did not answer in time",
            unconfirmed=1,
            due=after(75),
        ),
        replace(delivery(Kind.NEWS, RECEIPT), event=event(Happening.CLAIMED, SAM, 40).id, since=after(41)),
        delivery(Kind.NOTE, team, shown=0),
    )
    names = {to_sam: "Sam Okafor", RECEIPT: "Jane Ruiz", team: "Escalations"}
    return replace(history(handoff), deliveries=deliveries, names=names, now=after(60))


def told_of(what: Happening, text: str, **facts: str) -> Event:
    """What Sam did, with its words."""
    return replace(event(what, SAM, 400, **facts), text=text)


def look_due(handoff: Handoff) -> Event:
    """It is time to look again at what waits."""
    [waiting] = handoff.waiting
    return replace(event(Happening.LOOK_DUE, None, 18_000, attempt=str(waiting.id)), text=waiting.what)


@cache
def shown() -> dict[str, Message]:
    """Everything that is shown of the case, by the name of its golden file."""
    cards = {f"card_{name}": card_for(handoff) for name, handoff in story().items()}
    receipts = {f"receipt_{name}": receipt_for(handoff, [delivery()], takers=3) for name, handoff in story().items()}
    briefings = {f"briefing_{name}": briefing_for(h, h.claim.at) for name, h in story().items() if h.claim}
    details = {
        f"details_{name}": details_for(history(handoff), SAM.id)
        for name, handoff in story().items()
        if sees_inside(SAM, handoff)
    }
    return {**cards, **receipts, **briefings, **details, **_others()}


def _others() -> dict[str, Message]:
    asked = open_handoff(FULL_CASE, assessment=READY)
    taken = claimed(asked)
    quoted = open_handoff(replace(FULL_CASE, source=MESSAGE))
    waiting = (open_handoff(), replace(asked, number=43))
    threaded = open_handoff(replace(FULL_CASE, source=THREAD))
    unread = open_handoff(replace(FULL_CASE, source=UNREAD))
    parked = (replace(asked, number=44, state=State.PARKED),)
    told = event(Happening.CLAIMED, SAM, 40)
    no_longer = event(Happening.WITHDRAWAL_ASKED, JANE, 90)
    by_an_admin = event(Happening.WITHDRAWN, ADA, 300)
    return {
        "receipt_with_a_stopped_card": receipt_for(asked, [STOPPED], takers=1),
        "receipt_when_nobody_else_is_there": receipt_for(asked, [delivery()], takers=0),
        "details_for_the_escalator": details_for(history(asked), JANE.id),
        "details_after_the_claim_for_others": details_for(Inside(taken, (), ()), ALEX.id),
        "details_with_a_stopped_card": details_for(replace(history(asked), deliveries=(STOPPED,)), ADA.id),
        "details_of_a_message": details_for(history(claimed(quoted)), SAM.id),
        "details_of_a_message_for_others": details_for(Inside(claimed(quoted), (), ()), ALEX.id),
        "briefing_of_a_message": briefing_for(claimed(quoted), after(40)),
        "briefing_of_a_turn_that_is_over": briefing_for(story()["handed_back"], after(40)),
        "card_of_a_thread": card_for(threaded),
        "card_of_a_thread_that_could_not_be_read": card_for(unread),
        "details_of_a_thread": details_for(history(claimed(threaded)), SAM.id),
        "back_link_open": back_link_for(threaded, CARD_AT),
        "back_link_claimed": back_link_for(claimed(threaded), CARD_AT),
        "back_link_withdrawn": back_link_for(withdrawn(threaded), ""),
        "details_with_every_delivery_there_can_be": details_for(ledger(taken), SAM.id),
        "details_with_many_deliveries": details_for(many(taken), SAM.id),
        "note_claimed": note_for(taken, told),
        "note_no_longer_needed": note_for(taken, no_longer),
        "note_step_done": note_for(taken, told_of(Happening.STEP_DONE, "Look up the autodiscover records")),
        "note_continued": note_for(taken, told_of(Happening.CONTINUED, OPEN_STEP, of=str(JANE.id))),
        "note_said": note_for(taken, remark("It stops <b>exactly</b> on the hour.\n*Every* hour.")),
        "note_said_with_files": note_for(taken, remark("The log", SAM, door=Door.SLACK, files="2", cut="yes")),
        "note_files_alone": note_for(taken, remark("", files="1")),
        "details_with_steps": details_for(talked(taken), SAM.id),
        "news_claimed": news_for(taken, told),
        "news_no_longer_needed": news_for(taken, no_longer),
        "news_withdrawn": news_for(withdrawn(asked, ADA), by_an_admin),
        "news_set_aside_until_now": news_for(taken, event(Happening.WOKEN, None, 18_000)),
        "news_look_again": news_for(story()["attempted"], look_due(story()["attempted"])),
        "news_look_again_after_it_was_decided": news_for(taken, look_due(story()["attempted"])),
        "queue": queue_list(Queue(waiting, 2, after(720))),
        "queue_with_more": queue_list(Queue(waiting[:1], 21, after(720))),
        "queue_with_what_is_new": queue_list(Queue(waiting, 2, after(720), parked, frozenset({HANDOFF}))),
        "queue_empty": queue_list(Queue((), 0, after(0))),
        "mine": mine_list(
            Mine((taken, *(replace(own, escalator=party(SAM)) for own in waiting)), SAM.id, after(7_200))
        ),
        "mine_empty": mine_list(Mine((), SAM.id, after(0))),
    }
