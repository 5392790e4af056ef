"""Buttons, as actions of a card in a conversation, and as actions of a card in a dialog.

What is done at once is an ``Action.Execute``, answered in words; an older client sends the same by its fall-back, as
a message without text. What shows more opens a dialog. In a dialog nothing but ``Action.Submit`` works
(learn.microsoft.com, "Universal Actions", "Use dialogs in Microsoft Teams bots").
"""

from collections.abc import Callable, Sequence
from typing import Any

from bot.teams.inert import inert
from core.asking import ASKING
from core.message import Action, Button
from core.text import cut

Json = dict[str, Any]

Seals = Callable[[str], str]
"""What proves that a button's value was shown to one person alone: see ``bot.teams.seal``."""

VERB, HANDOFF, ABOUT, SEAL, KNOWN, PRIVATE = "verb", "handoff", "about", "seal", "known", "private"
"""The keys of an action's data; ``about`` is what of the handoff it is about, ``known`` what the form can be filled
with; ``private`` says to whisper the answer to it."""

DIALOGS = frozenset({Action.DETAILS, Action.QUEUE, Action.ESCALATE}) | ASKING
"""What opens a dialog."""

_LABEL = 75
_PHONE, _LETTER, _DOTS, _FRAME = 300, 7.5, 5.5, 38
"""Pixels: what a phone has for a row, and what a button in it takes: for a letter, for an ellipsis besides, for its
frame and the gap beside it. Measured with Microsoft's own renderer (docs/pictures/cards.mjs)."""


def rows(buttons: Sequence[Button]) -> list[list[Button]]:
    """Those that stand side by side on a phone, too: Teams does not wrap them there, and hides what does not fit
    (microsoft/AdaptiveCards#4758)."""
    made: list[list[Button]] = []
    for button in buttons:
        if made and _width([*made[-1], button]) <= _PHONE:
            made[-1].append(button)
        else:
            made.append([button])
    return made


def _width(row: Sequence[Button]) -> float:
    return sum(_LETTER * len(button.label) + _DOTS * button.label.count("…") + _FRAME for button in row)


def in_conversation(button: Button, name: str, seals: Seals | None = None) -> Json:
    """The button on a card that stands in a conversation."""
    data = _data(button, seals)
    if button.action in DIALOGS:
        return _submit(button, {**data, "msteams": {"type": "task/fetch"}})
    submit = {**_submit(button, data), "msTeams": {"feedback": {"hide": True}}}
    return {
        "type": "Action.Execute",
        "id": name,
        **look(button),
        "verb": button.action.value,
        "data": data,
        "fallback": submit,
    }


def in_dialog(button: Button, name: str, seals: Seals | None = None) -> Json:
    """The button on a card that is a dialog."""
    return {**_submit(button, _data(button, seals)), "id": name}


def look(button: Button) -> Json:
    """What stands on it, and its colour."""
    title = {"title": inert(cut(button.label, _LABEL))}
    if button.primary or button.danger:
        return {**title, "style": "positive" if button.primary else "destructive"}
    return title


def _data(button: Button, seals: Seals | None) -> Json:
    if button.action is Action.ESCALATE:
        return {VERB: button.action.value, KNOWN: button.value, **({PRIVATE: True} if seals else {})}
    data = {VERB: button.action.value, HANDOFF: button.value, **({ABOUT: button.about} if button.about else {})}
    return {**data, SEAL: seals(button.value)} if seals else data


def _submit(button: Button, data: Json) -> Json:
    return {"type": "Action.Submit", **look(button), "data": data}
