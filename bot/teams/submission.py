"""The escalation form, submitted. What cannot be accepted keeps the form open with its text."""

from dataclasses import dataclass, replace

from bot.teams.answer import Speaker
from bot.teams.capture import Capture
from bot.teams.form import Form
from bot.teams.sender import Sender
from core import answer
from core.desk import Desk
from core.directory import Directory
from core.errors import BatonError
from core.outcome import Escalated
from core.people import Member, NotKnownYet, Stranger
from core.saying import IN_TEAMS


@dataclass(frozen=True, slots=True)
class Submissions:
    """Carries submitted forms out."""

    desk: Desk
    directory: Directory
    speaker: Speaker
    capture: Capture | None = None

    async def carry_out(self, sender: Sender, form: Form) -> Form | None:
        """The form to show again, with what is wrong; None when it was accepted and may close. Raises BatonError."""
        accepted = await self.accepted(sender, form)
        if isinstance(accepted, Form):
            return accepted
        told = answer.escalate_answer(accepted, IN_TEAMS)
        # To a repeat the same words, but to its author alone: the first answer may stand in the thread already.
        (self.speaker.whisper if form.private or accepted.again else self.speaker.reply)(sender, told)
        return None

    async def accepted(self, sender: Sender, form: Form) -> Form | Escalated:
        """What came of it; the form to show again, when it was not accepted. Raises BatonError."""
        match await self.directory.member(sender.identity):
            case Stranger():
                return replace(form, fault=answer.STRANGER.title)
            case NotKnownYet():
                return replace(form, fault=answer.NOT_KNOWN_YET.title)
            case Member() as by:
                return await self._escalate(sender, form, by)

    def kept_open(self, form: Form, error: BatonError, error_id: str) -> Form:
        """The form with its text, which says why it is still there."""
        told = f"{error.words} Your text is still here."
        return replace(form, fault=f"{told} Error {error_id}" if error_id else told)

    async def _escalate(self, sender: Sender, form: Form, by: Member) -> Form | Escalated:
        entry = form.entry(sender.identity.workspace)
        if entry.directed and isinstance(await self.directory.member(entry.directed), NotKnownYet):
            return replace(form, fault=answer.TARGET_NOT_KNOWN_YET.title)
        if self.capture and entry.source and form.root and entry.problem.strip():
            # As it stands now: it may have gone on while the form was filled in.
            thread = await self.capture.of_message(sender, entry.source, form.message, form.root)
            entry = replace(entry, source=thread)
        outcome = await self.desk.escalate(entry, by, sender.origin(form.nonce, private=True))
        if isinstance(outcome, Escalated):
            return outcome
        return replace(form, fault=answer.escalate_answer(outcome, IN_TEAMS).title)
