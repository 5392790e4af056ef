"""Messages as Adaptive Cards 1.5, the newest that Teams shows from bots.

Text from people goes into ``TextRun``s, which no renderer reads as Markdown (adaptivecards.io, "TextRun"). A line
that mentions somebody has to be a ``TextBlock``, and so has one that tells a time: Teams shows ``{{TIME(…)}}`` in a
``TextRun`` letter by letter (microsoft/AdaptiveCards#6194). A ``TextBlock`` is Markdown: ``inert`` has what is done to
words in each.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.teams.button import in_conversation, look, rows
from bot.teams.inert import inert, unlisted, unmarked
from core.message import (
    Box,
    Bullets,
    Button,
    Buttons,
    Line,
    Link,
    Mention,
    Message,
    Moment,
    Part,
    Plain,
    Rule,
    Small,
    Span,
    Strong,
    Text,
    Tone,
    shortened,
)
from core.people import Identity, Party, Workspace
from core.text import cut, one_line

Json = dict[str, Any]

BUDGET = 20_000
"""Bytes of a card's JSON. Teams takes 100 KB of a message, counted in UTF-16."""

MOST_ACTIONS = 6
"""Side by side."""

MOST_IN_ALL = 17
"""In one card: each takes its bytes."""

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"

_TITLE = 300
_CONFIRM = 300
_SHORTER = (4_000, 2_000, 1_000, 500, 250, 120, 60, 25, 10)
_WIDTH = {"width": "Full"}
_STYLES = {Tone.ALERT: "attention", Tone.WAITING: "warning", Tone.TAKEN: "good", Tone.OVER: "emphasis"}
_RULED: Json = {"separator": True, "spacing": "Medium"}
_SMALL = {"size": "Small", "isSubtle": True}


Made = Callable[[Button, str], Json]
"""Makes an action of a button and a name for it: ``bot.teams.button`` has those of conversations and of dialogs."""


def activity(message: Message, workspace: Workspace | None, made: Made = in_conversation) -> Json:
    """The message as an activity: the card alone, because Teams splits text and card and names neither's id.

    People of the workspace are mentioned where the message does so; without one nobody is.
    """
    return {
        "type": "message",
        "summary": title(message),
        "attachments": [{"contentType": CONTENT_TYPE, "content": card(message, workspace, made=made)}],
    }


def title(message: Message) -> str:
    """The notification text: one line, shown as it is."""
    return inert(cut(one_line(message.title), _TITLE))


def card(message: Message, workspace: Workspace | None, budget: int = BUDGET, made: Made = in_conversation) -> Json:
    """The message within Teams's limits: where it is too long, the longest words are cut first."""
    shown = _Making(workspace, made).card(message)
    for longest in _SHORTER:
        if _size(shown) <= budget:
            return shown
        shown = _Making(workspace, made).card(shortened(message, longest))
    while _size(shown) > budget and _words_in(shown):
        shown["body"].remove(_words_in(shown)[-1])
    return _without_idle_mentions(shown)


def _size(made: Json) -> int:
    return len(json.dumps(made, ensure_ascii=False).encode())


def _words_in(made: Json) -> list[Json]:
    return [element for element in made["body"] if element["type"] != "ActionSet"]


def _without_idle_mentions(made: Json) -> Json:
    """Teams refuses a card that says it mentions somebody, and does not: the line may have been left out."""
    said = " ".join(line.get("text", "") for element in made["body"] for line in element.get("items", [element]))
    entities = [entity for entity in made["msteams"].get("entities", ()) if entity["text"] in said]
    return {**made, "msteams": {**_WIDTH, **({"entities": entities} if entities else {})}}


def mentions(made: Json) -> bool:
    """Whether an activity mentions anybody."""
    return any("entities" in attachment["content"]["msteams"] for attachment in made["attachments"])


@dataclass(slots=True)
class _Making:
    """One card in the making: whom it mentions, and how many actions it has."""

    workspace: Workspace | None
    made: Made
    mentioned: dict[Identity, Json] = field(default_factory=dict)
    actions: int = 0

    def card(self, message: Message) -> Json:
        elements = list(self._elements(message.parts))
        style = _STYLES.get(message.tone)
        body = _headed(elements, style) if style else elements
        return {
            "type": "AdaptiveCard",
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "version": "1.5",
            "fallbackText": title(message),
            "body": body,
            "msteams": {**_WIDTH, **({"entities": list(self.mentioned.values())} if self.mentioned else {})},
        }

    def _elements(self, parts: tuple[Part, ...]) -> Iterator[Json]:
        ruled = False
        for part in parts:
            for element in self._of(part):
                yield {**element, **_RULED} if ruled else element
                ruled = False
            ruled = ruled or isinstance(part, Rule)

    def _of(self, part: Part) -> Iterator[Json]:
        match part:
            case Text(spans, label):
                yield from self._line((Strong(label), Plain(" "), *spans) if label else spans, {})
            case Bullets(label, items):
                yield from self._line((Strong(label),), {}) if items else ()
                for item in items:
                    yield from ({**line, "spacing": "None"} for line in self._line((Plain("• "), *item), {}))
            case Small(spans):
                yield from self._line(spans, _SMALL)
            case Buttons(buttons):
                for row in rows(buttons[: min(MOST_ACTIONS, MOST_IN_ALL - self.actions)]):
                    yield {"type": "ActionSet", "actions": [self._action(button) for button in row]}
            case Box(spans, ticked, button):
                yield from self._line((Plain("☑ " if ticked else "☐ "), *spans), {})
                if button and self.actions < MOST_IN_ALL:
                    yield {"type": "ActionSet", "actions": [self._action(button)], "spacing": "None"}
            case Rule():
                return

    def _line(self, spans: Line, look: Json) -> Iterator[Json]:
        """A line, unless there is nothing in it."""
        if any(self._works_in_text_blocks_alone(span) for span in spans):
            yield {"type": "TextBlock", "text": self._marked_up(spans, look), "wrap": True, **look}
            return
        runs = [{**_run(span), **look} for span in spans if not isinstance(span, Moment)]
        runs = [run for run in runs if run["text"]]
        if any(run["text"].strip() for run in runs):
            yield {"type": "RichTextBlock", "inlines": runs}

    def _works_in_text_blocks_alone(self, span: Span) -> bool:
        return isinstance(span, Moment) or (isinstance(span, Mention) and self._entity(span.party) is not None)

    def _marked_up(self, spans: Line, look: Json) -> str:
        return unlisted("".join(self._words(span, look) for span in spans))

    def _words(self, span: Span, look: Json) -> str:
        match span:
            case Plain(text) | Link(text):
                return unmarked(text)
            case Strong(text):
                words = unmarked(text)
                return f"**{words}**" if words and words == words.strip() else words
            case Moment(at):
                return moment(at, small=bool(look))
            case Mention(party):
                entity = self._entity(party)
                return str(entity["text"]) if entity else unmarked(party.name)

    def _entity(self, party: Party) -> Json | None:
        """The mention of somebody who is in this tenant. What stands between the tags must be theirs alone."""
        identity = next((identity for identity in party.identities if identity.workspace == self.workspace), None)
        if identity is None:
            return None
        if identity not in self.mentioned:
            name = unmarked(party.name).strip() or "somebody"
            same = sum(entity["mentioned"]["name"] == name for entity in self.mentioned.values())
            text = f"<at>{name} ({same + 1})</at>" if same else f"<at>{name}</at>"
            mentioned = {"id": identity.user, "name": name}
            self.mentioned[identity] = {"type": "mention", "text": text, "mentioned": mentioned}
        return self.mentioned[identity]

    def _action(self, button: Button) -> Json:
        """What the button asks for; one that asks once more opens a little card with the question in it."""
        self.actions += 1
        name = f"{button.action.value}-{self.actions}"
        if not button.confirm:
            return self.made(button, name)
        return {
            "type": "Action.ShowCard",
            "id": f"{name}-ask",
            **look(button),
            "card": {
                "type": "AdaptiveCard",
                "version": "1.5",
                "body": [_rich(cut(button.confirm, _CONFIRM))],
                "actions": [self.made(button, name)],
            },
        }


def _run(span: Plain | Strong | Mention | Link) -> Json:
    match span:
        case Plain(text) | Link(text):
            return {"type": "TextRun", "text": inert(text)}
        case Strong(text):
            return {"type": "TextRun", "text": inert(text), "weight": "Bolder"}
        case Mention(party):
            return {"type": "TextRun", "text": inert(party.name)}


def moment(at: datetime, *, small: bool = False) -> str:
    """In each reader's own time zone and language: the hour alone in small print."""
    when = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{{{{TIME({when})}}}}" if small else f"{{{{DATE({when}, SHORT)}}}} {{{{TIME({when})}}}}"


def _rich(text: str) -> Json:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": inert(text)}]}


def _headed(elements: list[Json], style: str) -> list[Json]:
    """What is said first, in the tone's colour: everything up to the first line in full size."""
    sized = (n for n, e in enumerate(elements) if e["type"] != "ActionSet" and not _is_small(e))
    upto = next(sized, -1) + 1
    head = {"type": "Container", "style": style, "bleed": True, "items": elements[:upto]}
    return [head, *elements[upto:]] if upto else elements


def _is_small(element: Json) -> bool:
    inlines = element.get("inlines") or [element]
    return all(inline.get("size") == "Small" for inline in inlines)
