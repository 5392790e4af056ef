"""The model's answer held against the case it was shown: what is kept of it, and which of its steps were tried."""

import re
from collections.abc import Iterable
from functools import partial

from core.assessment import Fact, Findings, Step
from core.attempt import Outcome
from core.case import CaseText
from core.handoff import Tried
from core.likeness import share
from core.text import clean, one_line

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

ALIKE = 0.7
"""The part of a step's words that stand in an attempt, from which on it is the same thing."""

_VERIFYING = re.compile(
    r"(?i)\W*(?:verif|confirm|check|test|ask|wait|monitor|watch|make sure|(?:see|find out) (?:if|whe))"
)
"""How a step begins that looks after something which was done."""


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
    """Whether a step is one of those attempts, as far as its words tell. What was dismissed was never tried; and to
    verify what waits for that is no second attempt."""
    return any(share(step, attempt.what) >= ALIKE and not _is_open_still(step, attempt) for attempt in tried)


def _is_open_still(step: str, attempt: Tried) -> bool:
    if attempt.outcome is Outcome.WAITING:
        return bool(_VERIFYING.match(step)) and not _VERIFYING.match(attempt.what)
    return attempt.outcome is Outcome.DISMISSED


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
