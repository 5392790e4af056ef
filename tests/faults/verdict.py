"""What both chats show, held against the database, in counts that should be nought."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Protocol

from core.delivery import Condition, Delivery
from core.escalating import SAME
from core.event import Event, Happening
from core.handoff import Door, Handoff
from core.people import AccountId
from core.repository import Transaction
from playground.slack import Person as InSlack
from playground.slack import SlackStandIn
from playground.teams import Person as InTeams
from playground.teams import TeamsStandIn
from tests.faults.mix import CLAIMERS, ESCALATORS, LABEL, PEOPLE, WORDS, Mix

_ONCE = frozenset({Happening.ESCALATED, Happening.CLAIMED})
A_FEW, AT_ONCE = 20, 10

BRIEFING, RECEIPT = "🤝 You picked up", "🎫 "


class Shown(Protocol):
    """A message as somebody sees it, in either chat."""

    def text(self) -> str: ...

    def has(self, action: str, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database says."""

    handoffs: Sequence[Handoff]
    events: Sequence[Event]
    deliveries: Sequence[Delivery]

    @property
    def stopped(self) -> list[Delivery]:
        """What is not sent any more."""
        return [d for d in self.deliveries if d.condition is not Condition.LIVE]


def kept(tx: Transaction, account: AccountId, so_far: Kept) -> Kept:
    """What is known of an account, and of some handoffs more; the same when there are none."""
    first = len(so_far.handoffs) + 1
    numbered = (tx.handoffs.numbered(account, number) for number in range(first, first + AT_ONCE))
    found = [handoff for handoff in numbered if handoff]
    events = [event for handoff in found for event in tx.events.of(account, handoff.id)]
    deliveries = [delivery for handoff in found for delivery in tx.deliveries.of(account, handoff.id)]
    more = Kept([*so_far.handoffs, *found], [*so_far.events, *events], [*so_far.deliveries, *deliveries])
    return more if found else so_far


@dataclass(frozen=True, slots=True)
class Counts:
    """What must be nought; of copies there may be one for each kill."""

    lost: int
    two_winners: int
    stale: int
    briefings_missing: int
    twice_in_slack: int
    double_effects: int
    stopped: int
    copies: int

    def line(self) -> str:
        """All of them, in words."""
        return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in asdict(self).items())

    def faults(self, kills: int) -> dict[str, int]:
        """Those that are too many. One kill may leave several copies, so a few kills say little about how many."""
        most = {"copies": max(kills, A_FEW)}
        return {name: n for name, n in asdict(self).items() if n > most.get(name, 0)}


def counts(kept: Kept, mix: Mix, slack: SlackStandIn, teams: TeamsStandIn) -> Counts:
    """Hold it all against each other."""
    in_slack, in_teams = cards_in_slack(slack), cards_in_teams(teams)
    briefings = {Door.SLACK: _sent(slack, BRIEFING), Door.TEAMS: _sent(teams, BRIEFING)}
    dms = [*_dms(slack), *_dms(teams)]
    return Counts(
        lost=_lost(kept, mix, in_slack, in_teams),
        two_winners=_two_winners(kept, mix, briefings),
        stale=_stale(kept.handoffs, [*in_slack, *in_teams, *dms]),
        briefings_missing=sum(
            (h.claim.by.name, h.number) not in briefings[h.claim.door] for h in kept.handoffs if h.claim
        ),
        twice_in_slack=_copies(number_of(card) for card in in_slack) + _copies(_lines(slack)),
        double_effects=_double(kept),
        stopped=len(kept.stopped),
        copies=_copies(number_of(card) for card in in_teams) + _copies(_lines(teams)) + _copies(_said(slack, teams)),
    )


def number_of(shown: Shown) -> int:
    """Which handoff it is about; 0 for none."""
    found = LABEL.search(shown.text())
    return int(found.group(1)) if found else 0


def cards_in_slack(slack: SlackStandIn) -> list[Shown]:
    """All cards in Slack's channel."""
    seen = slack.person("Sam").sees("#escalations")
    return [card for card in seen if card.has("details") and not card.is_ephemeral]


def cards_in_teams(teams: TeamsStandIn) -> list[Shown]:
    """All cards in Teams' channel."""
    seen = teams.person("Sam").sees("Escalations")
    return [card for card in seen if card.has("details") and not card.is_ephemeral]


def _lost(kept: Kept, mix: Mix, in_slack: Sequence[Shown], in_teams: Sequence[Shown]) -> int:
    """What was told to be kept and is not, is on no card of a chat, or was pressed and is nobody's."""
    there = {h.snapshot.problem for h in kept.handoffs}
    claimed = {h.snapshot.problem for h in kept.handoffs if h.claim}
    lost = {"not kept": mix.kept - there, "pressed, and nobody's": mix.pressed - claimed}
    for chat, shown in (("Slack", in_slack), ("Teams", in_teams)):
        on_cards = {found.group() for card in shown if (found := WORDS.search(card.text()))}
        lost[f"on no card in {chat}"] = {words for words in there if words not in on_cards}
    for how, words in lost.items():
        for problem in words:
            theirs = [h for h in kept.handoffs if h.snapshot.problem == problem]
            stopped = [d for d in kept.stopped if d.handoff in {h.id for h in theirs}]
            print(f"{how}: {problem}, {theirs}, {stopped}")  # noqa: T201 - what to look for
    return len(set().union(*lost.values()))


def _two_winners(kept: Kept, mix: Mix, briefings: dict[Door, set[tuple[str, int]]]) -> int:
    """Handoffs that two people were told are theirs, or another than the database says."""
    told = mix.winners()
    for names in briefings.values():
        for name, number in names:
            told[number].add(name)
    wrong = [h for h in kept.handoffs if told[h.number] - ({h.claim.by.name} if h.claim else set())]
    for handoff in wrong:
        events = [e for e in kept.events if e.handoff == handoff.id]
        print(f"two winners: {told[handoff.number]}, {handoff}, {events}")  # noqa: T201 - as above
    return len(wrong)


def untrue(handoffs: Iterable[Handoff], shown: Iterable[Shown]) -> list[Shown]:
    """Cards, receipts and briefings that do not show who has it."""
    by_number = {handoff.number: handoff for handoff in handoffs}
    return [one for one in shown if not _is_true(by_number.get(number_of(one)), one)]


def _stale(handoffs: Sequence[Handoff], shown: Iterable[Shown]) -> int:
    found = untrue(handoffs, shown)
    for one in found:
        print(f"stale: {one}, of {[h for h in handoffs if h.number == number_of(one)]}")  # noqa: T201 - what to look for
    return len(found)


def _is_true(handoff: Handoff | None, shown: Shown) -> bool:
    if handoff is None:
        return False
    text = shown.text()
    if handoff.claim is None:
        return "icked up" not in text and (shown.has("pick_up") or text.startswith(RECEIPT))
    name = handoff.claim.by.name
    told = (f"✅ Picked up by {name}", f"🎫 {name} picked up {handoff.label}", f"{BRIEFING} {handoff.label}")
    return text.startswith(told) and not shown.has("pick_up")


def _double(kept: Kept) -> int:
    """The same words kept twice, the same handoff escalated or picked up twice."""
    happened = Counter((e.handoff, e.what) for e in kept.events)
    twice = {one: count for one, count in happened.items() if one[1] in _ONCE and count > 1}
    for handoff, what in twice:
        print(f"double: {[e for e in kept.events if (e.handoff, e.what) == (handoff, what)]}")  # noqa: T201 - as above
    return _typed_twice(kept) + sum(twice.values()) - len(twice)


def _typed_twice(kept: Kept) -> int:
    """The same words kept twice, but for those that somebody in Slack typed again when it was new to them: later."""
    first: dict[str, Handoff] = {}
    again = [h for h in kept.handoffs if first.setdefault(h.snapshot.problem, h) is not h]
    double = [h for h in again if h.door is Door.TEAMS or _apart(h, first[h.snapshot.problem]) < SAME]
    for handoff in double:
        print(f"double: {handoff}, and {first[handoff.snapshot.problem]}")  # noqa: T201 - as above
    return len(double)


def _apart(handoff: Handoff, first: Handoff) -> timedelta:
    return handoff.escalated_at - first.escalated_at


def direct(person: InSlack | InTeams) -> list[Shown]:
    """What shows a handoff in somebody's own conversation with us."""
    return [dm for dm in person.dms() if not dm.is_ephemeral and dm.text().startswith((BRIEFING, RECEIPT))]


def _dms(chat: SlackStandIn | TeamsStandIn) -> list[Shown]:
    return [dm for actor in PEOPLE for dm in direct(chat.person(actor.handle))]


def _sent(chat: SlackStandIn | TeamsStandIn, beginning: str) -> set[tuple[str, int]]:
    sent = [(actor, dm) for actor in CLAIMERS for dm in chat.person(actor.handle).dms()]
    return {(actor.name, number_of(dm)) for actor, dm in sent if dm.text().startswith(beginning)}


def _said(*chats: SlackStandIn | TeamsStandIn) -> list[tuple[str, str, str]]:
    """Every direct message about a handoff, by who has it, what it is and which handoff."""
    found = []
    for chat in chats:
        for actor in (*ESCALATORS, *CLAIMERS):
            sent = [dm for dm in chat.person(actor.handle).dms() if not dm.is_ephemeral]
            told = [dm.text() for dm in sent if dm.text().startswith((BRIEFING, RECEIPT, "✅"))]
            found += [(f"{type(chat)} {actor.handle}", text[0], text.split("E-")[1].split(":")[0]) for text in told]
    return found


def _lines(chat: SlackStandIn | TeamsStandIn) -> list[tuple[str, str]]:
    """Every line under a card that tells who picked it up, by its card."""
    sam = chat.person("Sam")
    cards = cards_in_slack(chat) if isinstance(chat, SlackStandIn) else cards_in_teams(chat)
    channel = "#escalations" if isinstance(chat, SlackStandIn) else "Escalations"
    under = [(card, line) for card in cards for line in sam.sees(channel, thread=card)]  # type: ignore[arg-type]
    return [(card.ts, "line") for card, line in under if "picked this up" in line.text()]  # type: ignore[attr-defined]


def _copies(things: Iterable[object]) -> int:
    several = {thing: count for thing, count in Counter(things).items() if count > 1}
    for thing, count in several.items():
        print(f"{count} ×: {thing}")  # noqa: T201 - as above
    return sum(several.values()) - len(several)
