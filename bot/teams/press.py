"""A button that was pressed, out of the data that comes with it: made up by anybody, for all we know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.teams.button import ABOUT, HANDOFF, SEAL, VERB
from bot.teams.seal import Sealer
from bot.teams.sender import Sender
from core.act import Origin
from core.errors import InvalidRequest
from core.handoff import HandoffId

NOT_OURS = "That button is not one of Baton's, or an old one. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed what. ``private`` when nobody but them was shown the button."""

    sender: Sender
    action: str
    value: str
    private: bool
    about: str = ""

    @property
    def origin(self) -> Origin:
        """Where it came from."""
        return self.sender.origin(self.sender.activity, private=self.private)

    @property
    def handoff(self) -> HandoffId:
        """The handoff the button is about. Raises InvalidRequest for a value that is no id."""
        try:
            return HandoffId(UUID(self.value))
        except ValueError:
            raise InvalidRequest("a button value that is no id", words=NOT_OURS) from None


def pressed(sender: Sender, told: object, sealer: Sealer) -> Press:
    """The press that an action's data tells of. Raises InvalidRequest for data that is not ours."""
    if not isinstance(told, Mapping):
        raise InvalidRequest("an action without data", words=NOT_OURS)
    action, value = _text(told, VERB), _text(told, HANDOFF)
    return Press(sender, action, value, sealer.holds(sender.identity, value, told.get(SEAL)), _text(told, ABOUT))


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
