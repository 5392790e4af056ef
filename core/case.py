"""The case as text for a model: a pure function of the snapshot and what was said since. Every line carries its source
label."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from core.assessment import Fact, Findings, Step
from core.event import Event, Happening
from core.handoff import Snapshot
from core.remark import speaker_of, told_in_short
from core.text import clean, one_line

_LINK = re.compile(r"(?i)\b(?:[a-z][a-z0-9+.-]{0,20}://|(?:mailto|tel|javascript|data):|www\.)\S*[^\s.,;:!?)\]>]")
_MENTION = re.compile(r"<[@!#][^<>]*>|</?at\b[^<>]*>|(?<!\w)@(?:channel|here|everyone)\b", re.IGNORECASE)
_TICKET = re.compile(r"(?<!\w)#\d{3,20}\b|\bE-\d{1,9}\b")
# At the beginning of a sentence or a quotation, where a chat would take it for one. "ipconfig /flushdns" is none.
_COMMAND = re.compile(r"(?:(?:^|(?<=[.:;!?] )|(?<=[\"'`(]))/[a-z][\w-]*|(?<!\S)/escalate)(?![\w/.])")


REMARKS_READ = 30
"""How many remarks of the card threads a model reads: the last ones."""

REMARK_READ = 500
"""How much of each, in code points."""


@dataclass(frozen=True, slots=True)
class CaseText:
    """The case, line by line: (label, what it is, text)."""

    lines: tuple[tuple[str, str, str], ...]

    @property
    def labels(self) -> frozenset[str]:
        """The source labels an answer may name."""
        return frozenset(label for label, _, _ in self.lines)

    def name_of(self, label: str) -> str:
        """What the line with this label is: "problem", "tried before"."""
        return next((name for known, name, _ in self.lines if known == label), label)

    @property
    def text(self) -> str:
        """The lines as the model reads them: ``f1 (problem): …``."""
        return "\n".join(f"{label} ({name}): {one_line(text)}" for label, name, text in self.lines)


def case_text(snapshot: Snapshot, history: Iterable[Event] = ()) -> CaseText:
    """The snapshot as labelled lines ``f1…``, and the last remarks of its card threads as ``m1…``.

    All of it was masked before it was stored, so no secret stands in it.
    """
    told = [
        ("problem", snapshot.problem),
        ("why help is needed", snapshot.reason),
        ("ticket", snapshot.ticket),
        ("customer", snapshot.customer),
        ("priority", snapshot.priority.value),
        *(("tried before", attempt.what) for attempt in snapshot.tried),
    ]
    form = [(f"f{n}", name, text) for n, (name, text) in enumerate(filter(lambda row: row[1], told), 1)]
    said = enumerate((*_quoted(snapshot), *_remarks(history)), 1)
    return CaseText((*form, *((f"m{n}", name, text) for n, (name, text) in said)))


def _quoted(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The messages that it is about, but for the one that is the problem word for word."""
    quotes = snapshot.source.quotes if snapshot.source else ()
    for quote in quotes:
        if quote.text != snapshot.problem:
            yield f"message of {quote.author}", quote.text


def _remarks(history: Iterable[Event]) -> Iterator[tuple[str, str]]:
    said = [event for event in history if event.what is Happening.SAID and event.text][-REMARKS_READ:]
    for event in said:
        yield "card thread", f"{speaker_of(event)}: {told_in_short(event, REMARK_READ)}"


def grounded(findings: Findings, case: CaseText) -> Findings:
    """The findings without facts that name no source, and without links, mentions, ticket numbers and
    chat commands that do not stand in the case."""
    said = case.text

    def safe(text: str) -> str:
        return _only_what_was_said(one_line(clean(text)), said)

    return Findings(
        summary=safe(findings.summary),
        facts=tuple(Fact(safe(f.text), f.source) for f in findings.facts if f.source in case.labels and safe(f.text)),
        likely_cause=safe(findings.likely_cause),
        steps=tuple(Step(safe(s.text), safe(s.why), s.already_tried) for s in findings.steps if safe(s.text)),
        questions=tuple(safe(question) for question in findings.questions if safe(question)),
        confidence=findings.confidence,
    )


def _only_what_was_said(text: str, said: str) -> str:
    for pattern, instead in (
        (_LINK, "[link removed]"),
        (_MENTION, " "),
        (_TICKET, "[ticket removed]"),
        (_COMMAND, " "),
    ):
        text = pattern.sub(partial(_kept_if_said, frozenset(pattern.findall(said)), instead), text)
    return one_line(text)


def _kept_if_said(said: frozenset[str], instead: str, found: re.Match[str]) -> str:
    return found[0] if found[0] in said else instead
