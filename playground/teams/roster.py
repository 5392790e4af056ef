"""The Bot Connector's operations that tell who is there, and what teams and channels there are."""

from typing import Any

from playground.teams.account import Account
from playground.teams.conversation import Team
from playground.teams.method import Ask, Outcome
from playground.teams.refusal import ConnectorError

SMALLEST = 50
LARGEST = 500


def get_member(ask: Ask) -> Outcome:
    """One member, by 29: id, Entra id or principal name."""
    where = ask.conversation()
    for account in _accounts(ask, where.members):
        if ask.activity_id in (account.id, account.aad, account.principal):
            return 200, account.as_member()
    raise ConnectorError("MemberNotFoundInConversation", "The member was not found in the conversation.")


def get_paged_members(ask: Ask) -> Outcome:
    """Members, a page at a time; pages hold 50 to 500, whatever is asked for."""
    where = ask.conversation()
    size = min(LARGEST, max(SMALLEST, _number(ask.query.get("pageSize", str(SMALLEST)))))
    start = _number(ask.query.get("continuationToken", "0"))
    everybody = _accounts(ask, where.members)
    page: dict[str, Any] = {"members": [account.as_member() for account in everybody[start : start + size]]}
    return 200, page | ({"continuationToken": str(start + size)} if start + size < len(everybody) else {})


def get_team(ask: Ask) -> Outcome:
    """A team's name and Entra group."""
    team = _team(ask)
    channels = [c for c in ask.tenant.conversations.values() if c.team is team]
    return 200, team.as_json() | {"channelCount": len(channels), "memberCount": len(team.members)}


def get_channels(ask: Ask) -> Outcome:
    """A team's channels; General comes without a name."""
    team = _team(ask)
    channels = [c for c in ask.tenant.conversations.values() if c.team is team]
    named = [{"id": c.id, "type": "standard"} | ({} if c.is_general else {"name": c.name}) for c in channels]
    return 200, {"conversations": named}


def _team(ask: Ask) -> Team:
    team = ask.tenant.teams.get(ask.address)
    if team is None:
        raise ConnectorError("NotFound", "no such team")
    if not team.installed:
        raise ConnectorError("BotNotInConversationRoster", "The bot is not part of the conversation roster.")
    return team


def _accounts(ask: Ask, ids: list[str]) -> list[Account]:
    return [ask.tenant.accounts[one] for one in ids]


def _number(words: str) -> int:
    if not words.isdecimal():
        raise ConnectorError("BadArgument", f"not a number: {words[:20]!r}")
    return int(words)
