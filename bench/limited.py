"""A process of its own: a Slack of many channels that enforces its limits, as far from the courier as Slack is."""

import asyncio
from collections import Counter
from typing import Any

from bench.child import given, say, until_the_end
from playground.slack import SlackStandIn

POST, EDIT = "chat.postMessage", "chat.update"


async def main() -> None:
    """Say where it is, then answer for it until the end."""
    async with SlackStandIn() as slack:
        slack.limits.on = True
        names = [f"bench-{number}" for number in range(given()["channels"])]
        for name in names:
            slack.workspace.add_channel(name, members=[slack.workspace.app.bot_user])
        channels = [slack.channel(f"#{name}").id for name in names]
        say({"settings": slack.settings(), "team": slack.workspace.team_id, "channels": channels})

        async def answer(wanted: Any) -> object:
            match wanted:
                case {"answered": method}:
                    return _answered(slack, method)
                case {"shut": channel}:
                    slack.fail(POST, channel=channel, times=None, retry_after=60)
                    return None
                case {"posted": [channels, many]}:
                    return await _posted(slack, set(channels), many)
                case _:
                    return slack.workspace.clock()

        await until_the_end(answer)


def _answered(slack: SlackStandIn, method: str) -> dict[int, int]:
    """How many calls of this method were answered with each status."""
    return dict(Counter(call.status for call in slack.calls if call.method == method))


async def _posted(slack: SlackStandIn, channels: set[str], many: int) -> list[float]:
    """When each card of these channels came, by the stand-in's clock, once so many have."""

    def came() -> list[float] | None:
        calls = (call for call in slack.calls if call.method == POST and call.status == 200)
        moments = [call.at for call in calls if call.arguments.get("channel") in channels]
        return moments if len(moments) >= many else None

    return await slack.until(came, 20) or []


if __name__ == "__main__":
    asyncio.run(main())
