"""One effect for one request, however often a chat sends it: each names itself, and the name is kept with what it did.

A verb that makes something looks for the name first, and keeps it in the transaction of its effect. Two at once both
find nothing; the name can be kept once, so that the second one's effect is rolled back, and it finds the first's.
A verb that adds to a handoff keeps the name before anything else, holding the handoff: the second one waits, and then
keeps nothing. Verbs put a word of their own into the name, so that none meets what another one did.
"""

import hashlib


class SentTwice(Exception):
    """The same request is being carried out elsewhere: roll back, and look again."""


def name_of(*parts: str) -> str:
    """A request's name out of what tells it from others: always as long, whatever people sent."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
