"""The Slack stand-in fails as it is told to, and only so."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import SlackStandIn

POST = "chat.postMessage"


async def post(client: AsyncWebClient, where: str = "#escalations", slack: SlackStandIn | None = None) -> Any:
    channel = slack.channel(where).id if slack else where
    return await client.chat_postMessage(channel=channel, text="hello")


def posted(slack: SlackStandIn) -> int:
    return len(slack.channel("#escalations").messages)


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        ({"status": 500}, 500, "internal_error"),
        ({"error": "fatal_error"}, 200, "fatal_error"),
        ({"retry_after": 3}, 429, "ratelimited"),
        ({"html": True}, 502, None),
    ],
)
async def test_it_refuses_once_and_then_works(
    slack: SlackStandIn, client: AsyncWebClient, fault: dict[str, Any], status: int, error: str | None
) -> None:
    slack.fail(POST, **fault)
    with pytest.raises(SlackApiError) as caught:
        await post(client, slack=slack)
    answer = caught.value.response
    assert (answer.status_code, answer.get("error")) == (status, error)
    assert "retry_after" not in fault or answer.headers["Retry-After"] == "3"
    assert posted(slack) == 0
    await post(client, slack=slack)
    assert (posted(slack), slack.complaints) == (1, [])


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        ({"drop": "before"}, 0),
        ({"drop": "after"}, 1),
        ({"half": True}, 1),
        ({"empty": True}, 1),
        ({"hang": 0.05}, 0),
        ({"hang": 0.05, "accepted": True}, 1),
        ({"status": 503, "accepted": True}, 1),
    ],
)
async def test_the_work_is_done_or_not_as_asked(
    slack: SlackStandIn, client: AsyncWebClient, fault: dict[str, Any], done: int
) -> None:
    slack.fail(POST, **fault)
    with pytest.raises((aiohttp.ClientError, SlackApiError)):
        await post(client, slack=slack)
    assert posted(slack) == done


async def test_a_fault_can_be_one_persons_or_one_channels(slack: SlackStandIn, client: AsyncWebClient) -> None:
    slack.fail(POST, times=None, error="fatal_error", user="Jane")
    slack.fail(POST, times=None, error="fatal_error", channel="#general")
    await post(client, "U0SAM")
    await post(client, slack=slack)
    for where in ("U0JANE", slack.workspace.dm("U0JANE").id, slack.channel("#general").id):
        with pytest.raises(SlackApiError):
            await post(client, where)
    slack.heal()
    await post(client, "U0JANE")


async def test_it_takes_its_time(slack: SlackStandIn, client: AsyncWebClient) -> None:
    slack.delay(POST, 0.05)
    await post(client, slack=slack)
    assert slack.calls[-1].seconds >= 0.05
