"""``baton deliveries list | retry``: what could not be delivered, why, and another try.

It works on the database, beside the service or without it; whatever it makes due, the service delivers.
"""

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.settings import from_environment
from core.ledger import where
from core.overview import Entry, Standing, standing_of
from core.people import AccountId
from core.repository import Transaction
from core.retrying import Retried, retry
from core.wording import counted, took
from storage.database import Database, opened
from storage.migrate import is_current
from storage.uuid7 import uuid7

MOST_LISTED = 200
MOST_LOOKED_AT = 10_000

_HANDOFF = re.compile(r"(?i)e?-?(\d{1,9})")
_ID = re.compile(r"[0-9a-f]{4,32}")
_HEAD = ("ID", "HANDOFF", "WHAT", "WHERE", "STATE", "TRIES", "SINCE", "WHY")
_STATES = {Standing.PUT_OFF: "waits"}


class Wrong(Exception):
    """What was asked for cannot be done, in words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The database, and the account that was named, if any was."""

    storage: Database
    account: AccountId | None
    several: bool


def add_to(commands: Any) -> None:
    """Add the command to the parser's."""
    parser = commands.add_parser("deliveries", help="see what could not be delivered, and try it again")
    verbs = parser.add_subparsers(required=True, metavar="list|retry")
    listing = verbs.add_parser("list", help="what was stopped or given up; with --all everything")
    listing.add_argument("--all", action="store_true", help="everything, also what was delivered; newest first")
    listing.add_argument("--handoff", metavar="E-42", help="every delivery of one handoff")
    listing.add_argument("--account", metavar="NAME", help="of one account, by its name or id")
    listing.add_argument("--limit", type=int, default=MOST_LISTED, help=f"at most so many (default {MOST_LISTED})")
    listing.set_defaults(run=lambda chosen: _run(chosen, _list))
    trying = verbs.add_parser("retry", help="make deliveries due again")
    trying.add_argument("ids", nargs="*", metavar="ID", help="as `list` shows them")
    trying.add_argument("--all", action="store_true", help="everything that was stopped or given up")
    trying.add_argument("--account", metavar="NAME", help="of one account, by its name or id")
    trying.set_defaults(run=lambda chosen: _run(chosen, _retry))


Command = Callable[[argparse.Namespace, Asked], Awaitable[int]]


def _run(chosen: argparse.Namespace, command: Command) -> int:
    settings = from_environment(os.environ)
    print(f"Baton uses {settings.database}.")
    try:
        return asyncio.run(_carried_out(settings.database_url, chosen, command))
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1


async def _carried_out(url: str, chosen: argparse.Namespace, command: Command) -> int:
    if not await is_current(url):
        raise Wrong("The database is not up to date with this Baton: run `baton db upgrade` first.")
    async with opened(url) as storage:
        accounts = await storage.read(lambda tx: tx.overview.accounts())
        account = _account(chosen.account, accounts) if chosen.account else None
        return await command(chosen, Asked(storage, account, len(accounts) > 1))


def _account(named: str, accounts: Sequence[tuple[AccountId, str]]) -> AccountId:
    found = [account for account, name in accounts if named.lower() in (name.lower(), str(account))]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{name} ({account})" for account, name in accounts) or "none yet"
    raise Wrong(f"{'Several accounts are' if found else 'No account is'} called {named!r}. There are: {known}.")


# ------------------------------------------------------------------------------------------------------------ list


async def _list(chosen: argparse.Namespace, asked: Asked) -> int:
    if chosen.limit < 1:
        raise Wrong("--limit must be at least 1.")
    number = _number(chosen.handoff) if chosen.handoff else None
    entries = await asked.storage.read(lambda tx: _chosen(tx, chosen, asked.account, number))
    if not entries:
        print(_nothing(chosen))
        return 0
    now = datetime.now(UTC)
    shown = entries[: chosen.limit]
    print(
        *_table([_HEAD, *(_row(entry, now) for entry in shown)], [e.account for e in shown] * asked.several), sep="\n"
    )
    if len(entries) > len(shown):
        print(f"There are more: --limit {chosen.limit * 5} shows up to {chosen.limit * 5}.")
    return 0


def _chosen(
    tx: Transaction, chosen: argparse.Namespace, account: AccountId | None, number: int | None
) -> Sequence[Entry]:
    most = chosen.limit + 1
    if number is not None or chosen.all:
        return tx.overview.all(account, number, most)
    return tx.overview.given_up(account, most)


def _number(handoff: str) -> int:
    found = _HANDOFF.fullmatch(handoff)
    if found is None:
        raise Wrong(f"{handoff!r} is no handoff: write it like E-42.")
    return int(found[1])


def _nothing(chosen: argparse.Namespace) -> str:
    if chosen.handoff:
        return f"There are no deliveries of {chosen.handoff}."
    return "There are no deliveries." if chosen.all else "Nothing was stopped or given up."


def _row(entry: Entry, now: datetime) -> tuple[str, ...]:
    delivery, standing = entry.delivery, standing_of(entry.delivery, now)
    since = f"{took(now - delivery.since)} ago" if delivery.since else "–"
    place = where(delivery.place, entry.place)
    state = _STATES.get(standing, standing.value)
    kind = delivery.kind.value.replace("_", " ")
    return (
        *(entry.short_id, f"E-{entry.number}", kind, place, state),
        *(str(delivery.attempts), since, delivery.error or "–"),
    )


def _table(rows: Sequence[tuple[str, ...]], accounts: Sequence[str]) -> list[str]:
    """Columns as wide as what is in them; with the account where there are several."""
    told = [("ACCOUNT", *rows[0]), *((a, *r) for a, r in zip(accounts, rows[1:], strict=True))] if accounts else rows
    widths = [max(len(row[column]) for row in told) for column in range(len(told[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in told]


# ----------------------------------------------------------------------------------------------------------- retry


async def _retry(chosen: argparse.Namespace, asked: Asked) -> int:
    if bool(chosen.ids) == chosen.all:
        raise Wrong("Name the deliveries, as `baton deliveries list` shows them, or say --all.")
    stuck = await asked.storage.read(lambda tx: _stuck(tx, asked.account))
    if chosen.all:
        given_up = [entry for entry in stuck if standing_of(entry.delivery, datetime.now(UTC)) in _GIVEN_UP]
        return await _tried(given_up, asked) if given_up else _nothing_to_retry()
    found, problems = _found(chosen.ids, stuck)
    for problem in problems:
        print(problem, file=sys.stderr)
    return max(await _tried(found, asked), 1 if problems else 0)


_GIVEN_UP = (Standing.STOPPED, Standing.DEAD)


def _stuck(tx: Transaction, account: AccountId | None) -> Sequence[Entry]:
    given_up, under_way = tx.overview.given_up(account, MOST_LOOKED_AT), tx.overview.under_way(account, MOST_LOOKED_AT)
    return [*given_up, *under_way]


def _nothing_to_retry() -> int:
    print("Nothing was stopped or given up: there is nothing to try again.")
    return 0


def _found(ids: Sequence[str], entries: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
    found: dict[str, Entry] = {}
    problems = []
    for named in ids:
        asked = named.lower().replace("-", "")
        same = [e for e in entries if _ID.fullmatch(asked) and e.delivery.id.hex.endswith(asked)]
        if len(same) == 1:
            found[same[0].delivery.id.hex] = same[0]
        elif same:
            problems.append(f"{named}: {len(same)} deliveries end so; write more of the id.")
        else:
            problems.append(f"{named}: nothing that waits or was given up has this id: see `baton deliveries list`.")
    return list(found.values()), problems


async def _tried(entries: Sequence[Entry], asked: Asked) -> int:
    """Try each again, in a transaction of its own; 0 when all of them are."""
    outcomes = [await _one(entry, asked.storage) for entry in entries]
    done = outcomes.count(Retried.DUE)
    if entries:
        print(f"{counted(done, 'delivery') if done == 1 else f'{done} deliveries'} will be tried again.")
    return 0 if all(outcome is not Retried.NOT_THERE for outcome in outcomes) else 1


async def _one(entry: Entry, storage: Database) -> Retried:
    now, event = datetime.now(UTC), uuid7()
    outcome = await storage.transact(lambda tx: retry(tx, entry.delivery, now, event))
    print(f"{entry.short_id}  E-{entry.number}  {where(entry.delivery.place, entry.place)}: {outcome.value}.")
    return outcome
