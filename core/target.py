"""Whom something may be given to: an active engineer or above of this account, and not whoever asked for help."""

from core.act import Act
from core.outcome import CannotBeFor
from core.people import Identity, Party

_THEIR_OWN = "You cannot escalate to yourself."


def target(act: Act, identity: Identity, besides: Party) -> Party | CannotBeFor:
    """The person with the ways to reach them, or why it cannot be for them."""
    member = act.tx.people.known(identity)
    if member is None or member.account != act.by.account or not member.active:
        return CannotBeFor("The person it is for is not a member here.")
    if member.id == besides.member:
        return CannotBeFor(_THEIR_OWN if member.id == act.by.id else f"{member.name} escalated it themselves.")
    if not member.engineer:
        return CannotBeFor(f"{member.name} may look, but not pick things up.")
    return Party(member.id, member.name, tuple(act.tx.people.identities(member.account, member.id)))
