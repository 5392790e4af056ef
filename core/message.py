"""What is said, before any chat gives it a shape.

A message is a title and a list of parts; a part holds spans. Text from people is always ``Plain`` (or the
``Strong`` of it), so that a renderer that escapes these two lets nobody format, mention, link or forge.
Whatever formats, mentions or links is a span made by Baton itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.people import Party
from core.text import cut


@dataclass(frozen=True, slots=True)
class Plain:
    """Words, shown exactly as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out, shown exactly as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day, shown in each reader's own time zone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Mention:
    """A person who is to notice: a real mention where the chat knows them, their name elsewhere."""

    party: Party


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: to a message of ours, by the address that its chat gave us. Never to what came from
    people."""

    text: str
    address: str


Span = Plain | Strong | Moment | Mention | Link
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``label`` stands before it, bold."""

    line: Line
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A labelled list."""

    label: str
    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Small:
    """A line in small grey letters: who, when, how."""

    line: Line


class Action(StrEnum):
    """What a button asks for. The values are Slack action ids and Teams verbs alike: others rely on them."""

    PICK_UP = "pick_up"
    DETAILS = "details"
    HAND_BACK = "hand_back"
    HAND_OVER = "hand_over"
    ATTEMPT = "attempt"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    PASS_ON = "pass_on"  # noqa: S105 - to escalate further
    STEP_DONE = "step_done"  # ticks the box of a proposed step
    HIDE_STEPS = "hide_steps"
    CONTINUE = "continue"  # where somebody else left off
    OWN_WAY = "own_way"
    PARK = "park"
    RESUME = "resume"
    ESCALATE_NOW = "escalate_now"  # what was parked
    CHANGE = "change"
    WITHDRAW = "withdraw"
    QUEUE = "queue"
    ASSESS = "assess"  # a new assessment, after one that did not come
    DIG_DEEPER = "dig_deeper"  # a new assessment, with what was said since
    ESCALATE = "escalate"  # opens the form, where a chat cannot open it from words alone
    HOME = "home"  # shows the lists as they are now


@dataclass(frozen=True, slots=True)
class Button:
    """A button. ``value`` is the handoff's id, or empty; ``confirm`` asks once more in these words; ``about`` names
    what of the handoff it is about, where there are several."""

    action: Action
    label: str
    value: str = ""
    primary: bool = False
    danger: bool = False
    confirm: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons side by side."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Something to do on one line, with a box before it; its button ticks it, as long as that is to be done."""

    line: Line
    ticked: bool = False
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between two parts."""


Part = Text | Bullets | Small | Buttons | Box | Rule


class Tone(StrEnum):
    """How a message looks at a glance, where a chat has colours for it."""

    PLAIN = "plain"
    ALERT = "alert"
    WAITING = "waiting"
    TAKEN = "taken"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Message:
    """Something to show. ``title`` is what a notification and a screen reader say."""

    title: str
    parts: tuple[Part, ...]
    tone: Tone = Tone.PLAIN


def line(*words: Span | str) -> Line:
    """A line from spans and our own words."""
    return tuple(Plain(word) if isinstance(word, str) else word for word in words)


def says(words: str, *parts: Part) -> Message:
    """A message of one sentence of ours, with more parts where needed."""
    return Message(words, (Text(line(words)), *parts))


def shortened(message: Message, longest: int) -> Message:
    """The same message with no span of people's words longer than ``longest`` code points."""
    return replace(message, parts=tuple(_mapped(part, lambda words: cut(words, longest)) for part in message.parts))


def words_of(message: Message) -> str:
    """The message as plain text, one part a line: what a transcript or a mail shows."""
    return "\n".join(_words(part) for part in message.parts if not isinstance(part, Rule))


def _words(part: Part) -> str:
    match part:
        case Text(spans, label):
            return f"{label} {spoken(spans)}".strip()
        case Bullets(label, items):
            return "\n".join([label, *(f"• {spoken(item)}" for item in items)])
        case Small(spans):
            return spoken(spans)
        case Buttons(buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case Box(spans, ticked, button):
            return f"{'☑' if ticked else '☐'} {spoken(spans)} {f'[{button.label}]' if button else ''}".strip()
        case Rule():
            return ""


def spoken(spans: Iterable[Span]) -> str:
    """The words alone."""
    return "".join(_said(span) for span in spans)


def _said(span: Span) -> str:
    match span:
        case Plain(text) | Strong(text) | Link(text):
            return text
        case Moment(at):
            return f"{at:%H:%M} UTC"
        case Mention(party):
            return party.name


def _mapped(part: Part, change: Callable[[str], str]) -> Part:
    match part:
        case Text(spans, label):
            return Text(_changed(spans, change), label)
        case Bullets(label, items):
            return Bullets(label, tuple(_changed(item, change) for item in items))
        case Small(spans):
            return Small(_changed(spans, change))
        case Box(spans, ticked, button):
            return Box(_changed(spans, change), ticked, button)
        case Buttons() | Rule():
            return part


def _changed(spans: Line, change: Callable[[str], str]) -> Line:
    return tuple(replace(span, text=change(span.text)) if isinstance(span, Plain | Strong) else span for span in spans)
