"""Leases that tell whose they are, so that those of a process that died are free at once.

A process holds an advisory lock of PostgreSQL for as long as it is connected; its number is half of the token of every
lease that the process takes meanwhile. When the process dies, the server closes its connection, and the lock is free:
whoever finds a lease by a number that nobody holds gives it back. A machine that vanishes from the network, and a
process that hangs, keep their leases until these are over: nobody can tell them from slow ones.
"""

import secrets
from typing import Any
from uuid import UUID

from storage.uuid7 import uuid7

_OURS = 8
"""The version of such a token, which RFC 9562 leaves to whoever makes it; any other token says nothing."""

HELD = "SELECT pg_advisory_lock($1)"

# The number is read back from the token's last sixteen digits. Candidates first: the lock must be tried for nothing
# else, and in the index of what is leased. What is freed is due at once, and may have been sent: the lease
# stays, and tells whoever takes it so.
FREED = """
WITH leased AS MATERIALIZED (
    SELECT account_id, id, lease, ('x' || right(replace(lease::text, '-', ''), 16))::bit(64)::bigint AS holder
    FROM deliveries
    WHERE condition = 'live' AND shown < wanted AND lease IS NOT NULL AND due_at > now()
        AND substr(lease::text, 15, 1) = '8'
), left_behind AS MATERIALIZED (
    SELECT holder FROM (SELECT DISTINCT holder FROM leased WHERE holder <> $1) AS others
    WHERE pg_try_advisory_xact_lock(holder)
)
UPDATE deliveries SET due_at = now()
FROM leased JOIN left_behind USING (holder)
WHERE deliveries.account_id = leased.account_id AND deliveries.id = leased.id AND deliveries.lease = leased.lease
RETURNING deliveries.id
"""


def new_holder() -> int:
    """The number of a process: its bits are those that RFC 9562 gives the second half of a UUID."""
    return _signed((secrets.randbits(62)) | (0b10 << 62))


def token_of(holder: int) -> UUID:
    """A new token for a lease of that process."""
    time = uuid7().int >> 64 << 64  # no two of a process have the same
    return UUID(int=time & ~(0xF << 76) | _OURS << 76 | holder & (1 << 64) - 1)


def _signed(number: int) -> int:
    """As PostgreSQL's bigint has it."""
    return number - (1 << 64) if number >= 1 << 63 else number


async def freed(driver: Any, holder: int) -> int:
    """Give back the leases of the dead; returns how many there were."""
    return len(await driver.fetch(FREED, holder))
