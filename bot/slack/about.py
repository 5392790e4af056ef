"""What a form is about: a message, its thread, and what is known of them, carried in the form itself.

Slack keeps it with the form (``private_metadata``, 3,000 characters) and sends it back: nothing has to be remembered
here, so that any replica may take the form, and a restart loses nothing.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from core.handoff import Quote
from core.text import cut

CARRIED = 1_000
"""How much of the message is carried, for when nothing can be read later. Whatever it is made of, it fits."""

_NAME = 80
_METADATA = 3_000


@dataclass(frozen=True, slots=True)
class About:
    """``back`` is the response URL. ``root`` is the message that the thread stands under, ``ts`` the one that was
    chosen, and ``quote`` its words. ``since`` is the oldest message to be read again, once that is known, and ``of``
    how many there were."""

    back: str
    channel: str
    root: str
    ts: str
    quote: Quote
    since: str = ""
    of: int = 0


def written(about: About) -> str:
    """As it is carried."""
    quote = about.quote
    told = {
        "back": about.back,
        "channel": about.channel,
        "root": about.root,
        "ts": about.ts,
        "since": about.since,
        "of": about.of,
        "author": cut(quote.author, _NAME),
        "at": int(quote.at.timestamp()) if quote.at else 0,
        "text": cut(quote.text, CARRIED),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def about_in(metadata: str) -> About | None:
    """What was carried; None for a form that is about no message."""
    try:
        told = json.loads(metadata[:_METADATA]) if metadata.startswith("{") else None
        if not isinstance(told, dict):
            return None
        at = datetime.fromtimestamp(int(told["at"]), UTC) if told["at"] else None
        quote = Quote(str(told["author"]), str(told["text"]), at)
        back, channel, root, ts, since = (str(told[name]) for name in ("back", "channel", "root", "ts", "since"))
        return About(back, channel, root, ts, quote, since, int(told["of"]))
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return None


def back_of(metadata: str) -> str:
    """Where the answer to a form goes: empty for nowhere."""
    about = about_in(metadata)
    return about.back if about else "" if metadata.startswith("{") else metadata
