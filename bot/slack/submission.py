"""The escalation form, submitted. What cannot be accepted keeps the form open with its text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.slack.about import About, about_in, back_of
from bot.slack.answer import Whisperer
from bot.slack.capture import AT_ONCE, Capture
from bot.slack.form import DIRECTED, PROBLEM, filled_in
from bot.slack.press import person_of, submission_of
from core import answer
from core.act import Origin
from core.desk import Desk
from core.directory import Directory
from core.errors import BatonError
from core.escalation import Entry
from core.handoff import Door
from core.outcome import CannotBeFor, Escalated
from core.people import Member, NotKnownYet, Stranger


@dataclass(frozen=True, slots=True)
class Submissions:
    """Carries submitted forms out."""

    desk: Desk
    directory: Directory
    whisperer: Whisperer
    capture: Capture

    async def carry_out(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Faults by field; nothing when it was accepted and the form may close. Raises BatonError."""
        identity = person_of(body)
        match await self.directory.member(identity):
            case Stranger():
                return {PROBLEM: answer.STRANGER.title}
            case NotKnownYet():
                return {PROBLEM: answer.NOT_KNOWN_YET.title}
            case Member() as by:
                view = body.get("view") or {}
                metadata = str(view.get("private_metadata", ""))
                entry = await self._with_source(filled_in(view, identity.workspace), about_in(metadata))
                origin = Origin(Door.SLACK, identity, request=submission_of(identity, view))
                return await self._escalate(entry, by, origin, back_of(metadata))

    def kept_open(self, error: BatonError, error_id: str) -> dict[str, str]:
        """The form stays open with its text, and says why under the first field."""
        return {PROBLEM: f"{error.words} Your text is still here. {f'Error {error_id}' if error_id else ''}".strip()}

    async def _with_source(self, entry: Entry, about: About | None) -> Entry:
        """The thread as it stands now: it may have gone on while the form was filled in."""
        if about is None or not entry.problem.strip():
            return entry
        return replace(entry, source=(await self.capture.of_form(about, AT_ONCE)).source)

    async def _escalate(self, entry: Entry, by: Member, origin: Origin, back: str) -> dict[str, str]:
        if entry.directed and isinstance(await self.directory.member(entry.directed), NotKnownYet):
            return {DIRECTED: answer.TARGET_NOT_KNOWN_YET.title}
        outcome = await self.desk.escalate(entry, by, origin)
        told = answer.escalate_answer(outcome)
        if isinstance(outcome, Escalated):
            if back and origin.identity:
                self.whisperer.by_url(back, origin.identity, told)
            return {}
        return {DIRECTED if isinstance(outcome, CannotBeFor) else PROBLEM: told.title}
