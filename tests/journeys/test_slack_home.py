"""Baton's Home in Slack: what each person sees when they open it, and what they do there."""

import asyncio

import pytest

from core.handoff import HandoffId
from core.outcome import Queue
from core.people import Identity, Member, Platform, Workspace
from playground.slack import Answer, Person
from playground.slack.reading import plain_words
from playground.slack.view import View
from tests.breadth import ON_SQLITE
from tests.town import AI_OFF, HELPDESK, Found, Town, front, people_named

OUTLOOK, PRINTER = "Outlook stops syncing", "Printer prints only blanks"


def home(person: Person) -> str:
    """What a person's Home says; empty as long as there is none."""
    return plain_words(person.home.blocks, str, "UTC") if person.home else ""


def section(person: Person, heading: str) -> str:
    """The part of their Home under a heading that begins so; empty where there is none."""
    told, found = [], False
    for block in person.home.blocks if person.home else ():
        if block["type"] == "header":
            found = block["text"]["text"].startswith(heading)
        if found:
            told.append(plain_words([block], str, "UTC"))
    return "\n".join(part for part in told if part)


async def opens(town: Town, person: Person, words: str = "Your last 30 days") -> None:
    """They open the Home tab, and it says this."""
    assert (await person.open_home()).ok
    await town.until(lambda: words in home(person))


def tab(person: Person) -> View:
    assert person.home is not None
    return person.home


async def pressed(town: Town, person: Person, action: str, number: int = 0) -> Answer:
    """Somebody presses a button of their Home; that of E-<number> where there are several."""
    value = await named(town, number) if number else None
    return await person.click(tab(person), action, str(value) if value else None)


async def named(town: Town, number: int) -> HandoffId:
    found = await town.handoff(number)
    assert found
    return found.id


def told(person: Person) -> str:
    """What the modal in front of them says; empty without one."""
    return plain_words(person.open_view.blocks, str, "UTC") if person.open_view else ""


async def test_a_home_shows_what_waits_and_a_pick_up_there_is_a_claim_like_any_other(town: Town) -> None:
    await town.escalated(f"{OUTLOOK} #4711 !urgent")
    await opens(town, town.sam, "Waiting for somebody (1)")
    assert "🔴 ● E-1 · urgent" in section(town.sam, "Waiting")
    await opens(town, town.jane)
    assert "Nothing is waiting" in section(town.jane, "Waiting")
    assert "E-1 · urgent" in section(town.jane, "You escalated (1)")
    await opens(town, town.alex, "Waiting for somebody (1)")
    await pressed(town, town.sam, "pick_up")
    await town.until(lambda: "It's yours: E-1" in told(town.sam))
    await town.until(lambda: "E-1" in section(town.sam, "You have (1)"))
    assert "E-1" not in section(town.sam, "Waiting")
    card = await town.card_of(OUTLOOK)
    await town.shows(card, "Picked up by Sam Okafor")
    await town.sent(town.sam, "You picked up E-1 from Jane Ruiz")
    await pressed(town, town.alex, "pick_up")  # whose Home is as it was
    await town.until(lambda: "Already picked up by Sam Okafor" in told(town.alex))
    await town.until(lambda: "Nothing is waiting" in home(town.alex))


async def test_the_dot_is_gone_once_it_was_opened(town: Town) -> None:
    await town.escalated(OUTLOOK)
    await town.escalated(PRINTER)
    await opens(town, town.sam, "● E-1")
    await pressed(town, town.sam, "details", 1)
    await town.until(lambda: "Problem: Outlook stops syncing" in told(town.sam))
    await town.until(lambda: "● E-1" not in home(town.sam))
    assert "● E-2" in home(town.sam)
    await opens(town, town.alex, "● E-1")
    await town.says(town.sam, "queue")
    queue = (await town.told(town.sam, "2 waiting", HELPDESK)).text()
    assert "🔵 E-1 · normal" in queue
    assert "🔵 ● E-2 · normal" in queue
    await town.says(town.sam, "E-2")
    await town.says(town.sam, "queue")
    await town.until(lambda: "●" not in newest_queue(town.sam))


def newest_queue(person: Person) -> str:
    return [seen.text() for seen in person.sees(HELPDESK) if "2 waiting" in seen.text()][-1]


@ON_SQLITE
async def test_what_came_back_is_not_new_to_whoever_had_it(town: Town) -> None:
    card = await town.escalated(OUTLOOK)
    await town.sam.click(card, "pick_up")
    briefing = await town.sent(town.sam, "You picked up E-1")
    await town.sam.click(briefing, "hand_back")
    await town.sent(town.jane, "handed E-1 back")
    await opens(town, town.sam, "Waiting for somebody (1)")
    assert "●" not in home(town.sam)
    await opens(town, town.alex, "● E-1")
    assert "picked up 1 · handed back 1" in section(town.sam, "Your last 30 days")


@ON_SQLITE
async def test_what_is_picked_up_in_the_details_that_a_home_opened_is_yours_in_the_home_too(town: Town) -> None:
    await town.escalated(OUTLOOK)
    await opens(town, town.sam, "Waiting for somebody (1)")
    await pressed(town, town.sam, "details")
    await town.until(lambda: town.sam.open_view)
    await town.sam.click(front(town.sam), "pick_up")
    await town.until(lambda: "It's yours: E-1" in told(town.sam))
    await town.until(lambda: "E-1" in section(town.sam, "You have (1)"))


@ON_SQLITE
async def test_a_problem_is_escalated_from_the_home_and_stands_there(town: Town) -> None:
    await opens(town, town.jane)
    await pressed(town, town.jane, "escalate")
    await town.jane.submit({"problem": OUTLOOK})
    assert town.jane.open_view is None
    await town.card_of(OUTLOOK)
    await town.until(lambda: f"Escalated as E-1: {OUTLOOK}" in home(town.jane))
    assert "E-1" in section(town.jane, "You escalated (1)")
    await opens(town, town.jane, "You escalated (1)")
    await town.until(lambda: "Escalated as E-1" not in home(town.jane))


@ON_SQLITE
async def test_what_one_has_is_set_aside_and_gone_on_with_in_the_home(town: Town) -> None:
    card = await town.escalated(OUTLOOK)
    await town.sam.click(card, "pick_up")
    await opens(town, town.sam, "You have (1)")
    await pressed(town, town.sam, "park")
    await town.sam.submit({"until": "4h"})
    await town.until(lambda: "E-1" in section(town.sam, "You set aside (1)"))
    assert "E-1 is set aside." in home(town.sam)
    await pressed(town, town.sam, "resume")
    await town.until(lambda: "You go on with E-1." in told(town.sam))
    await town.until(lambda: "E-1" in section(town.sam, "You have (1)"))


@ON_SQLITE
async def test_what_one_parked_is_in_ones_own_home_and_for_others_in_a_section_of_its_own(town: Town) -> None:
    await town.says(town.jane, f"park {OUTLOOK}")
    await opens(town, town.jane, "You parked (1)")
    await opens(town, town.sam, "Parked, and yours if you want it")
    assert "Nothing is waiting" in home(town.sam)
    await pressed(town, town.jane, "escalate_now")
    await town.until(lambda: "E-1" in section(town.jane, "You escalated (1)"))
    await town.card_of(OUTLOOK)


@ON_SQLITE
async def test_a_viewer_sees_what_they_escalated_and_is_offered_nothing_to_pick_up(town: Town) -> None:
    await town.escalated(OUTLOOK)
    await town.says(town.vic, PRINTER, "#escalations")
    await opens(town, town.vic, "Your role here is viewer")
    assert "E-2" in section(town.vic, "You escalated (1)")
    assert OUTLOOK not in home(town.vic)
    assert "pick_up" not in str(tab(town.vic).blocks)


@ON_SQLITE
async def test_a_stranger_learns_nothing(town: Town) -> None:
    await town.escalated(OUTLOOK)
    await opens(town, town.eve, "Baton is not available to you here.")
    assert len(tab(town.eve).blocks) == 1


@ON_SQLITE
async def test_until_somebody_owns_it_everybody_sees_what_is_left_to_set_up(founded: Found) -> None:
    town = await founded(people_named("Jane", "Vic"), named={**AI_OFF, "SLACK_CHANNEL": ""})
    await opens(town, town.jane, "Set-up: 0 of 3 done")
    assert "☐ Choose where cards go in Slack: there, say /escalate here" in home(town.jane)
    assert "☐ Nobody else could pick anything up yet" in home(town.jane)
    await opens(town, town.vic)
    assert "Set-up" not in home(town.vic)
    await town.says(town.jane, "here", "#escalations")
    await opens(town, town.jane, "Set-up: 2 of 3 done")
    sam = town.slack.hire(next(iter(people_named("Sam"))))
    await sam.command("#general", "/escalate", "help")
    await opens(town, town.jane, "Everything that is needed is set up.")
    assert "AI assessments are off" in section(town.jane, "Set-up")
    await opens(town, sam)
    assert "Set-up" not in home(sam)  # Jane owns it now


@ON_SQLITE
async def test_what_slack_refuses_for_now_is_published_later_as_it_is_then(town: Town) -> None:
    await town.escalated(OUTLOOK)
    town.slack.fail("views.publish", times=2, retry_after=1)
    await town.sam.open_home()
    await town.escalated(PRINTER)
    await town.until(lambda: "Waiting for somebody (2)" in home(town.sam), 15)


@ON_SQLITE
async def test_a_page_that_was_published_meanwhile_is_not_written_over_with_an_older_one(town: Town) -> None:
    await town.escalated(OUTLOOK)
    await opens(town, town.sam, "Waiting for somebody (1)")
    town.slack.forgive("hash_conflict")
    stale = tab(town.sam).hash
    await town.sam.event("app_home_opened", channel="D0", tab="home", view={"type": "home", "hash": stale})
    await town.until(lambda: tab(town.sam).hash != stale)
    await town.sam.event("app_home_opened", channel="D0", tab="home", view={"type": "home", "hash": stale})
    await town.until(lambda: [c.answer.get("error") for c in publishes(town)].count("hash_conflict") == 1)
    await town.until(lambda: publishes(town)[-1].answer.get("ok"))
    assert "hash" not in publishes(town)[-1].arguments


def publishes(town: Town) -> list:  # type: ignore[type-arg]
    return [call for call in town.slack.calls if call.method == "views.publish"]


@ON_SQLITE
async def test_many_presses_at_once_are_shown_by_few_pages_the_last_of_which_is_true(town: Town) -> None:
    for number in range(1, 9):
        await town.escalated(f"Problem number {number}")
    await opens(town, town.sam, "Waiting for somebody (8)")
    town.slack.forgive("hash_conflict")
    before = len(publishes(town))
    town.slack.delay("views.publish", 0.3)
    ids = [str(await named(town, number)) for number in range(1, 9)]
    shown = tab(town.sam)
    await asyncio.gather(*[town.sam.click(shown, "pick_up", value) for value in ids])
    await town.until(lambda: "You have (8)" in home(town.sam), 20)
    assert "Nothing is waiting" in home(town.sam)
    assert len(publishes(town)) - before < 8


@ON_SQLITE
async def test_an_answer_that_does_not_open_is_told_in_the_home(town: Town) -> None:
    await town.escalated(OUTLOOK)
    await opens(town, town.sam, "Waiting for somebody (1)")
    town.slack.fail("views.open", times=1, status=500)
    await pressed(town, town.sam, "pick_up")
    await town.until(lambda: "It's yours: E-1" in home(town.sam))


@ON_SQLITE
async def test_what_was_to_be_told_in_a_home_is_told_though_it_is_opened_again_meanwhile(town: Town) -> None:
    await opens(town, town.jane)
    town.slack.delay("views.publish", 1.5)
    await town.jane.open_home()  # it is being published for as long as the rest takes
    await pressed(town, town.jane, "escalate")
    await town.jane.submit({"problem": OUTLOOK})
    assert (await town.jane.open_home()).ok
    await town.until(lambda: f"Escalated as E-1: {OUTLOOK}" in home(town.jane), 15)
    assert "E-1" in section(town.jane, "You escalated (1)")


@ON_SQLITE
async def test_a_press_that_is_refused_is_answered_and_the_home_stays_true(town: Town) -> None:
    await town.escalated(OUTLOOK)
    await opens(town, town.sam, "Waiting for somebody (1)")
    await town.says(town.jane, "withdraw E-1")
    await pressed(town, town.sam, "pick_up")
    await town.until(lambda: "E-1 was withdrawn by Jane Ruiz" in told(town.sam))
    await town.until(lambda: "Nothing is waiting" in home(town.sam))


@ON_SQLITE
async def test_refresh_shows_how_things_stand_now(town: Town) -> None:
    await opens(town, town.sam)
    await town.escalated(OUTLOOK)
    await pressed(town, town.sam, "home")
    await town.until(lambda: "Waiting for somebody (1)" in home(town.sam))
    assert town.sam.open_view is None


@ON_SQLITE
@pytest.mark.parametrize("tab_name", ["messages", "about"])
async def test_batons_other_tabs_publish_nothing(town: Town, tab_name: str) -> None:
    await town.sam.event("app_home_opened", channel="D0", tab=tab_name)
    assert publishes(town) == []


async def test_the_desks_home_and_queue_say_the_same(town: Town) -> None:
    await town.escalated(OUTLOOK)
    await town.says(town.jane, f"park {PRINTER}")
    found = await town.service.storage.read(
        lambda tx: tx.people.known(Identity(Workspace(Platform.SLACK, town.slack.workspace.team_id), town.sam.id))
    )
    assert isinstance(found, Member)
    waiting = await town.service.desk.queue(found)
    assert isinstance(waiting, Queue)
    shown = (await town.service.desk.home(found)).queue
    assert shown is not None
    assert [h.id for h in shown.handoffs] == [h.id for h in waiting.handoffs]
    assert (shown.new, len(shown.new)) == (waiting.new, 2)
