"""Who is who in the tenant: one person when they press for the first time, everybody of a team when it is joined."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.teams.connector import Connector
from bot.teams.reference import References
from core.conversation import Conversation
from core.errors import DeliveryFailed, GiveUp, Gone, TryAgain, Unavailable
from core.people import Identity, NotKnownYet, Platform, Profile, Stranger, Workspace

MOST_ASKED = 5
"""In how many conversations somebody is looked for."""

_BOT = "28:"
_GUEST = "#ext#"


@dataclass(frozen=True, slots=True)
class TeamsRoster:
    """Teams's own knowledge of its people: the members of the conversations that Baton is in."""

    connector: Connector
    references: References

    async def look_up(self, identity: Identity) -> Profile | Stranger | NotKnownYet:
        """A member of any conversation we know. The caller sets the time limit."""
        try:
            asked = await self._where(identity)
            found = await self._found(asked, identity.user)
        except (TryAgain, Unavailable):
            return NotKnownYet()
        if found is None:
            return Stranger() if asked else NotKnownYet()
        return found if isinstance(found, Stranger) or found.identity == identity else Stranger()

    async def has_left(self, identity: Identity) -> bool:
        """Whether every conversation that we know of says that they are not there. Where there are more than we ask,
        nobody has left for sure."""
        try:
            asked = await self._where(identity)
            return 0 < len(asked) < MOST_ASKED and await self._found(asked, identity.user) is None
        except (TryAgain, Unavailable):
            return False

    async def named(self, conversation: Conversation, user: str) -> Profile | Stranger | NotKnownYet:
        """Whom a mention names: somebody of that very conversation, by their id in Teams."""
        try:
            return profile_of(await self._member(conversation, user), conversation.workspace)
        except Gone:
            return Stranger()
        except DeliveryFailed:
            return NotKnownYet()

    async def everybody(self, conversation: Conversation) -> AsyncIterator[list[Profile]]:
        """All people of a conversation, or of the team that it belongs to, page by page. Raises DeliveryFailed."""
        async for page in self.connector.members(conversation.address, conversation.team or conversation.id):
            told = [profile_of(member, conversation.workspace) for member in page]
            yield [profile for profile in told if isinstance(profile, Profile)]

    async def member_id(self, workspace: Workspace, user: str) -> str:
        """Somebody's id in Teams, which a new personal conversation is made with; empty when nobody knows them."""
        for conversation in distinct(await self.references.shared(workspace)):
            try:
                told = await self._member(conversation, user)
            except (Gone, GiveUp):
                continue
            return str(told.get("id") or "")
        return ""

    async def _where(self, identity: Identity) -> list[Conversation]:
        direct = await self.references.direct(identity.workspace, identity.user)
        shared = distinct(await self.references.shared(identity.workspace))
        return ([direct] if direct else []) + shared

    async def _found(self, asked: list[Conversation], user: str) -> Profile | Stranger | None:
        """None when they are in none of them. Raises TryAgain when one of them might have known."""
        unsure: DeliveryFailed | None = None
        for conversation in asked:
            try:
                return profile_of(await self._member(conversation, user), conversation.workspace)
            except Gone:
                continue
            except DeliveryFailed as error:
                unsure = error
        if unsure is not None:
            raise TryAgain(f"not everybody could be asked: {unsure}")
        return None

    async def _member(self, conversation: Conversation, user: str) -> Mapping[str, Any]:
        where = conversation.team or conversation.id
        return await self.connector.member(conversation.address, where, user)


def profile_of(told: Mapping[str, Any], here: Workspace) -> Profile | Stranger:
    """A profile out of Teams's member object ("Get Teams specific context for your bot").

    A stranger is who has no place in this tenant's directory: another tenant's people in a shared channel, whoever
    joined a meeting without an account. The directory vouches for the addresses of its own people, not of guests.
    """
    user, tenant = _text(told, "aadObjectId") or _text(told, "objectId"), _text(told, "tenantId")
    role, principal = _text(told, "userRole").lower(), _text(told, "userPrincipalName").lower()
    if role == "anonymous" or not user or (tenant and tenant.lower() != here.id.lower()):
        return Stranger()
    guest = role == "guest" or _GUEST in principal
    email = _text(told, "email").lower() or principal
    return Profile(
        identity=Identity(Workspace(Platform.TEAMS, here.id), user),
        name=_name(told),
        email=email if "@" in email and not guest else None,
        guest=guest,
        bot=_text(told, "id").startswith(_BOT),
    )


def distinct(conversations: Iterable[Conversation]) -> list[Conversation]:
    """One open conversation of each team, and each group chat: whom one channel knows, they all know."""
    found: dict[str, Conversation] = {}
    for conversation in conversations:
        if not conversation.closed:
            found.setdefault(conversation.team or conversation.id, conversation)
    return list(found.values())[:MOST_ASKED]


def _name(told: Mapping[str, Any]) -> str:
    whole = f"{_text(told, 'givenName')} {_text(told, 'surname')}".strip()
    return _text(told, "name") or whole or _text(told, "userPrincipalName") or "Somebody"


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value.strip() if isinstance(value, str) else ""
