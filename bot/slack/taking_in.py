"""The forms of a handoff's life, submitted: one listener for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.answer import Whisperer
from bot.slack.press import person_of, submission_of
from bot.slack.question import about, filled_in
from core import answer
from core.act import Origin
from core.directory import Directory
from core.errors import BatonError, InvalidRequest
from core.form import Filled, Form
from core.handoff import Door
from core.message import Action
from core.people import Identity, Member, NotKnownYet, Stranger
from core.reception import VERBS, Reception

ACTIONS = tuple(action.value for action in VERBS)
"""The callback ids of these forms: the ids of the buttons that open them."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Takes filled forms in."""

    reception: Reception
    directory: Directory
    whisperer: Whisperer

    async def carry_out(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Faults by field; nothing when the form may close. Raises BatonError."""
        view, identity = _view(body), person_of(body)
        match await self.directory.member(identity):
            case Stranger():
                return {_first(view): answer.STRANGER.title}
            case NotKnownYet():
                return {_first(view): answer.NOT_KNOWN_YET.title}
            case Member() as by:
                filled = filled_in(view, identity.workspace)
                if await self._is_unknown(filled):
                    return {_first(view): answer.TARGET_NOT_KNOWN_YET.title}
                return await self._taken_in(view, filled, by, _origin(identity, view))

    def kept_open(self, body: Mapping[str, Any], error: BatonError, error_id: str) -> dict[str, str]:
        """The form stays open with its text, and says why under the first field."""
        told = f"{error.words} Your text is still here. {f'Error {error_id}' if error_id else ''}"
        return {_first(_view(body)): told.strip()}

    async def _taken_in(self, view: Mapping[str, Any], filled: Filled, by: Member, origin: Origin) -> dict[str, str]:
        handoff, back = about(view)
        told = await self.reception.submitted(_action(view), handoff, filled, by, origin)
        if isinstance(told, Form):
            return {told.at if told.at in _fields(view) else _first(view): told.fault}
        if back and origin.identity:
            self.whisperer.by_url(back, origin.identity, told)
        return {}

    async def _is_unknown(self, filled: Filled) -> bool:
        """Whether somebody was chosen whom Slack tells nothing of just now."""
        found = [await self.directory.member(identity) for identity in filled.people.values()]
        return any(isinstance(member, NotKnownYet) for member in found)


def _view(body: Mapping[str, Any]) -> Mapping[str, Any]:
    view = body.get("view")
    return view if isinstance(view, Mapping) else {}


def _action(view: Mapping[str, Any]) -> Action:
    word = str(view.get("callback_id", ""))
    if word not in ACTIONS:
        raise InvalidRequest("a form of no verb")
    return Action(word)


def _origin(by: Identity, view: Mapping[str, Any]) -> Origin:
    return Origin(Door.SLACK, by, request=submission_of(by, view))


def _first(view: Mapping[str, Any]) -> str:
    """The first field of the form, which can carry words of ours."""
    return next(iter(_fields(view)), "why")


def _fields(view: Mapping[str, Any]) -> list[str]:
    """The fields of the form as it is open: it may be of a while ago."""
    blocks = view.get("blocks")
    found = [block for block in blocks if isinstance(block, Mapping)] if isinstance(blocks, list) else []
    return [str(block.get("block_id")) for block in found if block.get("type") == "input"]
