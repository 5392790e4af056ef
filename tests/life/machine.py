"""The state machine: who does what, one after the other, at once and twice, and what is compared after every step."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Coroutine
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from core.people import Platform
from storage.database import Database
from tests.life import law
from tests.life.action import NEW, VERBS, Action, Named
from tests.life.drawing import ANYTHING, CHATS, MANY, PRELUDES
from tests.life.model import Model
from tests.life.stage import CAST, HERE, Kept, Stage, staged
from tests.life.table import CLAIMABLE, MAY, WHEN

T = TypeVar("T")

MOST_CASES = 5
"""So many are asked for in one life; more come of escalating further."""

EFFECTS = frozenset({"Done", "Won", "PassedOn", "Escalated", "Parked", "AssigneeAsked", "AlreadyYours", "Lost"})
"""Answers after which a request that comes again matters most."""


@dataclass(slots=True)
class Run:
    """All lives on one database."""

    storage: Database
    loop: asyncio.AbstractEventLoop
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    lives: int = 0

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """From Hypothesis's thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()


class Life(RuleBasedStateMachine):
    """One life. The base class is Hypothesis's."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run
        self.model = Model(deepcopy(dict(CAST)))
        self.stage: Stage = run.wait(staged(run.storage))
        self.done: list[Action] = []
        self.effects: list[Action] = []
        self.kept = Kept()
        self.requests = 0
        run.lives += 1

    # what happens

    @initialize(by=st.sampled_from(["jane", "sam", "vic", "ada"]), chat=CHATS, then=PRELUDES)
    def begins(self, by: str, chat: Platform, then: tuple[str, ...]) -> None:
        """Somebody is stuck, and something may have come of it already."""
        self._does(self._named(Action("escalate", by, chat, words="Outlook stops")))
        for verb in then:
            who = self._who("who may", (HERE, 1), verb)
            self._does(self._named(Action(verb, who, CAST[who].chats[0], (HERE, 1), words="no rights")))

    @rule(data=st.data(), verb=st.sampled_from(sorted(NEW)))
    def asks(self, data: st.DataObject, verb: str) -> None:
        """Escalates, or parks."""
        new = self._new(data, verb)
        if len(self.model.cases) < MOST_CASES:
            self._does(new)

    @rule(data=st.data(), verb=st.sampled_from(VERBS))
    def acts(self, data: st.DataObject, verb: str) -> None:
        """Any verb, by anybody."""
        self._does(self._action(data, verb))

    @rule(data=st.data(), verb=st.sampled_from(["claim", "claim", "claim", "attempt", "hand_back", "resolve"]))
    def moves_on(self, data: st.DataObject, verb: str) -> None:
        """What lives are mostly made of."""
        self._does(self._action(data, verb))

    @rule(which=st.integers(0, MANY))
    def comes_again(self, which: int) -> None:
        """The chat sends a request once more, late: whatever it meant then, it has its effect once."""
        some = self.effects if self.effects and which % 4 else self.done
        self._does(some[-1 - which % len(some)])

    @rule(data=st.data(), first=st.sampled_from(VERBS), second=st.sampled_from(VERBS))
    def acts_at_once(self, data: st.DataObject, first: str, second: str) -> None:
        """Two people do something at the same time, often at the same handoff."""
        one = self._action(data, first)
        other = self._action(data, second)
        if data.draw(st.sampled_from([True, True, False])):
            other = replace(other, on=one.on)
        self._do_at_once(one, other)

    @rule(data=st.data(), verb=st.sampled_from(["claim", "hand_back", "pass_on", "attempt", "reopen", "escalate"]))
    def sent_twice(self, data: st.DataObject, verb: str) -> None:
        """The chat sends one request twice, at once."""
        one = self._new(data, verb) if verb in NEW else self._action(data, verb)
        self._do_at_once(one, one)

    @rule(data=st.data())
    def race(self, data: st.DataObject) -> None:
        """Two people press Pick Up."""
        one, other = self._action(data, "claim"), self._action(data, "claim")
        self._do_at_once(one, replace(other, on=one.on))

    @rule(seconds=st.sampled_from([1, 30, 61, 3_600, 15_000]))
    def time_passes(self, seconds: int) -> None:
        self.model.now += seconds

    @rule(seconds=st.sampled_from([0, 3_600, 15_000]))
    def it_is_time(self, seconds: int) -> None:
        """Later two replicas look at once what is due."""
        self.model.now += seconds
        self._tick()
        was = deepcopy(self.model)
        self.model.wake()
        told = sum(len(case.events) for case in self.model.cases.values())
        told -= sum(len(case.events) for case in was.cases.values())
        self.run.answers["it is time", "told" if told else "nothing"] += 1
        _, kept = self.run.wait(self._then(self.stage.wake()))
        self._check([self.model], kept, was)

    @rule(who=st.sampled_from(["assignee", "alex", "kim", "ada", "jane"]), on=st.integers(0, MANY))
    def leaves_or_is_back(self, who: str, on: int) -> None:
        """Their chat deactivates somebody, or has everybody back."""
        away = [name for name, person in self.model.people.items() if not person.active]
        name = away[0] if away else self._who(who, self._one(on, "resolve"))
        left = not away
        self._tick()
        if left:
            self.model.leave(name)
        self.model.people[name].active = not left
        self.run.answers["leave" if left else "is back", "Done"] += 1
        _, kept = self.run.wait(self._then(self.stage.tell(name, deleted=left)))
        self._check([self.model], kept)

    @rule(who=st.sampled_from(["sam", "kim", "vic", "alex"]), role=st.sampled_from(["viewer", "engineer", "admin"]))
    def is_given_a_role(self, who: str, role: str) -> None:
        self.model.people[who].role = role
        self.run.wait(self.stage.role(who, role))

    # what somebody does

    def _new(self, data: st.DataObject, verb: str) -> Action:
        words = data.draw(st.sampled_from(["Outlook stops", "printer"]))
        return replace(self._action(data, verb), on=None, words=words, pressed_in="")

    def _action(self, data: st.DataObject, verb: str) -> Action:
        """Somebody does this, filled in anyhow."""
        drawn = data.draw(ANYTHING)
        on = self._one(drawn.on, verb)
        by = self._who(drawn.by, on, verb)
        chats = CAST[by].chats
        chat = drawn.chat if drawn.chat in chats else chats[0]
        to = drawn.to or ("sam" if verb == "hand_over" else "")
        entered = replace(drawn.entered, verb=verb, by=by, chat=chat, on=on, to=to)
        return self._named(entered)

    def _one(self, index: int, verb: str = "") -> Named:
        """A handoff; by most of the indexes one that the verb is for, if there is any."""
        there = sorted(self.model.cases)
        fitting = [on for on in there if self.model.cases[on].state in WHEN.get(verb, CLAIMABLE)]
        some = fitting if fitting and index % 4 else there
        return some[index % len(some)]

    def _who(self, word: str, on: Named, verb: str = "") -> str:
        case = self.model.cases[on]
        if word == "who may":
            word = MAY.get(verb, "taker").split()[0]
        if word == "taker":
            others = [name for name in ("sam", "kim", "alex", "ada") if self.model.people[name].engineer]
            return next((name for name in others if name != case.escalator), "sam")
        return {"assignee": case.assignee or "sam", "escalator": case.escalator}.get(word, word)

    def _named(self, action: Action) -> Action:
        self.requests += 1
        return replace(action, request=f"{self.stage.accounts[HERE].hex}-{self.requests}")

    # and what comes of it

    def _does(self, action: Action) -> None:
        self._tick()
        was, action = deepcopy(self.model), self._filled_in(action)
        expected = self.model.act(action)
        answer, kept = self.run.wait(self._then(self.stage.perform(action, self.kept)))
        self.run.answers[action.verb, answer] += 1
        assert answer == expected, action
        self._has_done(action, answer)
        self._check([self.model], kept, was)

    def _do_at_once(self, one: Action, other: Action) -> None:
        """What comes of two at once is what comes of one after the other, in either order."""
        self._tick()
        was, one, other = deepcopy(self.model), self._filled_in(one), self._filled_in(other)
        answers, kept = self.run.wait(self._then(self._both(one, other)))
        for action, answer in zip((one, other), answers, strict=True):
            self.run.answers[f"{action.verb} at once", answer] += 1
        possible = _in_order(was, one, other)
        fits = [model for said, model in possible if said == answers]
        assert fits, (answers, [said for said, _ in possible], one, other)
        self._has_done(one, answers[0])
        self._has_done(other, answers[1])
        self._check(fits, kept, was)

    def _filled_in(self, action: Action) -> Action:
        """What its form asks about: the attempts that there are now."""
        return replace(action, known=len(self.model.cases[action.on].attempts)) if action.on else action

    def _has_done(self, action: Action, answer: str) -> None:
        self.done.append(action)
        if answer in EFFECTS:
            self.effects.append(action)

    async def _both(self, one: Action, other: Action) -> tuple[str, str]:
        first, second = self.stage.perform(one, self.kept), self.stage.perform(other, self.kept)
        answers = await asyncio.gather(first, second)
        return answers[0], answers[1]

    async def _then(self, doing: Awaitable[T]) -> tuple[T, Kept]:
        return await doing, await self.stage.kept()

    def _tick(self) -> None:
        self.model.now += 1
        self.stage.clock.seconds = self.model.now

    def _check(self, models: list[Model], kept: Kept, was: Model | None = None) -> None:
        """The database stands as the model does, or as one of those that may be; then the laws."""
        before, self.kept = self.kept, kept
        stands = {on: law.as_kept(self.stage, rows) for on, rows in kept.rows.items()}
        should = [{on: law.as_modelled(case) for on, case in model.cases.items()} for model in models]
        if stands not in should:
            assert stands == should[0]
        self.model = models[should.index(stands)]
        assert kept.requests == set(self.model.kept)
        for rows in kept.rows.values():
            law.one_winner(rows)
            law.nobody_takes_their_own(rows)
            law.cards_want_the_newest(rows)
            law.a_time_is_told_one_person(rows)
        law.nothing_crosses_the_wall(self.stage, kept.rows)
        law.versions_grow(before.rows, kept.rows)
        for on, case in was.cases.items() if was else ():
            if case == self.model.cases[on]:
                assert kept.rows[on] == before.rows[on], f"what was refused changed {on}"


def _in_order(was: Model, one: Action, other: Action) -> list[tuple[tuple[str, str], Model]]:
    first, second = deepcopy(was), deepcopy(was)
    said = (first.act(one), first.act(other))
    said_second = (second.act(other), second.act(one))
    return [(said, first), (said_second[::-1], second)]
