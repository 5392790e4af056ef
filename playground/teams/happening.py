"""What happens to a tenant: the app is installed and removed, people come and go, things are renamed.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from playground.teams import inbound
from playground.teams.account import Account
from playground.teams.answer import Answer
from playground.teams.conversation import Conversation, Team
from playground.teams.tenant import Tenant

UPDATE = "conversationUpdate"
INSTALLATION = "installationUpdate"
Installation = Literal["add", "remove", "add-upgrade", "remove-upgrade"]
Send = Callable[[dict[str, Any]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Happenings:
    """One person changes the tenant, and Teams tells the app. Answers are those to the last activity sent."""

    tenant: Tenant
    account: Account
    send: Send

    async def installation(self, where: Conversation, action: Installation) -> Answer:
        """Put the app into a conversation (for a channel: its team) or take it out."""
        is_there = action.startswith("add")
        if where.team:
            where.team.installed = is_there
        else:
            where.installed = is_there
        self.tenant.bell.ring()
        data: dict[str, Any] = {"settings": {"selectedChannel": {"id": where.id}}} if where.team else {}
        data["source"] = {"name": "message"}
        if is_there:
            await self._members(where, [self.tenant.app.bot_id], "Added")
        return await self._event(where, INSTALLATION, data, action=action)

    async def add_to_team(self, channel: str = "General") -> Answer:
        """Install the app in the team, with this channel as the chosen one."""
        return await self.installation(self.tenant.conversation(channel), "add")

    async def remove_from_team(self) -> Answer:
        """Remove the app from the team."""
        where = self.tenant.conversation("General")
        await self._members(where, [self.tenant.app.bot_id], "Removed")
        return await self.installation(where, "remove")

    async def add_to_chat(self, name: str) -> Answer:
        """Add the app to a group chat."""
        return await self.installation(self.tenant.conversation(name), "add")

    async def remove_from_chat(self, name: str) -> Answer:
        """Remove the app from a group chat."""
        return await self.installation(self.tenant.conversation(name), "remove")

    async def rename_channel(self, channel: str, name: str) -> Answer:
        """Give a channel another name."""
        where = self.tenant.conversation(channel)
        where.name = name
        self.tenant.bell.ring()
        return await self._event(where, UPDATE, self._channel(where, "channelRenamed"))

    async def create_channel(self, name: str) -> Answer:
        """A further channel in the team."""
        team = self._team()
        where = self.tenant.add("channel", name, team.members, team)
        return await self._event(where, UPDATE, self._channel(where, "channelCreated"))

    async def delete_channel(self, channel: str) -> Answer:
        """Delete a channel, with all that is in it."""
        where = self.tenant.conversation(channel)
        del self.tenant.conversations[where.id]
        self.tenant.bell.ring()
        return await self._event(where, UPDATE, self._channel(where, "channelDeleted"))

    async def rename_team(self, name: str) -> Answer:
        """Give the team another name."""
        self._team().name = name
        return await self._team_event("teamRenamed")

    async def archive_team(self) -> Answer:
        """Archive the team: nothing can be written in it any more."""
        self._block("MessageWritesBlocked")
        return await self._team_event("teamArchived")

    async def restore_team(self) -> Answer:
        """Take the team out of the archive."""
        self._block("")
        return await self._team_event("teamUnarchived")

    async def add_members(self, channel: str, *names: str) -> Answer:
        """Put people into a conversation; into General means into the team."""
        return await self._move(channel, names, "Added")

    async def remove_members(self, channel: str, *names: str) -> Answer:
        """Take people out of a conversation."""
        return await self._move(channel, names, "Removed")

    async def _move(self, channel: str, names: Sequence[str], what: Literal["Added", "Removed"]) -> Answer:
        where = self.tenant.conversation(channel)
        ids = [self.tenant.account(name).id for name in names]
        others = [one for one in where.members if one not in ids]
        where.members[:] = [*others, *ids] if what == "Added" else others
        self.tenant.bell.ring()
        return await self._members(where, ids, what)

    async def _members(self, where: Conversation, ids: Sequence[str], what: Literal["Added", "Removed"]) -> Answer:
        data = {"eventType": f"teamMember{what}"} if where.team else {}
        return await self._event(where, UPDATE, data, **{f"members{what}": inbound.accounts_of(ids, self.tenant)})

    async def _team_event(self, kind: str) -> Answer:
        self.tenant.bell.ring()
        where = self.tenant.conversations[self._team().id]
        return await self._event(where, UPDATE, {"eventType": kind})

    async def _event(self, where: Conversation, kind: str, data: dict[str, Any], **fields: Any) -> Answer:
        return await self.send(inbound.event(self.tenant, self.account, where, kind, data, **fields))

    def _channel(self, where: Conversation, kind: str) -> dict[str, Any]:
        return {"eventType": kind, "channel": {"id": where.id, "name": where.name}}

    def _block(self, code: str) -> None:
        for where in self.tenant.conversations.values():
            if where.team is self._team():
                where.blocked = code

    def _team(self) -> Team:
        return next(iter(self.tenant.teams.values()))
