"""The labelled corpus of secrets, and how well masking does on it. tests/corpus/README.md says what is counted."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from core.redaction import secrets_in
from core.secret.span import Span

CORPUS = Path(__file__).parent / "corpus"
SPLIT = "⁞"
"""Stands inside whatever may look like a token, so that no scanner of repositories takes a line for a real one."""

BEYOND = 8
"""How many letters and digits a mask may cover beside the secret."""

_FRAME = re.compile(r"-----(?:BEGIN|END)[A-Z0-9 ]*-----")
Seen = Callable[[str], list[Span]]


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody wrote, what is secret of it, and what sort of line it is."""

    text: str
    secrets: tuple[str, ...]
    note: str

    @property
    def labelled(self) -> list[tuple[int, int]]:
        """Every place of every secret."""
        return [at.span() for secret in self.secrets for at in re.finditer(re.escape(secret), self.text)]


@dataclass(frozen=True, slots=True)
class Score:
    """How many secrets there were and were masked, how many masks there were and were right."""

    secrets: int = 0
    masked: int = 0
    masks: int = 0
    right: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.secrets + other.secrets,
            self.masked + other.masked,
            self.masks + other.masks,
            self.right + other.right,
        )

    @property
    def recall(self) -> float:
        """Of the secrets, how many do not stand in the masked text."""
        return self.masked / self.secrets if self.secrets else 1.0

    @property
    def precision(self) -> float:
        """Of the masks, how many cover a secret and little else."""
        return self.right / self.masks if self.masks else 1.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right}/{self.masks}), "
            f"recall {self.recall:.3f} ({self.masked}/{self.secrets})"
        )


def lines(half: str) -> list[Line]:
    """One half of the corpus, ``seen`` or ``unseen``, from all of its files."""
    files = sorted(CORPUS.glob(f"secrets_{half}*.jsonl"))
    stored = "".join(file.read_text(encoding="utf-8") for file in files).replace(SPLIT, "").splitlines()
    read = [json.loads(line) for line in stored]
    return [Line(line["text"], _longest(line["secrets"]), line["note"]) for line in read]


def score(line: Line, seen: Seen = secrets_in) -> Score:
    """How masking does on one line."""
    masks = seen(line.text)
    left = _without(line.text, masks)
    gone = sum(secret not in left for secret in line.secrets)
    return Score(len(line.secrets), gone, len(masks), sum(_is_right(line, mask) for mask in masks))


def total(half: Iterable[Line], seen: Seen = secrets_in) -> Score:
    """How it does on all of them together."""
    return sum((score(line, seen) for line in half), Score())


def by_note(half: Iterable[Line], seen: Seen = secrets_in) -> dict[str, Score]:
    """The same for each sort of line."""
    sorts: dict[str, Score] = defaultdict(Score)
    for line in half:
        sorts[line.note] += score(line, seen)
    return dict(sorts)


def _longest(secrets: Iterable[str]) -> tuple[str, ...]:
    """Without those that are part of another one."""
    distinct = list(dict.fromkeys(secrets))
    return tuple(one for one in distinct if not any(one != other and one in other for other in distinct))


def _without(text: str, masks: list[Span]) -> str:
    for mask in reversed(masks):
        text = f"{text[: mask.start]}[{mask.kind} masked]{text[mask.end :]}"
    return text


def _is_right(line: Line, mask: Span) -> bool:
    covered = set(range(mask.start, mask.end))
    secret = {at for start, end in line.labelled for at in range(start, end)}
    if not covered & secret:
        return False
    if mask.kind == "private key":
        return True
    beyond = "".join(" " if at in secret else line.text[at] for at in sorted(covered))
    beyond = _FRAME.sub("", beyond)
    return sum(c.isalnum() for c in beyond) <= BEYOND
