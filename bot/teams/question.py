"""A form of the core as a dialog, and what was filled in.

Unlike Slack's a dialog is gone once it is sent, and is made anew when it is not accepted. That must not need the
database, which may be what is away: the questions travel with the answers, as data of the button that sends them.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bot.teams.adaptive_card import CONTENT_TYPE
from bot.teams.button import HANDOFF, SEAL, VERB, Seals
from bot.teams.form import ANYONE, NONCE, PEOPLE
from bot.teams.inert import inert
from bot.teams.press import NOT_OURS
from core.asking import PEOPLE_ASKED
from core.errors import InvalidRequest
from core.form import Choice, Field, Filled, Form, Kind
from core.handoff import HandoffId
from core.message import Action
from core.people import Identity, Workspace
from core.text import cut

Json = dict[str, Any]

ASKED = "asked"
"""The key of the questions among a button's data."""

_TITLE, _CHOICE = 60, 100


def question(form: Form, nonce: str, seals: Seals) -> Json:
    """The form as the answer to a dialog's request. ``nonce`` names this form, however often it is sent."""
    handoff = str(form.handoff)
    data = {VERB: form.action.value, HANDOFF: handoff, SEAL: seals(handoff), NONCE: nonce, ASKED: _kept(form)}
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": inert(f"{form.title}: please update Teams to fill in this form."),
        "body": [*_words(form), *(_input(asked) for asked in form.fields)],
        "actions": [{"type": "Action.Submit", "title": form.submit, "style": "positive", "data": data}],
    }
    value = {"title": cut(form.title, _TITLE), "height": "large", "width": "medium"}
    return {"task": {"type": "continue", "value": {**value, "card": {"contentType": CONTENT_TYPE, "content": card}}}}


def filled_in(told: Mapping[str, Any], workspace: Workspace) -> Filled:
    """What was entered. Whatever is no text counts as empty."""
    entered = {name: value for name, value in told.items() if isinstance(value, str)}
    chosen = {name: entered.pop(name, ANYONE) for name in PEOPLE_ASKED}
    people = {name: Identity(workspace, user) for name, user in chosen.items() if user not in ("", ANYONE)}
    return Filled(entered, people)


def asked_in(told: Mapping[str, Any]) -> Form:
    """The questions that were sent with their answers. Raises InvalidRequest for what is not ours."""
    try:
        title, submit, intro, *fields = told[ASKED]
        action, handoff = Action(told[VERB]), HandoffId(UUID(told[HANDOFF]))
        made = tuple(_field(*kept) for kept in fields)
        if made:
            return Form(action, handoff, str(title), str(submit), made, str(intro))
    except (KeyError, ValueError, TypeError, AttributeError):
        pass
    raise InvalidRequest("a form that is none", words=NOT_OURS)


def _kept(form: Form) -> list[Any]:
    fields = [
        [f.name, f.label, f.kind.value, f.required, f.hint, f.longest, [[c.value, c.label] for c in f.choices]]
        for f in form.fields
    ]
    return [form.title, form.submit, form.intro, *fields]


def _field(name: str, label: str, kind: str, required: object, hint: str, longest: int, choices: list[Any]) -> Field:
    made = tuple(Choice(str(value), str(shown)) for value, shown in choices)
    return Field(str(name), str(label), Kind(kind), required is True, str(hint), "", int(longest), made)


def _words(form: Form) -> list[Json]:
    fault = {"type": "TextRun", "text": inert(form.fault), "weight": "Bolder", "color": "Attention"}
    intro = {"type": "TextRun", "text": inert(form.intro), "isSubtle": True}
    return [{"type": "RichTextBlock", "inlines": [run]} for run in (fault, intro) if run["text"]]


def _input(asked: Field) -> Json:
    needed: Json = {"isRequired": True, "errorMessage": "Please fill this in."} if asked.required else {}
    filled = {"value": asked.filled[: asked.longest]} if asked.filled else {}
    return {"id": asked.name, "label": inert(_label(asked)), **_element(asked), **needed, **filled}


def _label(asked: Field) -> str:
    """With its hint: Teams has no place of its own for that."""
    between = " " if asked.label.endswith("?") else " · "
    return between.join(filter(None, (asked.label, asked.hint)))


def _element(asked: Field) -> Json:
    match asked.kind:
        case Kind.AREA | Kind.LINE:
            return {"type": "Input.Text", "maxLength": asked.longest, "isMultiline": asked.kind is Kind.AREA}
        case Kind.PERSON:
            return {**_PERSON, "choices": [{"title": _NOBODY if asked.required else "Anyone", "value": ANYONE}]}
        case Kind.CHOICE:
            choices = [{"title": inert(cut(c.label, _CHOICE)), "value": c.value} for c in asked.choices]
            return {"type": "Input.ChoiceSet", "placeholder": "Choose", "choices": choices}


_NOBODY = "Nobody yet"

_PERSON = {
    "type": "Input.ChoiceSet",
    "style": "filtered",
    "placeholder": "Search for somebody",
    "choices.data": {"type": "Data.Query", "dataset": PEOPLE},
}
"""The directory's people. The one choice of ours is the way back from somebody; a list without any is not valid."""
