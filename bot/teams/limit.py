"""What Teams takes, and how fast. learn.microsoft.com, "Optimize your bot with rate limiting in Teams"."""

from collections.abc import Iterable
from datetime import timedelta

from core.gauge import Windows
from core.lane import Lane
from core.pacing import Limit


def _within(seconds: int) -> timedelta:
    return timedelta(seconds=seconds) * 1.02  # a request may be longer on its way than the next one


_CONVERSATION = ((7, _within(1)), (8, _within(2)), (60, _within(30)), (1_800, _within(3_600)))
"""Per bot and conversation, whether it is said, made or changed."""

_TENANT = ((50, _within(1)),)


def teams_limits(lane: Lane) -> Iterable[Limit]:
    """Everything by conversation and by tenant. A channel's threads count as the channel: that is never too fast."""
    return (
        Limit(f"{lane.workspace}/{lane.to}", lambda: Windows(_CONVERSATION)),
        Limit(lane.workspace, lambda: Windows(_TENANT), shared=True),
    )
