"""What the Connector takes as an activity from the app.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playground.teams.lint import CARD_ADVICE, MESSAGE_ADVICE, MESSAGE_LIMIT, card_problems, size_of
from playground.teams.mention import card_words, entities_of, mention_problems
from playground.teams.posting import Draft
from playground.teams.refusal import ConnectorError, bad_argument
from playground.teams.rule import anything, array, filled, flag, one_of, shape, words

CARD = "application/vnd.microsoft.card.adaptive"

_ACCOUNT = shape({"id": filled}, {"name": words, "aadObjectId": words, "role": words, "isTargeted": flag})
_CONVERSATION = shape(
    {"id": filled},
    {
        "name": words,
        "isGroup": flag,
        "conversationType": words,
        "tenantId": words,
        "tenantID": words,
        "aadObjectId": words,
        "role": words,
    },
)
_ATTACHMENT = shape(
    {"contentType": filled}, {"content": anything, "contentUrl": words, "name": words, "thumbnailUrl": words}
)
_CHANNEL_DATA = shape(
    {},
    {
        "notification": shape({}, {"alert": flag, "alertInMeeting": flag, "externalResourceUrl": words}),
        "feedbackLoopEnabled": flag,
        "feedbackLoop": anything,
        "tenant": shape({"id": filled}, {}),
        "team": anything,
        "channel": anything,
        "settings": anything,
        "onBehalfOf": anything,
    },
)
ACTIVITY = shape(
    {"type": one_of("message", "typing")},
    {
        "attachmentLayout": one_of("list", "carousel"),
        "attachments": array(_ATTACHMENT),
        "channelData": _CHANNEL_DATA,
        "channelId": one_of("msteams"),
        "conversation": _CONVERSATION,
        "deliveryMode": words,
        "entities": array(anything),
        "from": _ACCOUNT,
        "id": words,
        "importance": one_of("low", "normal", "high", "urgent"),
        "inputHint": words,
        "locale": words,
        "localTimestamp": words,
        "localTimezone": words,
        "recipient": _ACCOUNT,
        "replyToId": words,
        "serviceUrl": words,
        "speak": words,
        "summary": words,
        "suggestedActions": anything,
        "text": words,
        "textFormat": one_of("plain", "markdown", "xml", "extendedmarkdown"),
        "timestamp": words,
    },
)

_LABEL = "https://schema.org/Message"
_ENTITIES = frozenset({"mention", _LABEL, "targetedMessageInfo", "clientInfo", "streaminfo"})


@dataclass(frozen=True, slots=True)
class Checked:
    """A message that Teams takes: one draft, or two when it holds text and a card. `advice` is what it regrets."""

    drafts: Sequence[Draft]
    advice: Sequence[tuple[str, str]] = ()


def checked(activity: Mapping[str, Any], known: Mapping[str, str]) -> Checked:
    """The messages in an activity. `known` are those one can mention. Raises ConnectorError."""
    if problems := list(ACTIVITY(activity, "activity")):
        raise bad_argument(problems)
    if (size := size_of(activity)) > MESSAGE_LIMIT:
        raise ConnectorError("MessageSizeTooBig", f"{size} bytes as UTF-16, {MESSAGE_LIMIT} are allowed")
    cards = [a.get("content") for a in activity.get("attachments", ()) if a["contentType"] == CARD]
    if problems := [*_content(activity), *_cards(cards, known), *_entities(activity, known)]:
        raise bad_argument(problems)
    draft = Draft(
        text=activity.get("text") or "",
        cards=[card for card in cards if card is not None],
        summary=activity.get("summary") or "",
        text_format=activity.get("textFormat", "markdown"),
        entities=activity.get("entities") or [],
    )
    return _split(draft, size)


def _split(draft: Draft, size: int) -> Checked:
    """Teams makes two messages of text with a card, and tells the id of neither."""
    advice = list(_advice(draft, size))
    if not (draft.text and draft.cards):
        return Checked([draft], advice)
    alone = replace(draft, cards=())
    advice.append(("TextAndCard", "Teams splits it and returns no id: use summary for the notification"))
    return Checked([alone, replace(draft, text="", entities=())], advice)


def _content(activity: Mapping[str, Any]) -> Sequence[str]:
    if activity.get("text") or activity.get("attachments"):
        return ()
    return ("a message must have text or attachments",)


def _cards(cards: Sequence[Any], known: Mapping[str, str]) -> Sequence[str]:
    found: list[str] = []
    for card in cards:
        problems = card_problems(card)
        found += problems
        if not problems:
            found += mention_problems(entities_of(card), "\n".join(card_words(card)), known, "card.msteams.entities")
    return found


def _entities(activity: Mapping[str, Any], known: Mapping[str, str]) -> Sequence[str]:
    entities = activity.get("entities") or []
    kinds = [entity.get("type") if isinstance(entity, Mapping) else None for entity in entities]
    strange = [f"entities: type {kind!r} is not known" for kind in kinds if kind not in _ENTITIES]
    return [*strange, *mention_problems(entities, activity.get("text") or "", known, "entities")]


def _advice(draft: Draft, size: int) -> Sequence[tuple[str, str]]:
    sizes = [len(json.dumps(card, ensure_ascii=False).encode("utf-8", "surrogatepass")) for card in draft.cards]
    found = [("CardIsLarge", f"{one} bytes; aim under {CARD_ADVICE}") for one in sizes if one > CARD_ADVICE]
    if size > MESSAGE_ADVICE:
        found.append(("MessageIsLarge", f"{size} bytes; aim under {MESSAGE_ADVICE}"))
    return found
