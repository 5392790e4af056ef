"""Everything there is in a tenant, for people to read when a test fails."""

from collections.abc import Iterator, Sequence

from playground.teams.conversation import Conversation
from playground.teams.record import Call, Complaint
from playground.teams.seen import Seen
from playground.teams.tenant import Tenant

LATEST = 25


def dump(tenant: Tenant, calls: Sequence[Call], complaints: Sequence[Complaint]) -> str:
    """Conversations with all messages, open dialogs, the latest calls, all complaints."""
    lines = [line for where in tenant.conversations.values() for line in _conversation(tenant, where)]
    for reader, dialog in tenant.dialogs.items():
        lines.append(f"== {tenant.name_of(reader)} has open: {dialog.title} {dialog.message} {dialog.trouble}")
    lines += ["== latest calls", *(f"  {call}" for call in calls[-LATEST:])]
    return "\n".join([*lines, "== complaints", *(f"  {complaint}" for complaint in complaints)])


def _conversation(tenant: Tenant, where: Conversation) -> Iterator[str]:
    shown = [message for message in where.messages.values() if not message.deleted]
    if not shown and where.kind == "personal":
        return
    yield f"== {where.kind} {where.name} ({where.id})"
    for message in shown:
        reader = message.only_for or (where.members[0] if where.members else "")
        inside = f" in thread {message.root}" if message.root else ""
        yield f"  {message.id}{inside}, to {tenant.name_of(reader)}: {Seen(message, reader, tenant)}"
