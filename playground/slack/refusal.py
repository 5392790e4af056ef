"""Slack's way of saying no."""

from collections.abc import Sequence
from typing import Any


class SlackError(Exception):
    """An answer with ok: false; `extra` are the further fields Slack puts beside the code."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"ok": False, "error": self.code, **self.extra}

    @property
    def detail(self) -> str:
        """What a developer needs to know beyond the code."""
        return "; ".join(f"{key}={value}" for key, value in self.extra.items())


def invalid_arguments(*problems: str) -> SlackError:
    """Arguments or a view Slack would not take."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {p}" for p in problems]})


def invalid_blocks(problems: Sequence[str]) -> SlackError:
    """Blocks Slack would not take."""
    told = {"messages": [f"[ERROR] {problem}" for problem in problems]}
    return SlackError("invalid_blocks", errors=list(problems), response_metadata=told)
