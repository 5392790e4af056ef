"""A workspace's first day: its people, its channels, and our app installed."""

from collections.abc import Iterable

from playground.cast import Actor
from playground.slack.member import Member, member_from
from playground.slack.workspace import SLACKBOT, Workspace

SCOPES = frozenset(
    [
        "commands",
        "chat:write",
        "chat:write.public",
        "im:write",
        "im:history",
        "users:read",
        "users:read.email",
        "channels:read",
        "channels:history",
        "channels:join",
        "groups:read",
        "groups:history",
        "app_mentions:read",
        "team:read",
    ]
)
EVENTS = frozenset(
    [
        "app_mention",
        "message.im",
        "message.channels",
        "message.groups",
        "app_home_opened",
        "app_uninstalled",
        "tokens_revoked",
        "member_joined_channel",
        "channel_archive",
        "channel_unarchive",
        "channel_deleted",
        "user_change",
        "team_join",
    ]
)


def found(workspace: Workspace, people: Iterable[Actor]) -> None:
    """#general and #helpdesk for our own, #escalations for all of them and the app."""
    team, app = workspace.team_id, workspace.app
    workspace.members[app.bot_user] = Member(app.bot_user, team, "baton", app.name, "", is_bot=True)
    workspace.members[SLACKBOT] = Member(SLACKBOT, team, "slackbot", "Slackbot", "", is_bot=True)
    everyone = [member_from(actor, team) for actor in people]
    workspace.members.update({member.id: member for member in everyone})
    own = [member.id for member in everyone if not member.is_guest]
    workspace.add_channel("general", members=own)
    workspace.add_channel("helpdesk", members=own)
    shared = workspace.add_channel("escalations", members=[app.bot_user, *(m.id for m in everyone)])
    shared.is_shared = any(member.is_stranger for member in everyone)
