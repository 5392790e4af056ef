"""A dialog (task module) as one person has it open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.teams.element import Input, inputs_in
from playground.teams.message import Card


@dataclass(slots=True, eq=False)
class Dialog:
    """What is open: a card to fill in, or only words (`message`).

    `about` is what every request about it carries: the conversation, and the command and message of a
    message extension. `typed` holds what was entered, by input id.
    """

    about: Mapping[str, Any]
    title: str = ""
    card: Card | None = None
    message: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""
    number: int = 0

    def inputs(self) -> list[Input]:
        """The fields, in reading order."""
        return list(inputs_in(self.card)) if self.card else []

    def values(self) -> dict[str, str]:
        """What would be sent: typed or preset, by input id. A choice not made is left out."""
        found = {one.id: self.typed.get(one.id, one.preset) for one in self.inputs()}
        optional = {one.id for one in self.inputs() if one.kind in ("Input.ChoiceSet", "Input.Number")}
        return {name: value for name, value in found.items() if value or name not in optional}
