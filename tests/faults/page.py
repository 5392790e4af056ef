"""The page that shows what ends how."""

from collections.abc import Mapping, Sequence

from tests.faults.matrix import FAULTS, RIGHT, Call, failures

_HEAD = """# What ends how, when a chat fails

Every outward call is failed in every way, over the wire, and one handoff is driven through it: somebody escalates,
somebody picks up. This page is written by the test that does so (`tests/faults/test_matrix.py`).

**✓** means right: the card shows the newest, and card, line in the thread, briefing and receipt are there once. A
letter is another end, explained below. *Who is there* and *who somebody is* end right when somebody whom Baton does not
know yet can pick up, *an assessment* when it is on the card. *Done* means that the chat carried the call out and nobody
said so: Slack is searched for what was sent; Teams cannot be searched, and is sent it once more.

Calls are bounded: a failure that passes costs that call once more, and at most three calls of any kind in all; an edit
that nobody answered is sent once more some seconds later, too, since it may be carried out late. A failure that lasts
costs at most fifteen until the handoff is picked up, however long it lasts. A 500 from Teams that lasts stops an edit
after twelve. What a person is told in answer is told once: what may have been said is not said in another way.
"""


def page(chats: Mapping[str, Sequence[Call]]) -> str:
    """All tables, and what their letters mean."""
    ends = sorted({call.end(fault) for calls in chats.values() for call in calls for fault in FAULTS} - {RIGHT})
    letters = {end: chr(ord("A") + number) for number, end in enumerate(ends)} | {RIGHT: "✓"}
    tables = [_table(chat, calls, letters) for chat, calls in chats.items()]
    meanings = "\n".join(f"- **{letter}**: {end}" for end, letter in letters.items() if end != RIGHT)
    times = ", ".join(f"{fault} ({failures(fault)}×)" for fault in FAULTS if failures(fault) > 1)
    return "\n".join([_HEAD, *tables, "## The letters\n", meanings, "", f"Once each; twice in a row: {times}.", ""])


def _table(chat: str, calls: Sequence[Call], letters: Mapping[str, str]) -> str:
    head = ["what", "call", *FAULTS]
    rows = [[call.name, f"`{call.method}`", *(letters[call.end(fault)] for fault in FAULTS)] for call in calls]
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]
    return "\n".join([f"## {chat}\n", *lines, ""])
