"""The case as text for a model: a pure function of the snapshot and what was said since. Every line carries its source
label.

What a model reads of a long case: the form, whole; of the messages (those it is about, then what was written under its
cards) the first few, in which the problem was told, and the newest, until the budget is used up. Each is cut at a
length. What is left out is said, to the model and on the card.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from core.assessment import NO_MESSAGES, Fact, Findings, Reading, Step
from core.event import Event, Happening
from core.handoff import Snapshot, Tried
from core.likeness import share
from core.remark import speaker_of, told_in_short
from core.text import clean, cut, one_line
from core.wording import OUTCOMES

_LINK = re.compile(
    r"(?i)\b(?:[a-z][a-z0-9+.-]{0,20}://|(?:mailto|tel|sms|sip|callto|skype|msteams|slack|javascript|vbscript|data):|www\.)"
    r"\S*[^\s.,;:!?)\]>]"
)
# A host with a path: mail clients and ticket systems make links of those by themselves. "sfc.exe/scannow" is none.
_BARE_LINK = re.compile(
    r"(?i)(?<![\w@.:-])(?:[a-z0-9-]+\.)+(?!(?:exe|dll|msc|cpl|bat|cmd|ps1|log|conf|ini|txt)/)[a-z]{2,24}/"
    r"\S*[^\s.,;:!?)\]>]"
)
_MENTION = re.compile(r"<[@!#][^<>]*>|</?at\b[^<>]*>|(?<!\w)@(?:channel|here|everyone|group|team)\b", re.IGNORECASE)
_TICKET = re.compile(r"(?<!\w)#\d{3,20}\b|\bE-\d{1,9}\b")
# At the beginning of a sentence or a quotation, where a chat would take it for one. "ipconfig /flushdns" is none.
_COMMAND = re.compile(r"(?:(?:^|(?<=[.:;!?] )|(?<=[\"'`(]))/[a-z][\w-]*|(?<!\S)/escalate)(?![\w/.])")


BUDGET = 12_000
"""Tokens that the messages may take. The form takes at most as much again."""

FIRST_READ = 3
"""How many messages are read from the beginning, whatever came after them."""

MESSAGE_READ = 1_500
"""How much of each message, in code points."""

FORM_READ = {"problem": 8_000, "tried before": 400}
"""How much of a field of the form, where it may be longer than anybody reads."""

ALIKE = 0.7
"""The part of a step's words that stand in an attempt, from which on it is the same thing."""

_WORK = {
    Happening.ATTEMPTED: "tried since",
    Happening.STEP_DONE: "done since",
    Happening.CONTINUED: "being tried since",
    Happening.HANDED_BACK: "handed back because",
    Happening.HANDED_OVER: "handed over with",
    Happening.REOPENED: "reopened because",
}
"""What its assignees said while they had it."""

_BYTES_A_TOKEN = 3  # less than what is usual for English; scripts that take more tokens take more bytes


@dataclass(frozen=True, slots=True)
class CaseText:
    """The case, line by line: (label, what it is, text). ``messages`` is how many of them are among the lines."""

    lines: tuple[tuple[str, str, str], ...]
    messages: Reading = NO_MESSAGES
    tried: tuple[Tried, ...] = ()

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
        lines = [_written(*line) for line in self.lines]
        if not self.messages.whole:
            lines.append(
                f"(You are shown {self.messages.read} of {self.messages.of} messages: the first and the newest.)"
            )
        return "\n".join(lines)


def case_text(snapshot: Snapshot, history: Iterable[Event] = ()) -> CaseText:
    """The snapshot as labelled lines ``f1…``, and its messages as ``m1…``, numbered as they were said.

    All of it was masked before it was stored, so no secret stands in it.
    """
    told = [
        ("problem", snapshot.problem),
        ("why help is needed", snapshot.reason),
        ("ticket", snapshot.ticket),
        ("customer", snapshot.customer),
        ("priority", snapshot.priority.value),
        *(("tried before", _tried(tried)) for tried in snapshot.tried),
        ("in the middle of", snapshot.open_step),
        *(("handed off before", trail) for trail in snapshot.earlier),
    ]
    filled = [(name, cut(text, FORM_READ.get(name, len(text)))) for name, text in told if text]
    form = [(f"f{n}", name, text) for n, (name, text) in enumerate(filled, 1)]
    said = [(f"m{n}", name, text) for n, (name, text) in enumerate((*_quoted(snapshot), *_remarks(history)), 1)]
    read = _within_budget(said)
    return CaseText((*form, *read), Reading(len(read), len(said)), snapshot.tried)


def _tried(tried: Tried) -> str:
    return f"{tried.what}: {OUTCOMES[tried.outcome]}" if tried.outcome else tried.what


def _written(label: str, name: str, text: str) -> str:
    return f"{label} ({name}): {one_line(text)}"


def _quoted(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The messages that it is about, but for the one that is the problem word for word."""
    quotes = snapshot.source.quotes if snapshot.source else ()
    for quote in quotes:
        if quote.text != snapshot.problem:
            yield f"message of {quote.author}", cut(quote.text, MESSAGE_READ)


def _remarks(history: Iterable[Event]) -> Iterator[tuple[str, str]]:
    for event in history:
        if event.what in _WORK and event.text:
            yield _WORK[event.what], cut(one_line(event.text), MESSAGE_READ)
        if event.what is Happening.SAID and event.text:
            yield "card thread", f"{speaker_of(event)}: {told_in_short(event, MESSAGE_READ)}"


def _within_budget(said: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The first messages and the newest, in the order they were said."""
    first, rest = list(said[:FIRST_READ]), said[FIRST_READ:]
    left = BUDGET - sum(map(_tokens, first))
    newest = []
    for line in reversed(rest):
        left -= _tokens(line)
        if left < 0:
            break
        newest.append(line)
    return first + newest[::-1]


def _tokens(line: tuple[str, str, str]) -> int:
    """About how many tokens a line takes, rather too many than too few."""
    return len(_written(*line).encode(errors="replace")) // _BYTES_A_TOKEN + 1


def grounded(findings: Findings, case: CaseText) -> Findings:
    """The findings without facts that name no source, and without links, mentions, ticket numbers and
    chat commands that do not stand in the case. Steps that were tried before are marked so, whatever the model says."""
    said = case.text

    def safe(text: str) -> str:
        return _only_what_was_said(one_line(clean(text)), said)

    return Findings(
        summary=safe(findings.summary),
        facts=tuple(
            Fact(safe(fact.text), fact.source, case.name_of(fact.source))
            for fact in findings.facts
            if fact.source in case.labels and safe(fact.text)
        ),
        likely_cause=safe(findings.likely_cause),
        steps=tuple(
            Step(safe(s.text), safe(s.why), s.already_tried or was_tried(s.text, case.tried))
            for s in findings.steps
            if safe(s.text)
        ),
        questions=tuple(safe(question) for question in findings.questions if safe(question)),
        confidence=findings.confidence,
        messages=case.messages,
    )


def was_tried(step: str, tried: Iterable[Tried]) -> bool:
    """Whether a step is one of those attempts, as far as its words tell."""
    return any(share(step, attempt.what) >= ALIKE for attempt in tried)


def _only_what_was_said(text: str, said: str) -> str:
    """Again and again, until nothing more is taken out: what is left of two pieces may be a third."""
    while (left := _without_what_was_not_said(text, said)) != text:
        text = left
    return text


def _without_what_was_not_said(text: str, said: str) -> str:
    for pattern, instead in (
        (_LINK, "[link removed]"),
        (_BARE_LINK, "[link removed]"),
        (_MENTION, " "),
        (_TICKET, "[ticket removed]"),
        (_COMMAND, " "),
    ):
        text = pattern.sub(partial(_kept_if_said, frozenset(pattern.findall(said)), instead), text)
    return one_line(text)


def _kept_if_said(said: frozenset[str], instead: str, found: re.Match[str]) -> str:
    return found[0] if found[0] in said else instead
