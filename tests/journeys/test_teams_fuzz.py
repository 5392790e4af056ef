"""Activities with a part left out, or of another type: words or a 4xx, never a fault, and nothing in the log."""

import asyncio
import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from playground.teams import Person
from tests.both import ESCALATIONS, HELPDESK, Both
from tests.breadth import ON_POSTGRES

pytestmark = ON_POSTGRES


MANY, AT_ONCE, SEED = 500, 20, 20_261_121

OTHERS: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 7, 1e308, 10**30, "", " ", "x", "x" * 5_000, "\x00", "a\x00b", "\ud800", "💥"),
    *([], {}, [[]], [None], [7, "x"], {"id": 7}, {"id": None}, {"id": ["x"]}, {"type": 7}, {"tenant": "x"}),
    *("<at>Baton</at>", '<at id="9">x</at>', "{{DATE(x)}}", "19:x@thread.tacv2", "28:x", "29:x", "2026-13-45T99:99"),
)
"""What may stand where something else should."""

NOWHERE = ("ConversationNotFound", "NotFound", "BadArgument")
"""What Teams says of places and people that a mangled activity named."""

Path = tuple[str | int, ...]


async def test_no_activity_however_mangled_makes_baton_fail(teams: Both, caplog: pytest.LogCaptureFixture) -> None:
    whole, dice = await honest(teams), random.Random(SEED)
    caplog.clear()
    mangled = [with_faults(dice.choice(whole), dice) for _ in range(MANY)]
    for first in range(0, MANY, AT_ONCE):
        await asyncio.gather(*(expect_words(teams, activity) for activity in mangled[first : first + AT_ONCE]))
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    await teams.escalated("Still here")
    teams.teams.forgive(*NOWHERE)


async def expect_words(teams: Both, activity: Any) -> None:
    """Taken, or refused in a few words; an invoke that is taken is answered by an object."""
    answer = await teams.teams.post(json.dumps(activity).encode())
    assert answer.status in (200, 400, 401, 403), (answer, activity)
    assert "Traceback" not in answer.text
    if answer.status == 200 and activity["type"] == "invoke":
        assert isinstance(answer.json, dict)
    if answer.status != 200:
        assert len(answer.text) < 100


async def honest(teams: Both) -> list[Any]:
    """One of each activity that Baton acts on, as Teams really sent it."""
    sent: list[Any] = []

    def note(person: Person) -> None:
        sent.append(json.loads(json.dumps(teams.teams.tenant.sent[person.id])))

    card = await teams.escalated("Outlook stops syncing @sam #4711 !high")
    note(teams.jane)
    for words in ("", "queue", "mine", "claim E-1"):
        await teams.sam.slash(words, HELPDESK)
        note(teams.sam)
    await teams.jane.say(teams.teams.tenant.personal(teams.jane.id), "help")
    note(teams.jane)
    await teams.jane.mention(HELPDESK, "")
    opener = await teams.answered(teams.jane, "Stuck?")
    await teams.jane.open_dialog(opener, "escalate")
    note(teams.jane)
    await teams.jane.submit_dialog({"problem": "Printer offline", "ticket": "4712"})
    note(teams.jane)
    for act in (
        teams.sam.open_dialog(card, "details"),
        teams.sam.click(card, "details"),
        teams.sam.message_action(card),
    ):
        await act
        note(teams.sam)
    other = await teams.card("Printer offline")
    for press in (teams.sam.click_stale(other, 0, "pick_up"), teams.sam.click_fallback(other, "pick_up")):
        await press
        note(teams.sam)
    came = {"membersAdded": [{"id": teams.sam.id}, {"id": teams.teams.tenant.app.bot_id}]}
    sent.append(teams.sam.activity("conversationUpdate", ESCALATIONS, {"eventType": "teamMemberAdded"}, **came))
    sent.append(teams.sam.activity("installationUpdate", HELPDESK, action="add"))
    sent.append(teams.sam.activity("messageReaction", HELPDESK, reactionsAdded=[{"type": "like"}]))
    return sent


def with_faults(activity: Any, dice: random.Random) -> Any:
    """The activity with one to three of its parts left out or replaced, at any depth."""
    made = copy.deepcopy(activity)
    for _ in range(dice.randint(1, 3)):
        *way, last = dice.choice(list(paths(made)))
        part = made
        for step in way:
            part = part[step]
        if dice.random() < 0.3:
            del part[last]
        else:
            part[last] = copy.deepcopy(dice.choice(OTHERS))
    return made


def paths(part: Any, way: Path = ()) -> Iterator[Path]:
    """The way to every part of it."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in inner:
        yield (*way, name)
        yield from paths(value, (*way, name))
