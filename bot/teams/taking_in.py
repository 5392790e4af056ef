"""The forms of a handoff's life, sent: one listener for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.teams.button import VERB
from bot.teams.form import NONCE
from bot.teams.press import pressed
from bot.teams.question import asked_in, filled_in
from bot.teams.seal import Sealer
from bot.teams.sender import Sender
from core import answer
from core.asking import ASKING
from core.directory import Directory
from core.errors import BatonError
from core.form import Filled, Form
from core.message import Message, says
from core.people import Member, NotKnownYet, Stranger
from core.reception import Reception
from core.refilling import again

_FORMS = tuple(action.value for action in ASKING)


def is_answer(data: object) -> bool:
    """Whether it is a form that was filled in, and not a button that opens one."""
    return isinstance(data, Mapping) and data.get(VERB) in _FORMS and bool(_nonce(data))


@dataclass(frozen=True, slots=True)
class Answers:
    """Takes filled forms in."""

    reception: Reception
    directory: Directory
    sealer: Sealer

    async def carry_out(self, sender: Sender, told: Mapping[str, Any]) -> Form | Message:
        """The form to show again, with what is wrong; or words, when it was taken. Raises BatonError."""
        form, filled = asked_in(told), filled_in(told, sender.identity.workspace)
        match await self.directory.member(sender.identity):
            case Stranger():
                return again(form, filled, answer.STRANGER.title)
            case NotKnownYet():
                return again(form, filled, answer.NOT_KNOWN_YET.title)
            case Member() as by:
                if await self._is_unknown(filled):
                    return again(form, filled, answer.TARGET_NOT_KNOWN_YET.title)
                origin = sender.origin(_nonce(told), private=pressed(sender, told, self.sealer).private)
                shown = await self.reception.submitted(form.action, form.handoff, filled, by, origin)
                return says(shown.fault) if isinstance(shown, Form) and not shown.fields else shown

    def kept_open(self, sender: Sender, told: Mapping[str, Any], error: BatonError, error_id: str) -> Form:
        """The form with its text, which says why it is still there. Raises InvalidRequest for what is no form."""
        words = f"{error.words} Your text is still here. {f'Error {error_id}' if error_id else ''}"
        return again(asked_in(told), filled_in(told, sender.identity.workspace), words.strip())

    async def _is_unknown(self, filled: Filled) -> bool:
        """Whether somebody was chosen whom Teams tells nothing of just now."""
        found = [await self.directory.member(identity) for identity in filled.people.values()]
        return any(isinstance(member, NotKnownYet) for member in found)


def _nonce(told: Mapping[str, Any]) -> str:
    nonce = told.get(NONCE)
    return nonce if isinstance(nonce, str) else ""
