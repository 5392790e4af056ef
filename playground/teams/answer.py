"""What the app answered to something a person did."""

import json
from dataclasses import dataclass, field
from typing import Any

from playground.teams.message import Message

LOST = 0
"""The status of an answer that never came: no connection, or it was cut, or it was too late."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. `trouble` is what the person is shown when Teams is not content with it."""

    status: int
    text: str = ""
    seconds: float = 0.0
    trouble: str = ""
    message: Message | None = field(default=None, compare=False)

    @property
    def ok(self) -> bool:
        """Whether it was a 2xx."""
        return 200 <= self.status < 300

    @property
    def body(self) -> Any:
        """The body read as JSON; None when it is empty or none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    @property
    def json(self) -> dict[str, Any]:
        """The body read as a JSON object; empty when it is none."""
        return self.body if isinstance(self.body, dict) else {}


NOTHING_SENT = Answer(200)
"""Teams had nothing to tell the app: it may not hear of this, or is not here."""
