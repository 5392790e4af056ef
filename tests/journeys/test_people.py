"""Who is who: learned ahead, looked up once when unknown, and kept up to date."""

from playground.cast import CAST, Actor
from tests.town import AI_OFF, HELPDESK, Found, Town

NOOR = Actor("noor", "Noor Adler", "noor@contoso.example")
LOOK_UP = "users.info"


async def test_nobody_who_was_there_at_the_start_is_looked_up(town: Town) -> None:
    card = await town.escalated("Outlook stops syncing @sam")
    await town.sam.click(card, "pick_up")
    await town.vic.click(card, "details")
    await town.told(town.sam, "It's yours: E-1")
    assert looked_up(town) == 0


async def test_who_is_unknown_is_looked_up_once(town: Town) -> None:
    noor = town.slack.hire(NOOR, "#escalations")
    card = await town.escalated()
    await noor.click(card, "pick_up")
    await town.told(noor, "It's yours: E-1")
    await town.until(lambda: "Picked up by Noor Adler" in card.text())
    await noor.click_stale(card, 0, "pick_up")
    await town.told(noor, "E-1 is already yours.")
    assert looked_up(town) == 1


async def test_who_joins_is_learned_before_they_press(town: Town) -> None:
    noor = town.slack.hire(NOOR, "#escalations")
    await town.slack.event("team_join", user=noor.member.as_json())
    card = await town.escalated()
    await noor.click(card, "pick_up")
    await town.told(noor, "It's yours: E-1")
    assert looked_up(town) == 0


async def test_a_look_up_that_hangs_costs_a_second_and_changes_nothing(town: Town) -> None:
    noor = town.slack.hire(NOOR, "#escalations")
    card = await town.escalated()
    town.slack.delay(LOOK_UP, 2.5)
    answer = await noor.click(card, "pick_up")
    assert 0.9 < answer.seconds < 2.0
    told = await town.told(noor, "Please try again in a moment; nothing was changed.")
    assert "Baton could not find out who you are just now." in told.text()
    assert card.has("pick_up")
    said = await town.says(noor, "Printer prints only blanks", "#escalations")
    assert said.ok
    await town.told(noor, "What you wrote:\nPrinter prints only blanks")
    assert len(town.cards()) == 1
    town.slack.heal()
    await noor.click(card, "pick_up")
    await town.told(noor, "It's yours: E-1")


async def test_a_new_name_is_used_from_then_on(town: Town) -> None:
    card = await town.escalated()
    await town.slack.change("Sam", name="Samuel Okafor-Reyes")
    await town.sam.click(card, "pick_up")
    await town.until(lambda: "Picked up by Samuel Okafor-Reyes" in card.text())


async def test_who_left_can_do_nothing_and_learns_nothing(town: Town) -> None:
    card = await town.escalated()
    sam = town.sam
    await town.slack.change("Sam", deleted=True)
    await sam.click(card, "pick_up")
    await town.told(sam, "Baton is not available to you here.")
    assert card.has("pick_up")
    await town.slack.change("Sam", deleted=False)
    await sam.click(card, "pick_up")
    await town.told(sam, "It's yours: E-1")


async def test_who_left_does_not_count_as_somebody_who_could_pick_it_up(town: Town) -> None:
    for name in ("Sam", "Alex"):
        await town.slack.change(name, deleted=True)
    await town.says(town.jane, "Outlook stops syncing")
    await town.told(town.jane, "Nobody else here can pick it up yet.", HELPDESK)


async def test_who_becomes_a_guest_later_keeps_the_role_that_was_given(town: Town) -> None:
    card = await town.escalated()
    await town.slack.change("Sam", is_ultra_restricted=True)
    await town.sam.click(card, "pick_up")
    await town.told(town.sam, "It's yours: E-1")


ODD = "Sam\u202e\u2066 Okafor\n✅ Picked up by\x00 " + "x" * 500


async def test_a_name_is_one_clean_line_from_whichever_door_it_comes(founded: Found) -> None:
    shown = ("Sam Okafor ✅ Picked up by " + "x" * 80)[:79] + "…"
    at_the_start = Actor("sam", ODD, "sam@contoso.example")
    town = await founded([*(actor for actor in CAST if actor.handle != "sam"), at_the_start], named=AI_OFF)
    looked_up_later = town.slack.hire(Actor("noor", ODD, "noor@contoso.example"), "#escalations")
    await town.slack.change("Alex", name=ODD)
    people = (town.slack.person("sam"), looked_up_later, town.slack.person("alex"))
    for number, person in enumerate(people, start=1):
        card = await town.escalated(f"Case number {number}")
        await person.click(card, "pick_up")
        await town.until(lambda card=card: f"✅ Picked up by {shown} · " in card.text())  # type: ignore[misc]
        handoff = await town.handoff(number)
        assert handoff is not None
        assert handoff.claim is not None
        assert handoff.claim.by.name == shown


def looked_up(town: Town) -> int:
    """How often somebody was asked for by their id."""
    return sum(call.method == LOOK_UP for call in town.slack.calls)
