"""Reading stays as fast as it is: a million closed handoffs are never looked at."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from core.assessment import Assessment, Status
from core.delivery import SHOWING, Kind, Rank
from core.handoff import Handoff, Snapshot, State
from core.lane import lane_of
from core.people import Platform
from core.repository import Transaction
from storage import assessments, events, handoffs, inbound, outbox, overview, seen, tables
from storage.database import Database
from storage.deliveries import _row as deliveries_row
from storage.events import _row as events_row
from storage.handoffs import _row as handoffs_row
from storage.uuid7 import uuid7
from tests.contracts.office import (
    CHANNEL,
    NOON,
    Office,
    assessment_id,
    connection_of,
    delivery_of,
    event_of,
    new_handoff,
)
from tests.contracts.office import office as furnished

Arguments = dict[str, object]

CARD: Arguments = {"posted": "1.2", "in_conversation": "C1", "chat": "slack", "there": "T1"}

READ_FROM_END_TO_END = re.compile(
    r"Seq Scan on (?!members)|SCAN (?!due|anon|\(subq|CONSTANT|members|lanes"
    r"|deliveries USING INDEX ix_deliveries_(?:lane|ended))\w"
)
"""Not meant: what a sub-select found; the members, who are few; the lanes, each looked at once; the indexes of what is
under way and of what was given up, which are counted in their order."""


@pytest.fixture
async def office(storage: Database) -> Office:
    return await furnished(storage)


def searches(handoff: Handoff, office: Office) -> dict[str, tuple[sa.Executable, Arguments, str]]:
    """Every statement on a path that somebody waits for, and the index it must use."""
    account: Arguments = {"account": office.account, "most": 20}
    sweep: Arguments = {"now": NOON, "most": 20}
    lane = str(lane_of(Kind.CARD, CHANNEL, posted=False))
    announcing = outbox.announcing(SHOWING, Rank.FIRST)
    turn: Arguments = {
        "chat": Platform.SLACK,
        "in_lane": lane,
        "ranked": 0,
        "until": NOON,
        "token": uuid7(),
        "late": NOON,
    }
    changed: Arguments = {**account, "about": handoff.id, "version": 3, "now": NOON, "rested": NOON}
    press: Arguments = {"handoff": handoff.id, "by": office.sam.id, "now": NOON, "through": "api"}
    return {
        "claim": (handoffs._CLAIM, {**account, **press}, "pk_handoffs"),
        "get": (handoffs._GET, {**account, "handoff": handoff.id}, "pk_handoffs"),
        "number": (handoffs._NUMBERED, {**account, "numbered": 7}, "uq_handoffs_number_account_id"),
        "queue": (handoffs._QUEUE, {**account, "member": office.sam.id}, "ix_handoffs_queue"),
        "waiting": (handoffs._WAITING, {**account, "member": office.sam.id}, "ix_handoffs_queue"),
        "mine as escalator": (handoffs._MINE, {**account, "member": office.sam.id}, "ix_handoffs_escalator"),
        "mine as assignee": (handoffs._MINE, {**account, "member": office.sam.id}, "ix_handoffs_assignee"),
        "asked_already": (
            handoffs._ASKED_ALREADY,
            {**account, "member": office.sam.id, "since": NOON, "problem": "Outlook", "on_ticket": None},
            "ix_handoffs_escalator",
        ),
        "request": (inbound._OF, {**account, "named": "a"}, "pk_inbound"),
        "forget": (inbound._FORGET, {"before": NOON, "most": 20}, "ix_inbound_at"),
        "announce": (announcing, changed, "uq_deliveries_once"),
        "lanes": (outbox.WALK, {"chat": Platform.SLACK}, "ix_deliveries_lane"),
        "lease": (outbox.LEASE, {**sweep, **turn}, "ix_deliveries_lane"),
        "deliveries": (outbox.OF, {**account, "about": handoff.id}, "uq_deliveries_once"),
        "cards": (outbox.CARDS, {**account, "about": handoff.id}, "uq_deliveries_once"),
        "card by its message": (outbox.CARD_AT, {**account, **CARD}, "ix_deliveries_card"),
        "lines that come before": (outbox.LEASE, {**sweep, **turn}, "ix_deliveries_under"),
        "event": (events._GET, {**account, "event": uuid7()}, "pk_events"),
        "history": (events._OF, {**account, "handoff": handoff.id}, "ix_events_handoff"),
        "what somebody did": (
            events._DOINGS,
            {**account, "member": office.sam.id, "since": NOON},
            "ix_events_doing",
        ),
        "what somebody opened": (seen._AMONG, {**account, "member": office.sam.id, "asked": [handoff.id]}, "pk_seen"),
        "how often in a case": (
            events._COUNTED,
            {**account, "case": handoff.case, "what": "dug_deeper"},
            "uq_handoffs_case_id_ordinal",
        ),
        "how many began by themselves": (
            assessments._COUNTED,
            {**account, "case": handoff.case, "begun_by": ["handed_back", "handed_over"]},
            "uq_handoffs_case_id_ordinal",
        ),
        "assessment": (assessments._GET, {**account, "assessment": uuid7()}, "pk_assessments"),
        "how many are due": (overview._TALLIES, sweep, "ix_deliveries_lane"),
        "how many are given up": (overview._TALLIES, sweep, "ix_deliveries_ended"),
        "left behind": (handoffs._LEFT_BEHIND, {"most": 20}, "ix_handoffs_assignee"),
        "told now": (handoffs._DUE, sweep, "ix_handoffs_due"),
        "overdue": (assessments._OVERDUE, sweep, "ix_assessments_overdue"),
    }


async def test_every_search_uses_its_index_and_reads_no_table_from_end_to_end(office: Office) -> None:
    handoff = await office.escalated(assessment=Assessment(Status.WRITING, assess_by=NOON, id=assessment_id()))
    await grow(office)
    for name, (statement, arguments, index) in searches(handoff, office).items():
        plan = await office.storage.transact(explained(statement, arguments))
        names = plan if "USING" not in plan else re.sub(r"sqlite_autoindex_(\w+)_(\d)", named_on_sqlite, plan)
        assert index in names, f"{name}: {plan}"
        assert not READ_FROM_END_TO_END.search(plan), f"{name}: {plan}"


def named_on_sqlite(found: re.Match[str]) -> str:
    """SQLite numbers the indexes of its constraints: the primary key's is first, then by their names."""
    names = {
        "handoffs": {"1": "pk_handoffs", "2": "uq_handoffs_case_id_ordinal", "3": "uq_handoffs_number_account_id"},
        "deliveries": {"1": "pk_deliveries", "2": "uq_deliveries_once"},
        "events": {"1": "pk_events"},
        "seen": {"1": "pk_seen"},
        "inbound": {"1": "pk_inbound"},
        "assessments": {"1": "pk_assessments"},
    }
    return names.get(found[1], {}).get(found[2], found[0])


def explained(statement: sa.Executable, arguments: Arguments) -> Callable[[Transaction], str]:
    """The plan, as PostgreSQL and SQLite make it for the very statement that is run."""

    def work(tx: Transaction) -> str:
        connection = connection_of(tx)
        word = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        plan: list[str] = []

        def explain(_connection: object, _cursor: object, text: str, values: Any, *_: object) -> None:
            cursor = connection.connection.cursor()
            cursor.execute(f"{word} {text}", values)
            plan.extend(str(row[-1]) for row in cursor.fetchall())
            cursor.close()

        sa.event.listen(connection, "before_cursor_execute", explain)
        connection.execute(statement, arguments)
        return "\n".join(plan)

    return work


async def grow(office: Office) -> None:
    """Four thousand handoffs, one in forty still open, and statistics that know of them; a thousand at a time."""
    for thousand in range(1, 5):
        await office.storage.transact(partial(_grown, office, range(thousand * 1_000, thousand * 1_000 + 1_000)))
    await office.storage.transact(_measured)


def _grown(office: Office, numbers: range, tx: Transaction) -> None:
    connection = connection_of(tx)
    made = [old_handoff(office, number) for number in numbers]
    opened = [{"account_id": office.account, "id": handoff.case, "opened_at": NOON} for handoff in made]
    told = [events_row(event_of(handoff)) for handoff in made]
    cards = [deliveries_row(delivery_of(handoff, Kind.CARD, CHANNEL)) for handoff in made]
    posted = [{**c, "shown": c["wanted"], "conversation": "C1", "message": f"{c['id']}"} for c in cards]
    written = {"status": "ready", "why": "", "model": "", "findings": None, "assess_by": NOON, "finished_at": NOON}
    asked = {"account_id": office.account, "handoff_id": None, "at": NOON + timedelta(days=1)}
    connection.execute(sa.insert(tables.inbound), [{**asked, "request": str(number)} for number in numbers])
    assessed = [{"account_id": h.account, "id": assessment_id(), "handoff_id": h.id, **written} for h in made]
    connection.execute(sa.insert(tables.cases), opened)
    connection.execute(sa.insert(tables.handoffs), [handoffs_row(handoff) for handoff in made])
    connection.execute(sa.insert(tables.events), told)
    connection.execute(sa.insert(tables.deliveries), posted)
    connection.execute(sa.insert(tables.assessments), assessed)
    looked = {"account_id": office.account, "member_id": office.sam.id, "at": NOON}
    connection.execute(sa.insert(tables.seen), [{**looked, "handoff_id": handoff.id} for handoff in made])


def _measured(tx: Transaction) -> None:
    connection = connection_of(tx)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")  # autovacuum does; nobody does for SQLite


def old_handoff(office: Office, number: int) -> Handoff:
    by = (office.jane, office.sam, office.alex)[number % 3]
    handoff = new_handoff(by, number, Snapshot("p"), NOON - timedelta(minutes=number))
    return replace(handoff, state=State.RESOLVED if number % 40 else State.OPEN)
