"""A form: what a person is asked before a verb is carried out, before any chat gives it a shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.handoff import HandoffId
from core.message import Action
from core.people import Identity


class Kind(StrEnum):
    """How something is asked."""

    AREA = "area"  # several lines of text
    LINE = "line"  # one line of text
    CHOICE = "choice"  # one of a few
    PERSON = "person"  # somebody of the chat


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few: what is sent, and what is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``filled`` is what stands in it already: text, a choice's value, or a user's id in the chat."""

    name: str
    label: str
    kind: Kind
    required: bool = False
    hint: str = ""
    filled: str = ""
    longest: int = 1_000
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Questions about one handoff. ``fault`` says what is still missing, about the field ``at``."""

    action: Action
    handoff: HandoffId
    title: str
    submit: str
    fields: tuple[Field, ...]
    intro: str = ""
    fault: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was entered, by the fields' names: text and choices as they came, people as identities."""

    values: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Identity] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was entered there; empty for nothing."""
        return self.values.get(name, "")
