"""Which group of the directory a team is: Graph knows teams by it, and Teams does not tell it with every activity
(learn.microsoft.com, "Get Teams-specific context for your bot")."""

from dataclasses import dataclass, field

from bot.teams.connector import Connector
from bot.teams.reference import References
from bot.teams.sender import Sender
from core.people import Workspace

_MOST_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Groups:
    """Finds them: in what came, in what was kept, and else by asking Teams once."""

    connector: Connector
    references: References
    _found: dict[tuple[Workspace, str], str] = field(default_factory=dict)

    async def of(self, sender: Sender) -> str:
        """The group of the team whose channel somebody is in; empty where none is known. Raises DeliveryFailed,
        Unavailable."""
        if sender.group:
            return sender.group
        here = await self.references.at(sender.identity.workspace, sender.conversation)
        if here is not None and here.group:
            return here.group
        team = sender.team or (here.team if here else "")
        return await self._asked(sender, team) if team else ""

    async def _asked(self, sender: Sender, team: str) -> str:
        key = (sender.identity.workspace, team)
        if key in self._found:
            return self._found[key]
        group = await self.connector.group(sender.address, team)
        if len(self._found) >= _MOST_REMEMBERED:
            self._found.clear()
        if group:
            self._found[key] = group
        return group
