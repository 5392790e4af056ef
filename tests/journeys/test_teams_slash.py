"""Slash commands in Teams: messages to Baton that nobody else sees, and so are their answers."""

import pytest

from core.event import Happening
from tests.both import HELPDESK, Both, Opened
from tests.breadth import ON_SQLITE

pytestmark = ON_SQLITE


@pytest.mark.parametrize("targeted", ["on", "off"])
@pytest.mark.parametrize("where", [HELPDESK, "Lyon rollout"])
async def test_what_is_asked_by_a_slash_is_answered_to_whoever_asked_alone(
    opened: Opened, where: str, targeted: str
) -> None:
    teams = await opened(TEAMS_TARGETED_MESSAGES=targeted)
    seen = len(teams.alex.sees(where))
    for words, told in {
        "escalate": "Stuck?",
        "queue": "Nothing is waiting",
        "mine": "You have nothing open",
        "help": "Whoever presses Pick Up first",
        "/queue": "Nothing is waiting",
    }.items():
        await teams.jane.slash(words, where)
        answer = await teams.answered(teams.jane, told, where)
        assert answer.is_ephemeral, words
    assert len(teams.alex.sees(where)) == seen
    assert await teams.handoff() is None


async def test_one_line_by_a_slash_escalates_and_only_its_author_is_told(teams: Both) -> None:
    await teams.jane.slash("escalate Printer offline #4712 !high @sam", HELPDESK)
    card = await teams.card("Printer offline")
    told = await teams.answered(teams.jane, "Escalated as E-1")
    assert told.is_ephemeral
    assert teams.replied(teams.alex, HELPDESK, "Escalated as E-1") is None
    await teams.jane.click(told, "withdraw")
    await teams.until(lambda: "Withdrawn by Jane Ruiz" in card.text())


async def test_a_slash_takes_a_handoff_and_the_answer_is_private(teams: Both) -> None:
    await teams.escalated()
    await teams.sam.slash("claim E-1", HELPDESK)
    assert (await teams.answered(teams.sam, "It's yours: E-1")).is_ephemeral
    assert len(await teams.events(1, Happening.CLAIMED)) == 1
    assert teams.replied(teams.alex, HELPDESK, "It's yours") is None


async def test_a_slash_that_cannot_be_carried_out_gives_its_words_back_in_private(teams: Both) -> None:
    await teams.jane.slash("Printer offline @vic", HELPDESK)
    back = await teams.answered(teams.jane, "Printer offline @Vic Lang")
    assert back.is_ephemeral
    assert "Nothing was sent" in back.text()
    assert teams.replied(teams.alex, HELPDESK, "Printer offline") is None


async def test_the_form_that_a_slash_opened_is_answered_in_private(teams: Both) -> None:
    await teams.jane.slash("escalate", HELPDESK)
    opener = await teams.answered(teams.jane, "Stuck?")
    await teams.jane.open_dialog(opener, "escalate")
    await teams.jane.submit_dialog({"problem": "Printer offline"})
    await teams.sent(teams.jane, "Escalated as E-1")
    assert teams.replied(teams.alex, HELPDESK, "Escalated as E-1") is None
