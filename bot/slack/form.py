"""The escalation form: Slack's modal for it, and what was filled in. Limits: docs.slack.dev, Block Kit."""

from collections.abc import Mapping
from typing import Any

from bot.slack.blocks import Block
from core.command import Problem
from core.escalation import CUSTOMER_LENGTH, STEP_LENGTH, TICKET_LENGTH, Entry
from core.handoff import Priority
from core.people import Identity, Workspace
from core.text import cut
from core.wording import MARKS

CALLBACK = "escalate"
PROBLEM, REASON, TRIED, OPEN_STEP, TICKET = "problem", "reason", "tried", "open_step", "ticket"
PRIORITY, DIRECTED, CUSTOMER = "priority", "directed", "customer"

_LONGEST = 3_000


def form(known: Problem | None = None, back: str = "", directed: str = "", shared: str = "") -> Block:
    """The modal. ``known`` and ``directed``, a user id, fill in what the command already said; ``back`` is where
    the answer will go, or what else is carried; ``shared`` says what goes along with what is entered."""
    priority, problem = (known and known.priority) or Priority.NORMAL, known.text if known else ""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": back,
        "title": _plain("Escalate"),
        "submit": _plain("Escalate"),
        "close": _plain("Cancel"),
        "blocks": [
            *([_note(shared)] if shared else []),
            _input(PROBLEM, "What is the problem?", _area("What happens, where, since when", problem)),
            _input(REASON, "Why do you need help?", _area("What you are stuck on"), optional=True),
            _input(TRIED, "What did you try?", _area("One attempt a line, with what happened"), optional=True),
            _input(
                OPEN_STEP,
                "What are you in the middle of?",
                _line("A step that you have begun", STEP_LENGTH, ""),
                optional=True,
                hint="Whoever picks it up can continue there.",
            ),
            _input(TICKET, "Ticket", _line("#4711", TICKET_LENGTH, known.ticket if known else ""), optional=True),
            _input(PRIORITY, "Priority", _choice(priority)),
            _input(
                DIRECTED, "For whom?", _person(directed), optional=True, hint="Anyone eligible may still pick it up."
            ),
            _input(CUSTOMER, "Customer", _line("", CUSTOMER_LENGTH, ""), optional=True),
        ],
    }


def filled_in(view: Mapping[str, Any], workspace: Workspace) -> Entry:
    """What was typed. A field that is missing, or of another shape than ours, counts as empty."""
    values = _mapping(_mapping(view.get("state")).get("values"))
    directed = _value(values, DIRECTED, "selected_user")
    option = _mapping(_field(values, PRIORITY).get("selected_option"))
    return Entry(
        problem=_value(values, PROBLEM, "value"),
        reason=_value(values, REASON, "value"),
        tried=_value(values, TRIED, "value"),
        open_step=_value(values, OPEN_STEP, "value"),
        ticket=_value(values, TICKET, "value"),
        customer=_value(values, CUSTOMER, "value"),
        priority=_priority(str(option.get("value", ""))),
        directed=Identity(workspace, directed) if directed else None,
    )


def _field(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _mapping(_mapping(values.get(name)).get(name))


def _value(values: Mapping[str, Any], name: str, key: str) -> str:
    value = _field(values, name).get(key)
    return value if isinstance(value, str) else ""


def _mapping(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}


def _priority(word: str) -> Priority:
    return Priority(word) if word in set(Priority) else Priority.NORMAL


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def _input(name: str, label: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    made = {
        "type": "input",
        "block_id": name,
        "label": _plain(label),
        "optional": optional,
        "element": {**element, "action_id": name},
    }
    return {**made, "hint": _plain(hint)} if hint else made


def fitting(text: str) -> str:
    """As much of a text as a field takes, which counts as JavaScript does: what is beyond the first plane twice."""
    while (over := len(text.encode("utf-16-le", "surrogatepass")) // 2 - _LONGEST) > 0:
        text = cut(text, len(text) - (over + 1) // 2)
    return text


def _note(words: str) -> Block:
    return {"type": "context", "block_id": "shared", "elements": [_plain(words)]}


def _area(placeholder: str, filled: str = "") -> Block:
    made = {"type": "plain_text_input", "multiline": True, "max_length": _LONGEST}
    return {**made, "placeholder": _plain(placeholder), **({"initial_value": filled} if filled else {})}


def _line(placeholder: str, longest: int, filled: str) -> Block:
    made: Block = {"type": "plain_text_input", "max_length": longest}
    if placeholder:
        made["placeholder"] = _plain(placeholder)
    return {**made, "initial_value": filled} if filled else made


def _choice(chosen: Priority) -> Block:
    options = [_option(priority) for priority in Priority]
    return {"type": "static_select", "options": options, "initial_option": _option(chosen)}


def _option(priority: Priority) -> Block:
    return {"text": _plain(f"{MARKS[priority]} {priority.value.capitalize()}"), "value": priority.value}


def _person(chosen: str) -> Block:
    made: Block = {"type": "users_select", "placeholder": _plain("Anyone")}
    return {**made, "initial_user": chosen} if chosen else made
