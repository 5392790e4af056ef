"""A handoff's life as DESIGN tells it, written a second time: small, in memory, with tables of its own.

It imports nothing that decides anything. Every verb answers with the name of what the desk should answer, and
changes the model exactly as the database should have changed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.life.action import NEW, Action, Named
from tests.life.table import CLAIMABLE, LEASE, MAY, MIS_CLICK, NOTED, SAME, WHEN, Case, Person, Tried


@dataclass
class Model:
    """Both accounts. ``now`` is in seconds; ``kept`` are the requests that had an effect."""

    people: dict[str, Person]
    now: int = 0
    cases: dict[Named, Case] = field(default_factory=dict)
    kept: dict[str, Named | None] = field(default_factory=dict)

    def act(self, action: Action) -> str:
        """What the desk answers."""
        by = self.people[action.by]
        if action.verb in NEW:
            return self._new(action, by)
        assert action.on
        case = self.cases[action.on]
        if action.on[0] != by.account or not by.active:
            return "NotHere"
        if action.verb == "look" and not self._sees_the_card(action.by, case):
            return "ViewersMayNot"
        if action.pressed_in == "elsewhere" or (action.pressed_in == "card" and not case.cards):
            return "NotFound"
        special: dict[str, Callable[[Action, Case], str]] = {
            "claim": self._claim,
            "withdraw": self._withdraw,
            "look": self._look,
        }
        if action.verb in special:
            return special[action.verb](action, case)
        if action.request in self.kept:
            return "Done"
        if not self._may(action.verb, action.by, case):
            return "NotYours"
        if case.state not in WHEN[action.verb]:
            return "NotNow"
        return self._do(action, case)

    def leave(self, who: str) -> None:
        """Their chat deactivated them: what they have is taken back."""
        self.people[who].active = False
        for case in self.cases.values():
            if case.state == "claimed" and case.assignee == who:
                case.end_turn("handed_back", "")
                case.state, case.assignee, case.wake, case.cards = "open", "", 0, True
                case.happened("handed_back", "")

    def wake(self) -> None:
        """The times that have come are told, each to whoever has it now."""
        for case in self.cases.values():
            if case.state != "claimed":
                continue
            if case.wake and case.wake <= self.now:
                case.wake = 0
                case.happened("woken", "")
            for at, tried in enumerate(case.attempts):
                if tried.outcome == "waiting" and tried.look and tried.look <= self.now and not tried.asked:
                    case.attempts[at] = tried._replace(asked=True)
                    case.events.append(("look_due", ""))

    def _look_at(self, action: Action) -> int:
        return self.now + action.look * 3600 if action.look else 0

    # who may

    def _may(self, verb: str, name: str, case: Case) -> bool:
        person, allowed = self.people[name], MAY[verb].split()
        if verb == "reopen" and not person.engineer:
            return False
        is_escalator = case.escalator == name
        late = is_escalator and bool(case.assignee) and self.now - case.since > LEASE
        stands = {
            "escalator": is_escalator,
            "assignee": case.assignee == name,
            "admin": person.admin,
            "late-escalator": late,
        }
        return any(stands[each] for each in allowed)

    def _sees_the_card(self, name: str, case: Case) -> bool:
        return self.people[name].engineer or name in (case.escalator, case.assignee)

    def _look(self, action: Action, case: Case) -> str:
        person, mine = self.people[action.by], action.by in (case.escalator, case.assignee)
        had_it = any(action.by == who for who, _, _ in case.turns)
        inside = mine or had_it or person.admin or not case.assignee
        return "Inside" if inside else "Inside, card only"

    # the race

    def _claim(self, action: Action, case: Case) -> str:
        if not self.people[action.by].engineer:
            return "ViewersMayNot"
        if case.state == "claimed":
            return self._claimed_already(action, case)
        if case.state not in CLAIMABLE:
            return "Finished"
        if case.escalator == action.by:
            return "YourOwn"
        if action.request in case.presses or action.request in self.kept:
            return "BackAgain"
        case.presses.add(action.request)
        case.state = "claimed"
        case.begin_turn(action.by, self.now)
        case.happened("claimed", action.by)
        return "Won"

    def _claimed_already(self, action: Action, case: Case) -> str:
        if case.assignee == action.by:
            self.kept.setdefault(action.request, None)
            return "AlreadyYours"
        case.events.append(("press_lost", action.by))
        case.presses.add(action.request)
        return "Lost"

    def _withdraw(self, action: Action, case: Case) -> str:
        if action.request in self.kept and case.state in CLAIMABLE:
            return "BackAgain"
        if not self._may("withdraw", action.by, case):
            return "NotYours"
        if case.state in CLAIMABLE:
            case.state, case.ended_by = "withdrawn", action.by
            case.happened("withdrawn", action.by)
            return "Withdrawn"
        if case.state != "claimed":
            return "Withdrawn again" if case.state == "withdrawn" else "Finished"
        self.kept.setdefault(action.request, None)
        if case.assignee == action.by:
            return "YouHaveIt"
        if case.withdrawal_asked:
            return "AssigneeAsked again"
        case.withdrawal_asked = True
        case.events.append(("withdrawal_asked", action.by))
        return "AssigneeAsked"

    # what is new

    def _new(self, action: Action, by: Person) -> str:
        if not by.active:
            return "NotHere"
        if action.verb == "park" and not by.engineer:
            return "ViewersMayNot"
        made = {"escalate": "Escalated", "park": "Parked"}[action.verb]
        if action.request in self.kept:
            return f"{made} again"
        if action.verb == "escalate" and self._just_now(action):
            return "AlreadyThere"
        if action.to and not self._target(action.to, by.account, besides=action.by):
            return "CannotBeFor"
        case = Case(action.by, action.words, action.ticket, self.now, priority=action.priority, ticket=action.ticket)
        case.directed = action.to
        case.state, case.cards = ("open", True) if action.verb == "escalate" else ("parked", False)
        case.events.append(("escalated" if action.verb == "escalate" else "parked", action.by))
        self.kept[action.request] = self._add(by.account, case)
        return made

    def _add(self, account: str, case: Case) -> Named:
        named = (account, 1 + sum(where == account for where, _ in self.cases))
        self.cases[named] = case
        return named

    def _just_now(self, action: Action) -> bool:
        said = (action.by, "open", action.words, action.ticket)
        return any(
            (c.escalator, c.state, c.problem, c.named_ticket) == said and c.asked_at >= self.now - SAME
            for c in self.cases.values()
        )

    def _target(self, name: str, account: str, besides: str) -> bool:
        person = self.people[name]
        return person.account == account and person.engineer and name != besides

    # after the race

    def _do(self, action: Action, case: Case) -> str:
        before = case.version
        answer = str(getattr(self, f"_{action.verb}")(action, case))
        if case.version != before:
            self.kept[action.request] = action.on
        return answer

    def _asked_first(self, action: Action, case: Case) -> str:
        """What came of undecided attempts has to be said before anybody lets go."""
        asked = [tried for tried in case.attempts[: action.known] if tried.outcome == "undecided"]
        if asked and action.verdict in NOTED and not action.note:
            return "NeedsWhy"
        new = any(tried.outcome == "undecided" for tried in case.attempts[action.known :])
        return "NeedsOutcome" if new or (asked and action.verdict in ("", "undecided")) else ""

    def _decide_all(self, action: Action, case: Case) -> None:
        for at, tried in enumerate(case.attempts):
            if tried.outcome == "undecided":
                case.attempts[at] = tried.judged(action.verdict, action.note, self._look_at(action))
                case.events.append(("decided", action.by))

    def _hand_back(self, action: Action, case: Case) -> str:
        if not action.words and self.now - case.since > MIS_CLICK:
            return "NeedsWhy"
        if first := self._asked_first(action, case):
            return first
        self._decide_all(action, case)
        case.end_turn("handed_back", action.by)
        case.state, case.assignee, case.wake, case.cards = "open", "", 0, True
        case.happened("handed_back", action.by)
        return "Done"

    def _hand_over(self, action: Action, case: Case) -> str:
        if not self._target(action.to, self.people[action.by].account, besides=case.escalator):
            return "CannotBeFor"
        if action.to == case.assignee:
            return "CannotBeFor"
        case.end_turn("handed_over", action.by)
        case.begin_turn(action.to, self.now)
        case.happened("handed_over", action.by)
        return "Done"

    def _attempt(self, action: Action, case: Case) -> str:
        if not action.words or (action.verdict in NOTED and not action.note):
            return "NeedsWhy"
        begun = Tried(action.words, "undecided", "")
        case.attempts.append(begun.judged(action.verdict or "undecided", action.note, self._look_at(action)))
        case.happened("attempted", action.by)
        return "Done"

    def _decide(self, action: Action, case: Case) -> str:
        if action.about >= len(case.attempts):
            return "NotHere"
        if action.verdict in NOTED and not action.note:
            return "NeedsWhy"
        tried = case.attempts[action.about]
        decided = tried.judged(action.verdict or "undecided", action.note, self._look_at(action))
        if decided == tried:
            return "Done again"
        case.attempts[action.about] = decided
        case.happened("decided", action.by)
        return "Done"

    def _resolve(self, action: Action, case: Case) -> str:
        if first := self._asked_first(action, case):
            return first
        look = self._look_at(action)
        known = [t.judged(action.verdict, action.note, look) if t.outcome == "undecided" else t for t in case.attempts]
        if any(t.outcome == "waiting" for t in known) and not action.waiting_worked:
            return "NeedsOutcome"
        if not action.words:
            return "NeedsWhy"
        settled = [t._replace(outcome="worked") if t.outcome == "waiting" else t for t in known]
        case.events += [("decided", action.by) for was, now in zip(case.attempts, settled, strict=True) if was != now]
        case.attempts = settled
        case.state, case.ended_by, case.wake = "resolved", action.by, 0
        case.happened("resolved", action.by)
        return "Done"

    def _reopen(self, action: Action, case: Case) -> str:
        case.end_turn("resolved", case.ended_by)
        case.state, case.ended_by = "claimed", ""
        case.begin_turn(action.by, self.now)
        case.happened("reopened", action.by)
        return "Done"

    def _pass_on(self, action: Action, case: Case) -> str:
        if not action.words:
            return "NeedsWhy"
        if first := self._asked_first(action, case):
            return first
        account = self.people[action.by].account
        if action.to and not self._target(action.to, account, besides=action.by):
            return "CannotBeFor"
        self._decide_all(action, case)
        new = Case(action.by, case.problem, case.ticket, self.now, priority=case.priority, ticket=case.ticket)
        new.directed, new.cards, new.ordinal = action.to, True, case.ordinal + 1
        new.attempts = [tried for tried in case.attempts if tried.outcome == "waiting"]
        new.events.append(("escalated", action.by))
        _, case.next = self._add(account, new)
        case.state, case.ended_by, case.settled, case.wake = "passed_on", action.by, False, 0
        case.happened("passed_on", action.by)
        return "PassedOn"

    def _set_aside(self, action: Action, case: Case) -> str:
        case.wake = self.now + action.hours * 3600
        case.happened("set_aside", action.by)
        return "Done"

    def _resume(self, action: Action, case: Case) -> str:
        if case.state == "claimed":
            if case.assignee != action.by:
                return "NotYours"
            if not case.wake:
                return "NotNow"
            case.wake = 0
        else:
            case.state, case.ended_by = "resumed", action.by
        case.happened("resumed", action.by)
        return "Done"

    def _escalate_parked(self, action: Action, case: Case) -> str:
        case.state, case.cards, case.asked_at = "open", True, self.now
        case.happened("escalated", action.by)
        return "Escalated"

    def _change(self, action: Action, case: Case) -> str:
        directed = case.directed
        if case.state in CLAIMABLE and action.to != case.directed:
            if action.to:
                if not self._target(action.to, self.people[action.by].account, besides=case.escalator):
                    return "CannotBeFor"
                directed = action.to
            elif action.chat in self.people[case.directed].chats:  # else the form could not show them
                directed = ""
        now = (action.priority, action.ticket, directed)
        if now == (case.priority, case.ticket, case.directed):
            return "Done again"
        case.priority, case.ticket, case.directed = now
        case.happened("changed", action.by)
        return "Done"
