"""What must hold after every step: that the database stands as the model does, and what needs no model to be said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.delivery import SHOWING
from tests.life.stage import Row, Rows, Stage
from tests.life.table import Case, Tried
from tests.people import NOON

Facts = dict[str, Any]

TOLD_UNDER_CARDS = frozenset({"claimed", "handed_back", "handed_over", "resolved", "reopened", "passed_on"})


def as_modelled(case: Case) -> Facts:
    """A handoff as it should stand."""
    over = case.state not in ("open", "parked", "claimed")
    return {
        "state": case.state,
        "version": case.version,
        "ordinal": case.ordinal,
        "escalator": case.escalator,
        "assignee": (case.assignee, case.since) if case.assignee else None,
        "asked for": (case.priority, case.ticket, case.directed),
        "wakes": case.wake or None,
        "attempts": case.attempts,
        "turns": case.turns,
        "ended": (case.ended_by, case.settled, case.next or None) if over else None,
        "events": sorted(case.events),
        "shown": [2 * case.cards, 1, case.briefings],
    }


def as_kept(stage: Stage, rows: Sequence[Row]) -> Facts:
    """The same, as it stands."""
    [handoff] = _in("handoffs", rows)
    name, over = stage.name_of, handoff["ended_by"] is not None
    kinds = [row["kind"] for row in _in("deliveries", rows)]
    return {
        "state": handoff["state"],
        "version": handoff["version"],
        "ordinal": handoff["ordinal"],
        "escalator": name(handoff["escalator_id"]),
        "assignee": (name(handoff["assignee_id"]), _seconds(handoff["claimed_at"])) if handoff["assignee_id"] else None,
        "asked for": (handoff["priority"], handoff["ticket"], name(handoff["directed_id"])),
        "wakes": _seconds(handoff["wake_at"]) if handoff["wake_at"] else None,
        "attempts": [_tried(row) for row in _in("attempts", rows)],
        "turns": [(name(row["member_id"]), row["how"], name(row["ended_by"])) for row in _in("turns", rows)],
        "ended": (name(handoff["ended_by"]), handoff["settled"], handoff["next_number"]) if over else None,
        "events": sorted((row["what"], name(row["by_id"])) for row in _in("events", rows)),
        "shown": [kinds.count(kind) for kind in ("card", "receipt", "briefing")],
    }


def one_winner(rows: Sequence[Row]) -> None:
    """Rule 1 of the design: exactly one claim in each opening, and none when it was not open."""
    opened, holder = True, None
    for row in _in("events", rows):
        match row["what"]:
            case "claimed":
                assert opened, "picked up by a second person"
                opened, holder = False, row["by_id"]
            case "handed_back":
                assert not opened, "handed back by nobody"
                opened, holder = True, None
            case "handed_over" | "reopened":
                assert not opened
                opened, holder = False, None
            case "withdrawn":
                assert opened, f"withdrawn from {holder}"


def nobody_takes_their_own(rows: Sequence[Row]) -> None:
    """Rule 2, whichever identity they come with: by name, for members are joined before anything else."""
    [handoff] = _in("handoffs", rows)
    takers = {row["by_id"] for row in _in("events", rows) if row["what"] == "claimed"}
    assert handoff["escalator_id"] not in takers


def cards_want_the_newest(rows: Sequence[Row]) -> None:
    """Whatever shows the handoff is to show it as it stands, and every change is told once under each card."""
    [handoff], deliveries = _in("handoffs", rows), _in("deliveries", rows)
    showing = [row for row in deliveries if row["kind"] in SHOWING]
    assert {row["wanted"] for row in showing} == {handoff["version"]}, "a card is to stay at an old version"
    lines = [(row["event_id"], row["channel"]) for row in deliveries if row["kind"] == "note"]
    assert len(lines) == len(set(lines)), "the same line twice under one card"
    cards = sum(row["kind"] == "card" for row in showing)
    for event in _in("events", rows):
        told = sum(event["id"] == about for about, _ in lines)
        assert event["what"] not in TOLD_UNDER_CARDS or told in (0, cards), "told under one card only"


def a_time_is_told_one_person(rows: Sequence[Row]) -> None:
    """Whoever has it is written to once when a time comes, and nothing else is said of it."""
    [handoff], deliveries = _in("handoffs", rows), _in("deliveries", rows)
    for event in _in("events", rows):
        if event["what"] in ("woken", "look_due"):
            assert [row["kind"] for row in deliveries if row["event_id"] == event["id"]] == ["news"]
    times = [handoff["wake_at"], *(row["look_at"] for row in _in("attempts", rows) if _waits(row))]
    due = [at for at in times if at] if handoff["ended_by"] is None else []
    assert handoff["due_at"] == min(due, default=None), "a time that nobody would find"


def versions_grow(before: Rows, after: Rows) -> None:
    """No version goes back, and no handoff goes away."""
    for on, rows in before.items():
        [was], [now] = _in("handoffs", rows), _in("handoffs", after[on])
        assert now["version"] >= was["version"]


def nothing_crosses_the_wall(stage: Stage, rows: Rows) -> None:
    """Rule 10: every row of an account's handoff is that account's."""
    for (account, _), kept in rows.items():
        assert {row["account_id"] for row in kept} == {stage.accounts[account]}


def _tried(row: Row) -> Tried:
    look = _seconds(row["look_at"]) if row["look_at"] else 0
    return Tried(row["what"], row["outcome"], row["note"], look, row["asked"])


def _waits(row: Row) -> bool:
    return row["outcome"] == "waiting" and not row["asked"]


def _in(table: str, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["in"] == table]


def _seconds(at: datetime) -> int:
    return int((at - NOON).total_seconds())
