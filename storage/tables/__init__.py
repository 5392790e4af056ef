"""Every table. Rows carry ``account_id`` and point at rows of their own account only: foreign keys are composite.

Ids are UUIDv7: they grow with time, so that new rows land at the end of every index. Indexes start with an id, not
with the account: while a table is small PostgreSQL finds both equally good, and keeps the plan it made when the
table has grown (measured: claims fell from 900 to 250 a second).

- ``making``   what tables are made of
- ``people``   accounts, workspaces, members, identities, conversations
- ``handoff``  cases, handoffs, turns, attempts, steps, seen, events, assessments
- ``outbox``   deliveries, troubles, inbound
"""

from storage.tables.handoff import assessments, attempts, cases, events, handoffs, seen, steps, turns
from storage.tables.making import metadata
from storage.tables.outbox import deliveries, inbound, troubles
from storage.tables.people import accounts, conversations, identities, members, workspaces

__all__ = [
    "accounts",
    "assessments",
    "attempts",
    "cases",
    "conversations",
    "deliveries",
    "events",
    "handoffs",
    "identities",
    "inbound",
    "members",
    "metadata",
    "seen",
    "steps",
    "troubles",
    "turns",
    "workspaces",
]
