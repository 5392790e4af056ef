"""What is counted in an answer, before anything is taken out of it.

- A fact is **grounded** when its source is a line of the case, seven tenths of its content words stand in that line,
  and all of its numbers do. Any other fact is **invented**. ``core.likeness`` says what a content word is: a paraphrase
  in wholly other words counts as invented, and a fact that turns a sentence around as grounded.
- A step is **tried** when its words are those of an attempt, by the rule that Baton itself has
  (``core.grounding.was_tried``), or when the model says so; it is **repeated** when the model did not say so.
"""

from dataclasses import dataclass

from core.assessment import Fact, Findings
from core.case import CaseText
from core.grounding import was_tried
from core.likeness import numbers, share

ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class Judgement:
    """The counts of one answer."""

    grounded: int
    invented: tuple[str, ...]
    steps: int
    tried: int
    repeated: int


def judged(findings: Findings, case: CaseText) -> Judgement:
    """The answer as the model gave it, held against the case it was shown."""
    invented = tuple(fact.text for fact in findings.facts if not is_grounded(fact, case))
    tried = [step for step in findings.steps if step.already_tried or was_tried(step.text, case.tried)]
    return Judgement(
        grounded=len(findings.facts) - len(invented),
        invented=invented,
        steps=len(findings.steps),
        tried=len(tried),
        repeated=sum(not step.already_tried for step in tried),
    )


def is_grounded(fact: Fact, case: CaseText) -> bool:
    """Whether the line that a fact names says it, as far as words tell."""
    line = next((text for label, _, text in case.lines if label == fact.source), None)
    if line is None:
        return False
    return share(fact.text, line) >= ENOUGH and numbers(fact.text) <= numbers(line)
