"""Choosing where cards go, and becoming the owner by being the first who says so."""

from core.delivery import Place
from core.inbound import Once
from core.outcome import AdminsOnly, ChannelChosen, HereOutcome
from core.people import Member, Role, Workspace
from core.repository import Transaction


def may_choose(tx: Transaction, by: Member, *, owner_named: bool) -> bool:
    """Whether this member may say where cards go: an admin, or an engineer while nobody owns the account."""
    return by.admin or (by.engineer and not owner_named and not tx.people.has_owner(by.account))


def choose_channel(
    tx: Transaction, workspace: Workspace, channel: str, by: Member, once: Once, *, owner_named: bool
) -> HereOutcome:
    """Send cards there from now on; what was stopped there is tried again."""
    tx.accounts.lock(by.account)
    now = tx.people.member(by.account, by.id)
    if now is None or not may_choose(tx, now, owner_named=owner_named):
        return AdminsOnly()
    if not once.keep(tx, by.account):
        return ChannelChosen(by, owner=False, moved=True, again=True)
    if not now.admin:
        tx.people.set_role(by.account, by.id, Role.OWNER)
    before = tx.accounts.choose_channel(workspace, channel)
    tx.deliveries.revive(by.account, Place(workspace, channel=channel))
    return ChannelChosen(by, owner=not now.admin, moved=before not in ("", channel))
