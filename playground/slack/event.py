"""The Events API: telling the app what happened, and again until it listens.

https://docs.slack.dev/apis/events-api
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from playground.slack.answer import NOTHING_SENT, Answer
from playground.slack.channel import CHANNEL_TYPES, Channel
from playground.slack.message import Message
from playground.slack.wire import Wire
from playground.slack.workspace import Workspace

RETRY_DELAYS = (0.0, 60.0, 300.0)
"""Seconds before each of Slack's three further tries."""

_REMEMBERED = 500
_SUBSCRIPTION = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class Events:
    """Sends the events the app is subscribed to; retries go on in the background until `close`."""

    def __init__(self, workspace: Workspace, wire: Wire, retry_delays: Sequence[float]) -> None:
        self._workspace = workspace
        self._wire = wire
        self._retry_delays = retry_delays
        self._tasks: set[asyncio.Task[Answer]] = set()
        self._sent: deque[dict[str, Any]] = deque([{}], maxlen=_REMEMBERED)

    async def send(self, kind: str, event: dict[str, Any], subscription: str | None = None) -> Answer:
        """The app's first answer to this event; NOTHING_SENT when it is not subscribed."""
        if (subscription or kind) not in self._workspace.app.events or not self._workspace.installed:
            return NOTHING_SENT
        if not self._wire.app_url:
            return NOTHING_SENT
        body = self._envelope({"type": kind, "event_ts": self._workspace.next_ts()} | event)
        self._sent.append(body)
        answer = await self._wire.json(body, {})
        if not answer.ok:
            self._spawn(self._again(body, answer))
        return answer

    async def redelivered(self, times: int, ts: str = "") -> list[Answer]:
        """The latest event again, or the latest about one message, as Slack does when it did not see the answer."""
        body = next(sent for sent in reversed(self._sent) if not ts or sent["event"].get("ts") == ts)
        headers = [{"X-Slack-Retry-Num": str(n), "X-Slack-Retry-Reason": "http_timeout"} for n in range(1, times + 1)]
        return [await self._wire.json(body, each) for each in headers]

    def told(self, what: str, channel: Channel, message: Message) -> None:
        """Tell of a message of our own app, in the background: apps hear themselves, too."""
        if message.author == self._workspace.app.bot_user:
            self._spawn(self.of_message(what, channel, message))

    async def of_message(self, what: str, channel: Channel, message: Message) -> Answer:
        """The message event for something posted, changed or deleted."""
        if self._workspace.app.bot_user not in channel.members:
            return NOTHING_SENT
        channel_type = CHANNEL_TYPES[channel.kind]
        event: dict[str, Any] = {"channel": channel.id, "channel_type": channel_type}
        if what == "posted":
            event |= message.as_json()
        else:
            event |= {"subtype": f"message_{what}", "ts": self._workspace.next_ts(), "hidden": True}
            event |= {"deleted_ts": message.ts} if what == "deleted" else {"message": message.as_json()}
        return await self.send("message", event, _SUBSCRIPTION[channel_type])

    async def close(self) -> None:
        """Stop retrying."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _again(self, body: dict[str, Any], answer: Answer) -> Answer:
        for number, delay in enumerate(self._retry_delays, start=1):
            reason = "http_timeout" if answer.trouble == "operation_timeout" else "http_error"
            reason = "connection_failed" if answer.status == 0 and reason == "http_error" else reason
            await asyncio.sleep(delay)
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            answer = await self._wire.json(body, headers)
            if answer.ok:
                break
        return answer

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[Answer] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _envelope(self, event: dict[str, Any]) -> dict[str, Any]:
        workspace = self._workspace
        authorization: dict[str, Any] = {"enterprise_id": None, "team_id": workspace.team_id, "is_bot": True}
        authorization |= {"user_id": workspace.app.bot_user, "is_enterprise_install": False}
        channel = workspace.channels.get(str(event.get("channel")))
        about: dict[str, Any] = {"token": "legacy-verification-token", "team_id": workspace.team_id}
        about |= {"api_app_id": workspace.app.id, "type": "event_callback"}
        about |= {"event_id": f"Ev0{workspace.number():08d}", "event_time": int(workspace.clock())}
        about |= {"is_ext_shared_channel": bool(channel and channel.is_shared)}
        return {**about, "event": event, "authorizations": [authorization], "event_context": "4-context"}
