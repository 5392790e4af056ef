"""Every verb as people of a chat carry it out, each on a case of its own: the rows of the parity table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from core.event import Happening
from core.permission import Verb
from core.step import StepName
from playground.advice import STEPS
from tests.hands import Hands

STEP = STEPS[0][0]


@dataclass(slots=True)
class Floor:
    """Where cases come up: each has a problem of its own, and the next number. What is done before the verb that a row
    is about is none of its ways."""

    hands: Hands
    numbers: "count[int]"

    async def tidied(self) -> None:
        """After something went wrong: the next case has the next number again."""
        first = 1
        while await self.hands.handoff(first):
            first += 1
        self.numbers = count(first)

    async def begun(self) -> "Case":
        """Jane escalates."""
        case = Case(self.hands, next(self.numbers))
        with self.hands.ways.aside():
            await self.hands.says("Jane", case.problem)
            await self.hands.card(case.label)
        return case

    async def claimed(self) -> "Case":
        """Sam has it."""
        case = await self.begun()
        with self.hands.ways.aside():
            await self.hands.presses("Sam", await case.card(), "pick_up")
            await self.hands.sent("Sam", f"You picked up {case.label} from")
        return case

    async def tried(self) -> "Case":
        """Sam has begun something."""
        case = await self.claimed()
        with self.hands.ways.aside():
            await self.hands.presses("Sam", await case.briefing(), "attempt", what="Restarted it")
            await self.hands.shows(await case.briefing(), "Restarted it")
        return case

    async def put_aside(self) -> "Case":
        """Sam has it, and not now."""
        case = await self.claimed()
        with self.hands.ways.aside():
            await self.hands.presses("Sam", await case.briefing(), "park", until="4h")
            await self.hands.shows(await case.briefing(), "Set aside until ")
        return case

    async def parked(self) -> "Case":
        """Jane keeps it for later."""
        case = Case(self.hands, next(self.numbers))
        with self.hands.ways.aside():
            await self.hands.says("Jane", f"park {case.problem}")
            await case.receipt()
        return case

    async def resolved(self) -> "Case":
        """Sam resolved it."""
        case = await self.claimed()
        with self.hands.ways.aside():
            await self.hands.presses("Sam", await case.briefing(), "resolve", note="It was the profile")
            await self.hands.shows(await case.receipt(), "is resolved")
        return case


@dataclass(frozen=True, slots=True)
class Case:
    """One case, as its people find it."""

    hands: Hands
    number: int

    @property
    def label(self) -> str:
        """``E-42``"""
        return f"E-{self.number}"

    @property
    def problem(self) -> str:
        """What is wrong."""
        return f"Printer {self.number:03} offline"

    async def card(self) -> Any:
        """As Sam sees it."""
        return await self.hands.card(self.problem)

    async def briefing(self) -> Any:
        """Sam's."""
        return await self.hands.sent("Sam", f"You picked up {self.label} from")

    async def receipt(self) -> Any:
        """Jane's."""
        return await self.hands.sent("Jane", f"🎫 {self.label} ")

    async def happened(self, what: Happening, times: int = 1, by: str = "Sam Okafor") -> None:
        """It is kept so often, and by whom in which chat."""
        found = [(event.by and event.by.name, event.door) for event in await self.hands.events(self.number, what)]
        assert found == [(by, self.hands.door)] * times, f"{self.label}: {what}: {found}"


async def escalate(floor: Floor) -> None:
    hands = floor.hands
    for in_form in (True, False):
        case = Case(hands, next(floor.numbers))
        if in_form:
            await hands.fills_in("Jane", problem=case.problem, ticket="4711", directed="Sam", priority="high")
        else:
            await hands.says("Jane", f"{case.problem} #4711 !high")
        await hands.hears("Jane", f"Escalated as {case.label}: {case.problem}")
        await hands.shows(await case.card(), "HIGH")
        await case.happened(Happening.ESCALATED, by="Jane Ruiz")


async def pick_up(floor: Floor) -> None:
    for case, by_words in ((await floor.begun(), False), (await floor.begun(), True)):
        if by_words:
            await floor.hands.says("Sam", f"claim {case.label}")
        else:
            await floor.hands.presses("Sam", await case.card(), "pick_up")
        await floor.hands.hears("Sam", f"It's yours: {case.label}")
        await floor.hands.shows(await case.card(), "Picked up by Sam Okafor")
        await case.happened(Happening.CLAIMED)
        await floor.hands.says("Alex", f"claim {case.label}")
        await floor.hands.hears("Alex", "Already picked up by Sam Okafor")


async def hand_back(floor: Floor) -> None:
    hands = floor.hands
    case = await floor.claimed()
    await hands.presses("Sam", await case.briefing(), "hand_back")
    await hands.hears("Sam", f"{case.label} is with the team again.")
    for by_words in (False, True):
        case = await floor.tried()
        filled = {"why": "Needs rights", "outcome_": "failed", "left_": "the same"}
        if by_words:
            await hands.says("Sam", f"hand back {case.label}", **filled)
        else:
            await hands.presses("Sam", await case.briefing(), "hand_back", **filled)
        await hands.hears("Sam", f"{case.label} is with the team again.")
        await hands.shows(await case.card(), "Handed back by Sam Okafor")
        await hands.sent("Jane", f"Sam Okafor handed {case.label} back")
        await case.happened(Happening.HANDED_BACK)


async def hand_over(floor: Floor) -> None:
    hands = floor.hands
    for by_words in (False, True):
        case = await floor.claimed()
        if by_words:
            await hands.says("Sam", f"hand over {case.label}", to="Alex", why="She knows the site")
        else:
            await hands.presses("Sam", await case.briefing(), "hand_over", to="Alex", why="She knows the site")
        await hands.hears("Sam", f"{case.label} is with Alex Kim now")
        await hands.sent("Alex", f"Sam Okafor handed you {case.label} from Jane Ruiz")
        await hands.shows(await case.card(), "Alex Kim has it")
        await case.happened(Happening.HANDED_OVER)


async def attempt(floor: Floor) -> None:
    hands, case = floor.hands, await floor.claimed()
    await hands.presses("Sam", await case.briefing(), "attempt", what="Restarted it", outcome="failed", note="the same")
    await hands.hears("Sam", f"Kept with {case.label}.")
    await hands.shows(await case.briefing(), "• Restarted it · did not work (the same)")
    await hands.says("Sam", f"attempt {case.label}", what="New cable", outcome="waiting", note="a day", until="1d")
    await hands.shows(await case.card(), "Waiting to verify: ⏳ New cable (a day)")
    await case.happened(Happening.ATTEMPTED, times=2)


async def decide(floor: Floor) -> None:
    hands, case = floor.hands, await floor.tried()
    await hands.presses("Sam", await case.briefing(), "attempt", outcome="worked")
    await hands.hears("Sam", f"Kept with {case.label}.")
    await hands.shows(await case.briefing(), "• Restarted it · worked")
    await case.happened(Happening.DECIDED)


async def resolve(floor: Floor) -> None:
    hands = floor.hands
    case = await floor.claimed()
    await hands.presses("Sam", await case.briefing(), "resolve", note="It was the profile")
    await hands.hears("Sam", f"{case.label} is resolved. Well done.")
    await hands.shows(await case.card(), "Resolved by Sam Okafor")
    await hands.sent("Jane", f"Sam Okafor resolved {case.label}: It was the profile")
    await case.happened(Happening.RESOLVED)
    left = await floor.claimed()
    await hands.says("Sam", f"resolve {left.label}", settled="no", note="One site is left")
    await hands.hears("Sam", f"{left.label} is closed, with what is left over")
    await hands.shows(await left.card(), "Left over: One site is left")


async def reopen(floor: Floor) -> None:
    case = await floor.resolved()
    await floor.hands.presses("Jane", await case.receipt(), "reopen")
    await floor.hands.hears("Jane", f"{case.label} is open again, and yours.")
    await floor.hands.shows(await case.card(), "Reopened by Jane Ruiz")
    await case.happened(Happening.REOPENED, by="Jane Ruiz")
    other = await floor.resolved()
    await floor.hands.says("Sam", f"reopen {other.label}")
    await floor.hands.hears("Sam", f"{other.label} is open again, and yours.")


async def pass_on(floor: Floor) -> None:
    hands = floor.hands
    for by_words in (False, True):
        case, new = await floor.claimed(), next(floor.numbers)
        if by_words:
            await hands.says("Sam", f"further {case.label}", why="Needs the vendor")
        else:
            await hands.presses("Sam", await case.briefing(), "pass_on", why="Needs the vendor", directed="Alex")
        await hands.hears("Sam", f"{case.label} goes on as E-{new}")
        await hands.card(f"E-{new}")
        await hands.shows(await case.card(), f"Passed on by Sam Okafor as E-{new}")
        await case.happened(Happening.PASSED_ON)


async def park(floor: Floor) -> None:
    case = Case(floor.hands, next(floor.numbers))
    await floor.hands.says("Jane", f"park {case.problem}")
    await floor.hands.hears("Jane", f"Parked as {case.label}: {case.problem}")
    await case.happened(Happening.PARKED, by="Jane Ruiz")
    with floor.hands.ways.aside():
        await floor.hands.says("Sam", f"claim {case.label}")
        await floor.hands.hears("Sam", f"It's yours: {case.label}")


async def escalate_parked(floor: Floor) -> None:
    case = await floor.parked()
    await floor.hands.presses("Jane", await case.receipt(), "escalate_now")
    await floor.hands.hears("Jane", f"Escalated as {case.label}: {case.problem}")
    await case.card()
    await case.happened(Happening.ESCALATED, by="Jane Ruiz")


async def resume_parked(floor: Floor) -> None:
    for by_words in (False, True):
        case = await floor.parked()
        if by_words:
            await floor.hands.says("Jane", f"resume {case.label}")
        else:
            await floor.hands.presses("Jane", await case.receipt(), "resume")
        await floor.hands.hears("Jane", f"You go on with {case.label}.")
        await case.happened(Happening.RESUMED, by="Jane Ruiz")


async def set_aside(floor: Floor) -> None:
    for by_words in (False, True):
        case = await floor.claimed()
        if by_words:
            await floor.hands.says("Sam", f"park {case.label}", until="1d")
        else:
            await floor.hands.presses("Sam", await case.briefing(), "park", until="4h")
        await floor.hands.hears("Sam", f"{case.label} is set aside.")
        await floor.hands.shows(await case.briefing(), "Set aside until ")
        await case.happened(Happening.SET_ASIDE)


async def go_on(floor: Floor) -> None:
    for by_words in (False, True):
        case = await floor.put_aside()
        if by_words:
            await floor.hands.says("Sam", f"resume {case.label}")
        else:
            await floor.hands.presses("Sam", await case.briefing(), "resume")
        await floor.hands.hears("Sam", f"You go on with {case.label}.")
        await case.happened(Happening.RESUMED)


async def change(floor: Floor) -> None:
    for by_words in (False, True):
        case = await floor.begun()
        wanted = {"priority": "urgent", "ticket": "4712", "directed": "Alex"}
        if by_words:
            await floor.hands.says("Jane", f"change {case.label}", **wanted)
        else:
            await floor.hands.presses("Jane", await case.receipt(), "change", **wanted)
        await floor.hands.hears("Jane", f"{case.label} is changed, and its cards say so.")
        await floor.hands.shows(await case.card(), f"🔴 URGENT · {case.label} · for ")
        await case.happened(Happening.CHANGED, by="Jane Ruiz")


async def withdraw(floor: Floor) -> None:
    for by_words in (False, True):
        case = await floor.begun()
        if by_words:
            await floor.hands.says("Jane", f"withdraw {case.label}")
        else:
            await floor.hands.presses("Jane", await case.receipt(), "withdraw")
        await floor.hands.hears("Jane", f"{case.label} is withdrawn")
        await floor.hands.shows(await case.card(), "Withdrawn by Jane Ruiz")
        await case.happened(Happening.WITHDRAWN, by="Jane Ruiz")


async def details(floor: Floor) -> None:
    case = await floor.begun()
    await floor.hands.presses("Sam", await case.card(), "details")
    await floor.hands.hears("Sam", "History:")
    await floor.hands.says("Sam", case.label)
    await floor.hands.hears("Sam", "History:")


async def lists(floor: Floor) -> None:
    case = await floor.begun()
    await floor.hands.says("Sam", "queue")
    await floor.hands.hears("Sam", " waiting for somebody")
    await floor.hands.says("Jane", "mine")
    await floor.hands.hears("Jane", "You escalated:")
    assert case.number


async def assess(floor: Floor) -> None:
    floor.hands.model.fail(stop="refusal")
    case = await floor.begun()
    await floor.hands.shows(await case.card(), "AI assessment: unavailable")
    await floor.hands.presses("Sam", await case.card(), "assess")
    await floor.hands.shows(await case.card(), "Stand-in answer")
    await case.happened(Happening.ASSESSMENT_ASKED)


async def dig_deeper(floor: Floor) -> None:
    case = await floor.claimed()
    await floor.hands.shows(await case.briefing(), "Stand-in answer")
    await floor.hands.presses("Sam", await case.briefing(), "dig_deeper")
    await case.happened(Happening.DUG_DEEPER)


async def tick(floor: Floor) -> None:
    case = await floor.claimed()
    await floor.hands.shows(await case.briefing(), f"☐ {STEP}")
    handoff = await floor.hands.handoff(case.number)
    assert handoff
    assert handoff.assessment.read
    named = StepName(handoff.assessment.read, 0)
    await floor.hands.presses("Sam", await case.briefing(), "step_done", about=str(named))
    await floor.hands.hears("Sam", f"☑ Done: {STEP}")
    await floor.hands.shows(await case.briefing(), f"☑ {STEP} · Sam Okafor")
    await floor.hands.shows(await case.card(), f"{STEP} (done)")
    await case.happened(Happening.STEP_DONE)
    await case.happened(Happening.FIRST_ACTION)


async def put_away(floor: Floor) -> None:
    case = await floor.claimed()
    await floor.hands.shows(await case.briefing(), f"☐ {STEP}")
    await floor.hands.presses("Sam", await case.briefing(), "hide_steps")
    await floor.hands.hears("Sam", f"The next steps of {case.label} are put away.")
    await floor.hands.shows(await case.briefing(), "Next steps are put away.")
    await case.happened(Happening.STEPS_PUT_AWAY)


async def in_the_middle(floor: Floor) -> Case:
    """Jane escalates and says what she was in the middle of; Sam has it."""
    hands, case = floor.hands, Case(floor.hands, next(floor.numbers))
    with hands.ways.aside():
        await hands.fills_in("Jane", problem=case.problem, open_step="Comparing the cables")
        await hands.hears("Jane", f"Escalated as {case.label}")
        await hands.presses("Sam", await case.card(), "pick_up")
    await hands.shows(await case.briefing(), "Jane was in the middle of: Comparing the cables")
    return case


async def continued(floor: Floor) -> None:
    case = await in_the_middle(floor)
    await floor.hands.presses("Sam", await case.briefing(), "continue")
    await floor.hands.hears("Sam", "You continue: Comparing the cables.")
    await floor.hands.shows(await case.card(), "Comparing the cables · being tried · Sam Okafor")
    await case.happened(Happening.CONTINUED)


async def own_way(floor: Floor) -> None:
    case = await in_the_middle(floor)
    await floor.hands.presses("Sam", await case.briefing(), "own_way")
    await floor.hands.hears("Sam", f"{case.label} goes your own way.")
    await case.happened(Happening.OWN_WAY)


async def remark(floor: Floor) -> None:
    case = await floor.claimed()
    await floor.hands.writes_under("Jane", await case.card(), "It stops on the hour.")
    with floor.hands.ways.aside():
        await floor.hands.presses("Sam", await case.briefing(), "details")
        await floor.hands.hears("Sam", "It stops on the hour.")
    await case.happened(Happening.SAID, by="Jane Ruiz")


Row = Callable[[Floor], Awaitable[None]]

ROWS: dict[str, tuple[Verb | None, Row]] = {
    "escalate": (None, escalate),
    "pick up": (Verb.CLAIM, pick_up),
    "hand back": (Verb.HAND_BACK, hand_back),
    "hand over": (Verb.HAND_OVER, hand_over),
    "record an attempt": (Verb.ATTEMPT, attempt),
    "decide an attempt": (Verb.ATTEMPT, decide),
    "resolve": (Verb.RESOLVE, resolve),
    "reopen": (Verb.REOPEN, reopen),
    "escalate further": (Verb.PASS_ON, pass_on),
    "keep for later": (None, park),
    "escalate what was kept": (Verb.ESCALATE, escalate_parked),
    "go on with what was kept": (Verb.RESUME, resume_parked),
    "set aside": (Verb.PARK, set_aside),
    "go on with what was set aside": (Verb.RESUME, go_on),
    "change": (Verb.CHANGE, change),
    "withdraw": (Verb.WITHDRAW, withdraw),
    "look inside": (Verb.DETAILS, details),
    "queue and one's own": (None, lists),
    "ask the AI again": (Verb.ASSESS, assess),
    "dig deeper": (Verb.DIG_DEEPER, dig_deeper),
    "tick a next step": (Verb.STEP, tick),
    "hide the next steps": (Verb.HIDE_STEPS, put_away),
    "continue where somebody left off": (Verb.CONTINUE, continued),
    "go one's own way": (Verb.OWN_WAY, own_way),
    "say something under a card": (None, remark),
}
"""What a row is called, which verb of the table of permissions it is, and how it goes."""
