"""What Slack takes, and how fast. docs.slack.dev, "Rate limits".

The limit of posts to all channels together is not published: its 429s tell (``core.pacing``). Finding messages
happens after a lost answer alone, and is not counted.
"""

from collections.abc import Iterable
from datetime import timedelta

from core.gauge import Bucket
from core.lane import Lane, Way
from core.pacing import Limit

_POSTS = 3, timedelta(seconds=1)
"""chat.postMessage: "one message per second per channel", and "short bursts" beyond that."""

_EDITS = 45, timedelta(seconds=60) / 50
"""chat.update, tier 3: "50+ per minute" in a workspace. A little less at once, since ours and Slack's clocks tell
the beginning of a minute differently."""


def slack_limits(lane: Lane) -> Iterable[Limit]:
    """Posts by channel, edits by workspace."""
    if lane.way is Way.POST:
        return (Limit(f"{lane.workspace}/{lane.to}", lambda: Bucket(*_POSTS)),)
    return (Limit(f"{lane.workspace} chat.update", lambda: Bucket(*_EDITS), shared=True),)
