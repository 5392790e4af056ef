"""The escalation form as a dialog: its card, and what was filled in.

Unlike Slack's it is made anew when it is not accepted, so everything that was typed is put back into it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.teams.adaptive_card import CONTENT_TYPE, moment
from bot.teams.button import KNOWN, PRIVATE, VERB
from bot.teams.inert import inert, unmarked
from core.command import Problem, understood
from core.escalation import CUSTOMER_LENGTH, STEP_LENGTH, TICKET_LENGTH, Entry
from core.excerpt import QUOTES
from core.handoff import Priority, Source
from core.message import Action
from core.people import Identity, Workspace
from core.text import cut
from core.wording import MARKS

Json = dict[str, Any]

PROBLEM, REASON, TRIED, OPEN_STEP, TICKET = "problem", "reason", "tried", "open_step", "ticket"
PRIORITY, DIRECTED, CUSTOMER = "priority", "directed", "customer"
FIELDS = (PROBLEM, REASON, TRIED, OPEN_STEP, TICKET, PRIORITY, DIRECTED, CUSTOMER)
NONCE = "nonce"
PEOPLE = "graph.microsoft.com/users"
"""The dataset of the people picker; a choice is somebody's id in the directory."""
ANYONE = "anyone"
"""The one choice that is nobody's id: the way back from somebody. A list without any choice is not valid, either."""

_LONGEST = 3_000


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands. ``nonce`` names this form, so that it escalates once however often it is sent;
    the answer to a ``private`` one is whispered. ``source`` is the message it was opened on; one without quotes where
    a message action was used on none. ``message`` is its id and ``root`` that of the message its thread stands under,
    where that thread may be read."""

    nonce: str
    values: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    private: bool = False
    source: Source | None = None
    message: str = ""
    root: str = ""

    def entry(self, workspace: Workspace) -> Entry:
        """What was typed."""
        said = {name: self.values.get(name, "") for name in FIELDS}
        directed = said.pop(DIRECTED)
        return Entry(
            **{name: said[name] for name in (PROBLEM, REASON, TRIED, OPEN_STEP, TICKET, CUSTOMER)},
            priority=_priority(said[PRIORITY]),
            directed=Identity(workspace, directed) if directed not in ("", ANYONE) else None,
            source=self.source,
        )


def filled_in(told: Mapping[str, Any]) -> Form:
    """The form that a submit tells of. A field that is missing, or of another type than ours, counts as empty."""
    values = {name: value for name in FIELDS if isinstance(value := told.get(name), str)}
    nonce = told.get(NONCE)
    return Form(nonce if isinstance(nonce, str) else "", values, private=told.get(PRIVATE) is True)


def opened(nonce: str, told: Mapping[str, Any]) -> Form:
    """A new form, out of the data of the button that opened it: what it knows of ticket and priority is filled in."""
    known = told.get(KNOWN)
    said = understood(known) if isinstance(known, str) else None
    values = {}
    if isinstance(said, Problem) and not said.text:
        values = {TICKET: said.ticket, PRIORITY: said.priority.value if said.priority else ""}
    return Form(nonce, values, private=told.get(PRIVATE) is True)


def about(nonce: str, source: Source) -> Form:
    """A new form on a message: its words are the problem, to be gone over before they are sent."""
    said = "\n".join(quote.text for quote in source.quotes)
    return Form(nonce, {PROBLEM: cut(said, _LONGEST)} if said else {}, source=source)


def dialog(form: Form) -> Json:
    """The form as the answer to a dialog's request."""
    return {
        "task": {
            "type": "continue",
            "value": {
                "title": "Escalate",
                "height": "large",
                "width": "medium",
                "card": {"contentType": CONTENT_TYPE, "content": _card(form)},
            },
        }
    }


def _card(form: Form) -> Json:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": "Escalate: please update Teams to fill in this form, or say it in one line to @Baton.",
        "body": [
            *([_fault(form.fault)] if form.fault else []),
            *([_shown_to_all(form.source, thread=bool(form.root))] if form.source else []),
            _area(form, PROBLEM, "What is the problem?", "What happens, where, since when", required=True),
            _area(form, REASON, "Why do you need help?", "What you are stuck on"),
            _area(form, TRIED, "What did you try?", "One attempt a line, with what happened"),
            {
                **_line(form, OPEN_STEP, "What are you in the middle of?", STEP_LENGTH),
                "placeholder": "A step that you have begun: whoever picks it up can continue there",
            },
            {**_line(form, TICKET, "Ticket", TICKET_LENGTH), "placeholder": "#4711"},
            _choice(form),
            _person(form),
            _line(form, CUSTOMER, "Customer", CUSTOMER_LENGTH),
        ],
        "actions": [
            {
                "type": "Action.Submit",
                "title": "Escalate",
                "style": "positive",
                "data": {VERB: Action.ESCALATE.value, NONCE: form.nonce, PRIVATE: form.private},
            }
        ],
    }


def _fault(words: str) -> Json:
    run = {"type": "TextRun", "text": inert(words), "weight": "Bolder", "color": "Attention"}
    return {"type": "RichTextBlock", "inlines": [run]}


def _shown_to_all(source: Source, *, thread: bool) -> Json:
    """What becomes of it, in one line, before it is sent."""
    words = "The team sees what you enter here"
    for quote in source.quotes:
        when = f" of {moment(quote.at)}" if quote.at else ""
        words += f", {unmarked(quote.author)}'s message{when}"
    words += " and a link to it." if source.link else "."
    if thread:
        words += (
            f" Of its thread the first message and at most {QUOTES - 1} newest go into the case, "
            "where Baton may read them."
        )
    return {"type": "TextBlock", "text": words, "wrap": True, "size": "Small", "isSubtle": True}


def _area(form: Form, name: str, label: str, placeholder: str, *, required: bool = False) -> Json:
    made = _text(form, name, label, _LONGEST)
    needed = {"isRequired": True, "errorMessage": "Please say what the problem is."} if required else {}
    return {**made, "isMultiline": True, "placeholder": placeholder, **needed}


def _line(form: Form, name: str, label: str, longest: int) -> Json:
    return _text(form, name, label, longest)


def _text(form: Form, name: str, label: str, longest: int) -> Json:
    value = form.values.get(name, "")
    filled = {"value": value} if value else {}
    return {"type": "Input.Text", "id": name, "label": label, "maxLength": longest, **filled}


def _choice(form: Form) -> Json:
    chosen = _priority(form.values.get(PRIORITY, ""))
    choices = [{"title": f"{MARKS[p]} {p.value.capitalize()}", "value": p.value} for p in Priority]
    return {"type": "Input.ChoiceSet", "id": PRIORITY, "label": "Priority", "value": chosen.value, "choices": choices}


def _person(form: Form) -> Json:
    """The directory's people; whoever it is for, anyone eligible may pick it up."""
    chosen = form.values.get(DIRECTED, "")
    return {
        "type": "Input.ChoiceSet",
        "id": DIRECTED,
        "label": "For whom? Anyone eligible may still pick it up.",
        "placeholder": "Anyone, or search for somebody",
        "style": "filtered",
        "choices": [{"title": "Anyone", "value": ANYONE}],
        "choices.data": {"type": "Data.Query", "dataset": PEOPLE},
        **({"value": chosen} if chosen else {}),
    }


def _priority(word: str) -> Priority:
    return Priority(word) if word in set(Priority) else Priority.NORMAL
