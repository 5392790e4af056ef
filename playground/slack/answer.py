"""What the app answered to something a person did."""

import json
from dataclasses import dataclass, field
from typing import Any

from playground.slack.message import Message

LOST = 0
"""The status of an answer that never came: no connection, or it was cut, or it was too late."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. `status` is LOST when there was none; `trouble` then says why, as Slack would."""

    status: int
    text: str = ""
    seconds: float = 0.0
    trouble: str = ""
    message: Message | None = field(default=None, compare=False)

    @property
    def ok(self) -> bool:
        """Whether Slack would be content with it."""
        return 200 <= self.status < 300

    @property
    def json(self) -> dict[str, Any]:
        """The body read as a JSON object; empty when it is none."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


NOTHING_SENT = Answer(200)
"""The app is not subscribed to it: Slack had nothing to tell."""
