"""A form of the core as a dialog, and what was filled in. Made anew when it is not accepted, with what was entered."""

from collections.abc import Mapping
from typing import Any

from bot.teams.adaptive_card import CONTENT_TYPE
from bot.teams.button import HANDOFF, SEAL, VERB, Seals
from bot.teams.form import NONCE, PEOPLE
from bot.teams.inert import inert
from core.asking import PEOPLE_ASKED
from core.form import Field, Filled, Form, Kind
from core.people import Identity, Workspace
from core.text import cut

Json = dict[str, Any]

_CHOICE = 100


def dialog_of(form: Form, nonce: str, seals: Seals) -> Json:
    """The form as the answer to a dialog's request. ``nonce`` names this form, however often it is sent."""
    handoff = str(form.handoff)
    data = {VERB: form.action.value, HANDOFF: handoff, SEAL: seals(handoff), NONCE: nonce}
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "body": [*_words(form), *(_input(asked) for asked in form.fields)],
        "actions": [{"type": "Action.Submit", "title": form.submit, "style": "positive", "data": data}],
    }
    value = {"title": form.title, "height": "large", "width": "medium"}
    return {"task": {"type": "continue", "value": {**value, "card": {"contentType": CONTENT_TYPE, "content": card}}}}


def filled_in(told: Mapping[str, Any], workspace: Workspace) -> Filled:
    """What was entered. Whatever is no text counts as empty."""
    entered = {name: value for name, value in told.items() if isinstance(value, str)}
    people = {name: Identity(workspace, entered[name]) for name in PEOPLE_ASKED if entered.get(name)}
    return Filled({name: value for name, value in entered.items() if name not in PEOPLE_ASKED}, people)


def _words(form: Form) -> list[Json]:
    fault = {"type": "TextRun", "text": inert(form.fault), "weight": "Bolder", "color": "Attention"}
    intro = {"type": "TextRun", "text": inert(form.intro), "isSubtle": True}
    return [{"type": "RichTextBlock", "inlines": [run]} for run in (fault, intro) if run["text"]]


def _input(asked: Field) -> Json:
    hint = f" {asked.hint}" if asked.hint else ""
    needed: Json = {"isRequired": True, "errorMessage": "Please fill this in."} if asked.required else {}
    filled = {"value": asked.filled} if asked.filled else {}
    return {"id": asked.name, "label": inert(f"{asked.label}{hint}"), **_element(asked), **needed, **filled}


def _element(asked: Field) -> Json:
    match asked.kind:
        case Kind.AREA | Kind.LINE:
            return {"type": "Input.Text", "maxLength": asked.longest, "isMultiline": asked.kind is Kind.AREA}
        case Kind.PERSON:
            data = {"type": "Data.Query", "dataset": PEOPLE}
            return {
                "type": "Input.ChoiceSet",
                "style": "filtered",
                "placeholder": "Choose somebody",
                "choices": [],
                "choices.data": data,
            }
        case Kind.CHOICE:
            choices = [{"title": inert(cut(c.label, _CHOICE)), "value": c.value} for c in asked.choices]
            return {"type": "Input.ChoiceSet", "choices": choices}
