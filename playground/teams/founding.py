"""A tenant's first day: its people, its team and chats, and our app installed."""

from collections.abc import Iterable

from playground.cast import Actor
from playground.teams.account import account_from, entra_id
from playground.teams.conversation import Team
from playground.teams.tenant import Tenant

TEAM = "Contoso Support"
CHANNELS = ("General", "Escalations", "Helpdesk")
GROUP = "Lyon rollout"
TEAM_ID = "19:c0117050a11de5ca1a7e00000000baton@thread.tacv2"
WITHOUT_APP = frozenset({"alex"})
"""Who has not installed the app for themselves on the first day."""


def found(tenant: Tenant, people: Iterable[Actor]) -> None:
    """One team for our own and the guests, whose Escalations channel is shared with the strangers; one group chat."""
    everyone = [account_from(actor, tenant.id, tenant.app.id) for actor in people]
    tenant.accounts.update({account.id: account for account in everyone})
    own = [a.id for a in everyone if not a.is_stranger]
    team = Team(TEAM_ID, TEAM, entra_id(tenant.id, TEAM), own)
    tenant.teams[team.id] = team
    for name in CHANNELS:
        members = [a.id for a in everyone] if name == "Escalations" else own
        tenant.add("channel", name, members, team)
    tenant.add("groupChat", GROUP, [a.id for a in everyone if a.role == "user" and not a.is_stranger])
    for account in everyone:
        chat = tenant.personal(account.id)
        chat.installed = account.handle not in WITHOUT_APP and not account.is_stranger
