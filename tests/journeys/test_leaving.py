"""Somebody is deactivated: what they had is handed back by itself, and everybody concerned is told."""

from dataclasses import replace

from core.event import Happening
from core.handoff import Passing, State
from core.people import Identity, Platform, Workspace
from playground.slack import Seen
from tests.both import UNHURRIED, Both, Opened
from tests.town import AI_OFF, ESCALATIONS, Found, Town
from tests.waiting import eventually

BACK = "Baton handed E-1 back (Sam Okafor is no longer active here)"


async def test_what_they_had_is_handed_back_and_the_escalator_and_the_admins_are_told(founded: Found) -> None:
    town = await founded(named={**AI_OFF, "BATON_OWNER": "alex@contoso.example"})
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")
    await town.delivered()
    assert not card.has("pick_up")
    await town.slack.change("Sam", deleted=True)
    await town.shows(card, "Taken back from Sam Okafor by Baton")
    assert card.has("pick_up")
    await town.sent(town.jane, BACK)
    await town.sent(town.alex, BACK)
    await town.until(lambda: any("It may be picked up again" in line.text() for line in under(town, card)))
    await town.alex.click(card, "pick_up")
    await town.told(town.alex, "It's yours: E-1")


async def test_it_is_handed_back_once_with_memory_and_their_presses_count_no_more(town: Town) -> None:
    card, sam = await town.escalated(), town.sam
    await sam.click(card, "pick_up")
    await town.sent(sam, "You picked up E-1 from Jane Ruiz")
    await town.delivered()
    for _ in range(2):
        await town.slack.change("Sam", deleted=True)
    await town.shows(card, "Taken back from Sam Okafor by Baton")
    await sam.click(card, "pick_up")
    await town.told(sam, "Baton is not available to you here.")
    handoff = await town.handoff()
    assert handoff is not None
    [turn] = handoff.turns
    assert (handoff.state, turn.by.name, turn.how, turn.ended_by) == (
        State.OPEN,
        "Sam Okafor",
        Passing.HANDED_BACK,
        None,
    )
    [told] = await town.events(what=Happening.HANDED_BACK)
    assert told.by is None


async def test_who_left_while_baton_was_away_is_found_at_the_start(town: Town) -> None:
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")
    await town.delivered()
    await town.stop()
    sam = town.sam.member
    town.slack.workspace.members[sam.id] = replace(sam, deleted=True)
    await town.start()
    await town.shows(card, "Taken back from Sam Okafor by Baton")


async def test_what_is_for_somebody_who_left_is_changed_and_picked_up_all_the_same(town: Town) -> None:
    card = await town.escalated("Outlook stops syncing @sam")
    await town.delivered()
    await town.slack.change("Sam", deleted=True)
    receipt = await town.sent(town.jane, "E-1 is with the team")
    await town.jane.click(receipt, "change")
    await town.jane.submit({"priority": "urgent"})
    assert town.jane.open_view is None
    await town.shows(card, "🔴 URGENT · E-1 · for @Sam Okafor")
    await town.alex.click(card, "pick_up")
    await town.told(town.alex, "It's yours: E-1")


async def test_who_is_taken_out_of_the_last_team_is_gone_and_is_back_when_they_are(opened: Opened) -> None:
    teams = await opened()
    alex_has_not_added_baton(teams)
    card = await teams.escalated()
    await teams.alex.click(card, "pick_up")
    await teams.until(lambda: "Picked up by Alex Kim" in card.text())
    await teams.jane.manages.remove_members("General", "Alex")
    await teams.until(lambda: "Taken back from Alex Kim by Baton: Alex Kim is no longer active here" in card.text())
    await teams.sent(teams.jane, "Baton handed E-1 back (Alex Kim is no longer active here)")
    await teams.jane.manages.add_members("General", "Alex")
    await eventually(lambda: active(teams, "Alex"), UNHURRIED)


async def test_who_is_in_slack_too_may_leave_a_team_and_keeps_what_they_have(opened: Opened) -> None:
    both = await opened(slack=True)
    alex_has_not_added_baton(both)
    card = await both.escalated()
    await both.alex.click(card, "pick_up")
    await both.until(lambda: "Picked up by Alex Kim" in card.text())
    await both.jane.manages.remove_members("General", "Alex")
    await both.escalated("Printer prints only blanks")
    assert await active(both, "Alex")
    assert "Picked up by Alex Kim" in card.text()


def alex_has_not_added_baton(teams: Both) -> None:
    """And cannot be written to by Baton: that is another story."""
    teams.teams.forgive("BadArgument", "ForbiddenOperationException")
    teams.expected.append("(briefing) stopped")


async def active(teams: Both, name: str) -> bool:
    """Whether Baton counts them in."""
    identity = Identity(Workspace(Platform.TEAMS, teams.teams.tenant.id), teams.person(name).account.aad or "")
    member = await teams.service.storage.read(lambda tx: tx.people.known(identity))
    return member is not None and member.active


def under(town: Town, card: Seen) -> list[Seen]:
    """The lines in the card's thread."""
    return town.sam.sees(ESCALATIONS, thread=card)
