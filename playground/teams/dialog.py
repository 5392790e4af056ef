"""A dialog (task module) as one person has it open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.teams.element import Input, inputs_in
from playground.teams.message import Card


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a dialog was opened: the conversation, the thread's first message, the message acted on."""

    conversation_id: str
    root: str
    message_id: str


@dataclass(slots=True, eq=False)
class Dialog:
    """What is open: a card to fill in, or only words (`message`).

    `about` is what every request about it carries: the theme, and the command and message of a message
    extension. `typed` holds what was entered, by input id. `number` tells successive dialogs apart.
    """

    origin: Origin
    about: Mapping[str, Any]
    title: str = ""
    card: Card | None = None
    message: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""
    number: int = 0

    @property
    def inputs(self) -> list[Input]:
        """The fields, in reading order."""
        return list(inputs_in(self.card)) if self.card else []

    @property
    def is_command(self) -> bool:
        """Whether a message extension's command opened it."""
        return "commandId" in self.about

    def values(self) -> dict[str, str]:
        """What would be sent, by input id."""
        return sent_values(self.inputs, self.typed)


def sent_values(inputs: list[Input], typed: Mapping[str, str]) -> dict[str, str]:
    """What fields send: what was typed or preset. A choice not made and a number not given are left out."""
    found = {one.id: typed.get(one.id, one.preset) for one in inputs}
    left_out = {one.id for one in inputs if one.kind in ("Input.ChoiceSet", "Input.Number")}
    return {name: value for name, value in found.items() if value or name not in left_out}
