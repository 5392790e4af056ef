"""An assessment once more: *Try again* after one that did not come, *Dig deeper* with what was said since."""

from functools import partial

from core.act import Origin
from core.assessing import MOST
from core.assessment import Assessment, AssessmentId, Status
from core.event import Happening
from core.handoff import Door
from core.outcome import NotTheirs
from core.people import AccountId, Identity, Member, Platform, Role, Workspace
from core.permission import Verb
from core.repository import Transaction
from playground.model import KEY, ModelStandIn
from playground.slack import Person, Seen
from tests.both import ESCALATIONS as IN_TEAMS
from tests.both import Opened
from tests.breadth import ON_SQLITE
from tests.town import AI_OFF, ESCALATIONS, Found, Town, timeless
from tests.waiting import eventually

SLOW = 3.0
"""Seconds that the model takes where people are to see that it is asked: a card is edited every two seconds at most."""

RENEWED = "AI assessment: being renewed… This is the one before:"


async def unavailable(town: Town) -> Seen:
    """A card whose assessment was refused."""
    town.model.fail(stop="refusal")
    card = await town.escalated()
    await town.shows(card, "AI assessment: unavailable: refused.")
    return card


async def briefed(town: Town) -> Seen:
    """Sam's briefing, with an assessment in it."""
    card = await town.escalated()
    await town.shows(card, "Stand-in answer")
    await town.sam.click(card, "pick_up")
    return await town.sent(town.sam, "AI assessment: Stand-in answer")


async def ended(town: Town, times: int, number: int = 1) -> None:
    """Returns once so many assessments of E-<number> ended, and that is shown."""

    async def so_many() -> bool:
        return len(await town.events(number, Happening.ASSESSED)) >= times

    await eventually(so_many, 30)
    await town.delivered(number, within=30)


async def member(town: Town, person: Person) -> Member:
    """Who that is for Baton."""
    here = identity(town, person)
    found = await town.service.storage.read(lambda tx: tx.people.known(here))
    assert found
    return found


def identity(town: Town, person: Person) -> Identity:
    """The person in this Slack."""
    return Identity(Workspace(Platform.SLACK, town.slack.workspace.team_id), person.id)


@ON_SQLITE
async def test_one_that_did_not_come_is_tried_again_from_the_card(advised: Town) -> None:
    card = await unavailable(advised)
    await advised.alex.click(card, "assess")
    await advised.told(advised.alex, "The AI tries again for E-1.")
    await advised.shows(card, "AI assessment: Stand-in answer")
    assert not card.has("assess")
    assert len(advised.model.requests) == 2
    [asked] = await advised.events(what=Happening.ASSESSMENT_ASKED)
    assert asked.by
    assert asked.by.name == "Alex Kim"


async def test_two_who_try_again_at_the_same_time_cost_one_call(advised: Town) -> None:
    card = await unavailable(advised)
    advised.model.latency = SLOW
    await advised.alex.click(card, "assess")
    await advised.shows(card, "being written…")
    await advised.sam.click_stale(card, len(card.message.versions) - 2, "assess")
    await advised.told(advised.sam, "is being written already. Nothing was changed.")
    await advised.until(lambda: "Stand-in answer" in card.text(), within=20)
    await advised.sam.click_stale(card, len(card.message.versions) - 3, "assess")
    await advised.told(advised.sam, "is there: it is on the card.")
    assert len(advised.model.requests) == 2


@ON_SQLITE
async def test_a_viewer_does_not_spend_tokens(advised: Town) -> None:
    card = await unavailable(advised)
    vic = await member(advised, advised.vic)
    await advised.service.storage.transact(lambda tx: tx.people.set_role(vic.account, vic.id, Role.VIEWER))
    await advised.vic.click(card, "assess")
    await advised.told(advised.vic, "Your role here is viewer")
    assert len(advised.model.requests) == 1


async def test_trying_again_ends_after_so_many_times_for_a_case(advised: Town) -> None:
    card = await unavailable(advised)
    for number in range(MOST[Verb.ASSESS]):
        advised.model.fail(stop="refusal")
        await advised.sam.click(card, "assess")
        await ended(advised, number + 2)
    await advised.sam.click(card, "assess")
    await advised.told(advised.sam, f"That was done {MOST[Verb.ASSESS]} times for the case of E-1.")
    assert len(advised.model.requests) == MOST[Verb.ASSESS] + 1


@ON_SQLITE
async def test_after_the_ai_was_switched_off_the_button_says_so(founded: Found) -> None:
    town = await founded()
    card = await unavailable(town)
    await town.stop()
    town.named.update(AI_OFF)
    await town.start()
    await town.sam.click(card, "assess")
    await town.told(town.sam, "The AI is switched off here.")


async def test_what_was_said_since_is_read_and_the_old_one_stays_until_the_new_one_is_there(advised: Town) -> None:
    briefing = await briefed(advised)
    [card] = advised.cards()
    await advised.jane.say(ESCALATIONS, "The phone syncs, only the desktop does not", card)
    advised.model.latency = SLOW
    await advised.sam.click(briefing, "dig_deeper")
    await advised.shows(card, RENEWED)
    assert "Stand-in answer (no model was asked): Outlook stops syncing" in card.text()
    await advised.sent(advised.sam, RENEWED)
    await advised.until(lambda: RENEWED not in card.text(), within=20)
    assert "The phone syncs, only the desktop does not (card thread)" in card.text()
    assert "m1 (card thread): Jane Ruiz (Slack): The phone syncs" in advised.model.requests[-1].text
    await advised.until(lambda: "The phone syncs" in briefing.text(), within=20)


@ON_SQLITE
async def test_one_that_cannot_be_renewed_leaves_the_old_one_and_says_why(advised: Town) -> None:
    briefing = await briefed(advised)
    [card] = advised.cards()
    advised.model.fail(stop="refusal")
    await advised.sam.click(briefing, "dig_deeper")
    await advised.shows(card, "AI assessment: could not be renewed: refused. This is the one before:")
    assert "Stand-in answer" in card.text()
    await advised.until(lambda: briefing.has("assess"), within=20)
    assert not briefing.has("dig_deeper")
    await advised.sam.click(briefing, "assess")
    await advised.until(lambda: "could not be renewed" not in card.text(), within=20)
    await advised.sent(advised.jane, "The AI assessment is on the card.")


async def test_digging_deeper_ends_after_three_times_for_a_case(advised: Town) -> None:
    briefing = await briefed(advised)
    for number in range(MOST[Verb.DIG_DEEPER]):
        await advised.until(lambda: briefing.has("dig_deeper"))
        await advised.sam.click(briefing, "dig_deeper")
        await ended(advised, number + 2)
    await advised.sam.click(briefing, "dig_deeper")
    await advised.sent(advised.sam, "That was done 3 times for the case of E-1.")
    assert len(advised.model.requests) == MOST[Verb.DIG_DEEPER] + 1


@ON_SQLITE
async def test_only_who_has_it_digs_deeper(advised: Town) -> None:
    await briefed(advised)
    handoff = await advised.handoff()
    assert handoff
    alex, origin = await member(advised, advised.alex), Origin(Door.SLACK, identity(advised, advised.alex))
    assert await advised.service.desk.dig_deeper(handoff.id, alex, origin) == NotTheirs(handoff)


async def test_dug_deeper_before_or_after_something_was_said_ends_the_same_once_it_is_dug_again(
    advised: Town,
) -> None:
    texts = []
    for name, order in (("Lyon", "say dig dig"), ("Rome", "dig say dig")):
        card = await advised.escalated(f"{name} is slow")
        await advised.shows(card, "Stand-in answer")
        await advised.sam.click(card, "pick_up")
        await advised.shows(card, "Picked up by")
        number = len(advised.cards())
        for act in order.split():
            if act == "say":
                await advised.jane.say(ESCALATIONS, "The phone syncs", card)
            else:
                briefing = await advised.sent(advised.sam, f"You picked up E-{number}")
                before = len(await advised.events(number, Happening.ASSESSED))
                await advised.until(lambda b=briefing: b.has("dig_deeper"), within=20)  # type: ignore[misc]
                await advised.sam.click(briefing, "dig_deeper")
                await ended(advised, before + 1, number)
        texts.append(timeless(card.text()).replace(name, "It"))
    assert texts[0] == texts[1]
    assert "The phone syncs (card thread)" in texts[0]


@ON_SQLITE
async def test_in_teams_the_same_buttons_do_the_same(opened: Opened) -> None:
    async with ModelStandIn() as model:
        both = await opened(ANTHROPIC_API_KEY=KEY, ANTHROPIC_BASE_URL=model.settings()["ANTHROPIC_BASE_URL"])
        both.teams.consent()
        model.fail(stop="refusal")
        card = await both.escalated()
        await both.until(lambda: "unavailable: refused." in card.text())
        answer = await both.sam.click(card, "assess")
        assert "The AI tries again for E-1." in answer.text
        await both.until(lambda: "Stand-in answer" in card.text())
        await both.sam.install()
        await both.sam.click(card, "pick_up")
        briefing = await both.sent(both.sam, "You picked up E-1")
        await both.until(lambda: briefing.has("dig_deeper"))
        await both.jane.say(IN_TEAMS, "The phone syncs", card)
        answer = await both.sam.click(briefing, "dig_deeper")
        assert "The AI reads the case of E-1 again, with what was said since." in answer.text
        await both.until(lambda: "The phone syncs (card thread)" in card.text())


async def test_tokens_are_kept_with_every_assessment_that_a_model_answered(advised: Town) -> None:
    card = await unavailable(advised)
    first = await advised.handoff()
    await advised.sam.click(card, "assess")
    await advised.shows(card, "Stand-in answer")
    second = await advised.handoff()
    assert first
    assert second
    for handoff in (first, second):
        key = handoff.assessment.id
        assert key
        kept = await advised.service.storage.read(partial(of, handoff.account, key))
        assert kept
        assert kept.status is not Status.WRITING
        assert kept.tokens
        assert kept.tokens.into > 0


def of(account: AccountId, key: AssessmentId, tx: Transaction) -> Assessment | None:
    """The assessment with this id."""
    return tx.assessments.get(account, key)
