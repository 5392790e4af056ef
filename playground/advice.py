"""What the model stand-in says: it quotes the case back, and says that it is no model."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_LABELLED = re.compile(r"^\W{0,4}([fm]\d+)\b\W{0,2}(?:\(([^)\n]*)\))?\W{0,2}:\s*(\S.*)$", re.MULTILINE)
_FACTS = 5
_LONGEST = 200

STEPS = (
    ("Check what changed just before it began", "Most faults follow a change."),
    (
        "Reproduce it once yourself and note the exact error",
        "A message in its own words is worth a dozen guesses.",
    ),
    ("Compare with a person or machine where it works", "The difference usually names the cause."),
)


def advice_for(words: str) -> dict[str, Any]:
    """An assessment made of the labelled lines (`f1 (problem): …`, `m1: …`) in a request's text."""
    facts = [_fact(hit) for hit in _LABELLED.finditer(words)][:_FACTS]
    about = facts[0]["fact"] if facts else "no labelled facts were in the request"
    return {
        "summary": f"Stand-in answer (no model was asked): {about}",
        "what_we_know": facts,
        "likely_cause": "Unknown: a stand-in cannot judge. A real model would name its best guess here.",
        "suggested_steps": list(_steps(words)),
        "open_questions": ["Since when does it happen?", "Who else is affected?"],
        "confidence": "medium" if len(facts) > 2 else "low",
    }


def said_in(request: Mapping[str, Any]) -> str:
    """All text of a Messages API request that people wrote, without the system prompt."""
    return "\n".join(_texts([message.get("content") for message in request.get("messages", [])]))


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for part in content:
            yield from _texts(part)
    elif isinstance(content, dict) and content.get("type") == "text":
        yield str(content.get("text", ""))


def _fact(hit: re.Match[str]) -> dict[str, str]:
    label, _, words = hit.groups()
    quoted = words.strip()
    short = quoted if len(quoted) <= _LONGEST else quoted[: _LONGEST - 1] + "…"
    return {"fact": short, "source": label}


def _steps(words: str) -> Iterator[dict[str, Any]]:
    for step, why in STEPS:
        yield {"step": step, "why": why, "already_tried": step.lower() in words.lower()}
