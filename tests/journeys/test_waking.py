"""The time comes that somebody named: they are written to, once, with the ways on, and nobody else is."""

from datetime import timedelta
from functools import partial

import pytest

from core.attempt import Outcome
from core.event import Happening
from core.handoff import State
from playground.slack import Person, Seen
from playground.teams import Seen as InTeams
from tests.both import Both, Opened
from tests.tempo import WAKEFUL
from tests.town import AI_OFF, ESCALATIONS, Found, Town, front

FOUR_HOURS = timedelta(hours=4)
ASIDE = "You had set E-1 aside until now: Outlook stops syncing"
LOOK = "Time to look again: Moved the DNS records, waiting for the records spread until tonight"
WAITING = {"outcome": "waiting", "note": "the records spread until tonight", "until": "4h"}


@pytest.fixture
async def watchful(founded: Found) -> Town:
    """The usual town, in which what is due is looked for all the time."""
    return await founded(named=AI_OFF, tempo=WAKEFUL)


async def picked_up(town: Town) -> Seen:
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    return await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")


async def filled_in(person: Person, message: Seen, action: str, **filled: str) -> None:
    await person.click(message, action)
    await person.submit(filled)
    assert person.open_view is None


async def later(town: Town) -> None:
    """Four hours later, when everything was said that was to be said."""
    await town.delivered()
    town.clock.ahead += FOUR_HOURS


def direct(person: Person, words: str) -> int:
    """How often they were sent that."""
    return sum(words in message.text() for message in person.dms())


async def test_what_sam_set_aside_comes_back_to_him_alone_with_the_ways_on(watchful: Town) -> None:
    town, briefing = watchful, await picked_up(watchful)
    card = await town.card_of("Outlook")
    await filled_in(town.sam, briefing, "park", until="4h")
    await town.shows(briefing, "Set aside until ")
    await later(town)
    edits, jane = len(card.message.versions), len(town.jane.dms())
    news = await town.sent(town.sam, ASIDE)
    assert news.notified_me
    await town.until(lambda: "Set aside until " not in briefing.text() and briefing.has("park"))
    await town.delivered()
    assert (len(card.message.versions), len(town.jane.dms())) == (edits, jane)
    assert len(town.jane.sees(ESCALATIONS, thread=card)) == 2  # the card, and that it was picked up
    await filled_in(town.sam, news, "park", until="4h")
    await town.shows(briefing, "Set aside until ")
    await later(town)
    await town.until(lambda: direct(town.sam, ASIDE) == 2)
    again = await town.sent(town.sam, ASIDE)
    await filled_in(town.sam, again, "resolve", note="The records were old")
    await town.shows(card, "Resolved by Sam Okafor")
    assert len(await town.events(what=Happening.WOKEN)) == 2


async def test_what_waits_to_be_verified_is_asked_about_when_its_time_comes(watchful: Town) -> None:
    town, briefing = watchful, await picked_up(watchful)
    card = await town.card_of("Outlook")
    await filled_in(town.sam, briefing, "attempt", what="Cleared the cache", **{**WAITING, "until": "1d"})
    await town.shows(briefing, "Cleared the cache")
    await filled_in(town.sam, briefing, "attempt", about="new", what="Moved the DNS records", **WAITING)
    await town.shows(card, "Moved the DNS records")
    await later(town)
    edits, lines = len(card.message.versions), len(town.jane.sees(ESCALATIONS, thread=card))
    news = await town.sent(town.sam, LOOK)
    assert news.notified_me
    await town.delivered()
    assert (len(card.message.versions), len(town.jane.sees(ESCALATIONS, thread=card))) == (edits, lines)
    assert direct(town.sam, "Time to look again") == 1
    await town.sam.click(news, "attempt")
    [about] = [placed for placed in front(town.sam).inputs() if placed.block_id == "about"]
    assert about.element["initial_option"]["text"]["text"] == "Moved the DNS records"
    await town.sam.submit({"outcome": "worked"})
    await town.shows(card, "Moved the DNS records · worked")
    handoff = await town.handoff()
    assert handoff
    assert [a.outcome for a in handoff.attempts] == [Outcome.WAITING, Outcome.WORKED]


async def test_a_time_that_came_while_baton_was_away_is_told_at_the_start_once(watchful: Town) -> None:
    town, briefing = watchful, await picked_up(watchful)
    await filled_in(town.sam, briefing, "attempt", what="Moved the DNS records", **WAITING)
    await later(town)
    await town.stop()
    for _ in range(2):
        await town.start()
        await town.sent(town.sam, LOOK)
        await town.delivered()
        await town.stop()
    await town.start()
    assert direct(town.sam, LOOK) == 1
    assert len(await town.events(what=Happening.LOOK_DUE)) == 1


async def test_whoever_handed_it_back_is_told_nothing(watchful: Town) -> None:
    town, briefing = watchful, await picked_up(watchful)
    await filled_in(town.sam, briefing, "park", until="1h")
    await town.shows(briefing, "Set aside until ")
    await town.sam.click(briefing, "hand_back")
    await town.sent(town.sam, "E-1 is with the team again.")
    await later(town)
    await town.escalated("Printer offline")  # time for a look or two
    await town.delivered(2)
    assert direct(town.sam, ASIDE) == 0


# ------------------------------------------------------------------------------------------------- Teams


async def in_teams(teams: Both) -> InTeams:
    card = await teams.escalated()
    await teams.sam.click(card, "pick_up")
    return await teams.sent(teams.sam, "You picked up E-1 from Jane Ruiz")


def said_in(message: InTeams, words: str) -> bool:
    return words in message.text()


async def test_in_teams_what_was_set_aside_comes_back_with_the_ways_on(opened: Opened) -> None:
    teams = await opened(tempo=WAKEFUL)
    briefing = await in_teams(teams)
    await teams.sam.open_dialog(briefing, "park")
    await teams.sam.submit_dialog({"until": "4h"})
    await teams.until(lambda: "Set aside until " in briefing.text())
    await teams.delivered()
    teams.clock.ahead += FOUR_HOURS
    news = await teams.sent(teams.sam, ASIDE)
    await teams.until(lambda: "Set aside until " not in briefing.text())
    await teams.sam.open_dialog(news, "hand_back")
    await teams.sam.submit_dialog({"why": "Needs firewall rights"})
    card = await teams.card("Outlook")
    await teams.until(lambda: "Handed back by Sam Okafor" in card.text())
    handoff = await teams.handoff()
    assert handoff
    assert handoff.state is State.OPEN
    assert len(await teams.events(1, Happening.WOKEN)) == 1


async def test_in_teams_what_waits_to_be_verified_is_asked_about(opened: Opened) -> None:
    teams = await opened(tempo=WAKEFUL)
    briefing = await in_teams(teams)
    for what, filled in (("Cleared the cache", {"until": "1d"}), ("Moved the DNS records", {"about": "new"})):
        await teams.sam.open_dialog(briefing, "attempt")
        await teams.sam.submit_dialog({"what": what, **WAITING, **filled})
        await teams.until(partial(said_in, briefing, what))
    await teams.delivered()
    teams.clock.ahead += FOUR_HOURS
    news = await teams.sent(teams.sam, LOOK)
    await teams.sam.open_dialog(news, "attempt")
    assert teams.sam.dialog
    chosen = {asked.id: asked.preset for asked in teams.sam.dialog.inputs}["about"]
    handoff = await teams.handoff()
    assert handoff
    assert chosen == str(handoff.attempts[1].id)
    await teams.sam.submit_dialog({"outcome": "failed", "note": "the same error"})
    card = await teams.card("Outlook")
    await teams.until(lambda: "Moved the DNS records · did not work (the same error)" in card.text())
    assert len(await teams.events(1, Happening.LOOK_DUE)) == 1
