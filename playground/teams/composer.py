"""Typed text -> what is sent: @names become mentions, the rest is escaped."""

import html
import re
from dataclasses import dataclass
from typing import Any

from playground.teams.conversation import Conversation
from playground.teams.inbound import mention_entity
from playground.teams.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as Teams sends it: `<at>` around names, &lt; for <, and an entity for each mention."""

    text: str
    entities: tuple[dict[str, Any], ...]


def typed(tenant: Tenant, where: Conversation, words: str) -> Typed:
    """What becomes of these words when they are typed here; @Baton, @sam and @Sam Okafor are picked from the list."""
    known = tenant.mentionable(where)
    handles = {account.handle: account.id for account in tenant.accounts.values() if account.id in known}
    names = {name.lower(): one for one, name in known.items()} | handles
    if not names:
        return Typed(html.escape(words, quote=False), ())
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"@({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    parts: list[str] = []
    entities: list[dict[str, Any]] = []
    at = 0
    for hit in pattern.finditer(words):
        one = names[hit[1].lower()]
        entities.append(mention_entity(one, known[one]))
        parts += [html.escape(words[at : hit.start()], quote=False), f"<at>{known[one]}</at>"]
        at = hit.end()
    return Typed("".join([*parts, html.escape(words[at:], quote=False)]), tuple(entities))
