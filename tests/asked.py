"""The form of every verb: what the golden files of both chats hold."""

from collections.abc import Mapping

from core.asking import ASKING, form_for
from core.form import Form
from core.handoff import Handoff
from core.message import Action
from core.people import Identity


def asked_of(handoff: Handoff, reader: Identity) -> dict[Action, Form]:
    """Every form there is for a handoff."""
    forms = {action: form_for(action, handoff, reader) for action in sorted(ASKING)}
    return {action: form for action, form in forms.items() if form}


def forms(known: Mapping[str, Handoff], reader: Identity) -> dict[str, Form]:
    """Of the one case: where little is asked, and where much is."""
    little, much = asked_of(known["assessed_then_claimed"], reader), asked_of(known["attempted"], reader)
    return {
        **{action.value: form for action, form in little.items()},
        **{f"{action}_of_much": form for action, form in much.items() if form != little[action]},
        "change_open": asked_of(known["open_urgent_directed"], reader)[Action.CHANGE],
    }
