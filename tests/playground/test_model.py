"""The model stand-in speaks to the real Anthropic SDK, well and badly."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import anthropic
import pytest

from playground.model import ModelStandIn

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["summary", "what_we_know", "suggested_steps", "confidence", "mood"],
    "properties": {
        "summary": {"type": "string"},
        "what_we_know": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["fact", "source"],
                "properties": {"fact": {"type": "string"}, "source": {"type": "string"}},
            },
        },
        "suggested_steps": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["step", "why", "already_tried"],
                "properties": {
                    "step": {"type": "string"},
                    "why": {"type": "string"},
                    "already_tried": {"type": "boolean"},
                },
            },
        },
        "confidence": {"type": "string", "enum": ["low", "medium", "high"]},
        "mood": {"type": "string"},
    },
}
CASE = "The case:\nf1 (problem): Outlook stops syncing\nf2: rebooted, did not help\nm1: since Monday <b>\n"


@pytest.fixture
async def model() -> AsyncIterator[ModelStandIn]:
    async with ModelStandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def client(model: ModelStandIn) -> AsyncIterator[anthropic.AsyncAnthropic]:
    settings = model.settings()
    async with anthropic.AsyncAnthropic(
        api_key=settings["ANTHROPIC_API_KEY"],
        base_url=settings["ANTHROPIC_BASE_URL"],
        max_retries=0,
        timeout=0.5,
    ) as sdk:
        yield sdk


async def ask(client: anthropic.AsyncAnthropic, **more: Any) -> anthropic.types.Message:
    wanted: Any = {"format": {"type": "json_schema", "schema": SCHEMA}}
    message: anthropic.types.Message = await client.messages.create(
        model="some-model",
        max_tokens=1000,
        output_config=wanted,
        messages=[{"role": "user", "content": CASE}],
        **more,
    )
    return message


def said(message: anthropic.types.Message) -> dict[str, Any]:
    [block] = message.content
    assert block.type == "text"
    return dict(json.loads(block.text))


async def test_it_quotes_the_case_with_its_sources_and_says_what_it_is(
    model: ModelStandIn, client: anthropic.AsyncAnthropic
) -> None:
    message = await ask(client)
    advice = said(message)
    assert advice["summary"] == "Stand-in answer (no model was asked): Outlook stops syncing"
    assert [fact["source"] for fact in advice["what_we_know"]] == ["f1", "f2", "m1"]
    assert advice["what_we_know"][2]["fact"] == "since Monday <b>"
    assert advice.keys() == SCHEMA["properties"].keys()  # type: ignore[attr-defined]
    assert message.stop_reason == "end_turn"
    assert model.requests[0].text == CASE


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, anthropic.BadRequestError),
        (401, anthropic.AuthenticationError),
        (429, anthropic.RateLimitError),
        (500, anthropic.InternalServerError),
        (529, anthropic.InternalServerError),
    ],
)
async def test_errors_have_anthropics_shape(
    model: ModelStandIn, client: anthropic.AsyncAnthropic, status: int, error: type[anthropic.APIStatusError]
) -> None:
    model.fail(status=status, retry_after=7 if status == 429 else None)
    with pytest.raises(error) as caught:
        await ask(client)
    body: Any = caught.value.body
    assert (body["type"], caught.value.status_code) == ("error", status)
    assert status != 429 or caught.value.response.headers["retry-after"] == "7"
    assert said(await ask(client))


@pytest.mark.parametrize(
    "fault",
    [{"hang": 1.0}, {"half": True}, {"malformed": True}, {"drop": "before"}, {"html": True}],
)
async def test_it_can_fail_in_the_middle(
    model: ModelStandIn, client: anthropic.AsyncAnthropic, fault: dict[str, Any]
) -> None:
    model.fail(**fault)
    with pytest.raises((anthropic.APIError, ValueError)):
        await ask(client, timeout=0.1)


async def test_an_answer_byte_by_byte_outlives_the_sdks_own_timeout(
    model: ModelStandIn, client: anthropic.AsyncAnthropic
) -> None:
    model.fail(drip=0.01)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await ask(client, timeout=0.1)


async def test_it_refuses_or_is_cut_short(model: ModelStandIn, client: anthropic.AsyncAnthropic) -> None:
    model.fail(stop="refusal")
    refused = await ask(client)
    assert (refused.stop_reason, refused.content) == ("refusal", [])
    model.fail(stop="max_tokens")
    cut = await ask(client)
    assert cut.stop_reason == "max_tokens"
    with pytest.raises(ValueError):
        said(cut)


async def test_a_test_can_put_words_in_its_mouth(model: ModelStandIn, client: anthropic.AsyncAnthropic) -> None:
    model.answer_with({"summary": "once"}, times=1)
    assert said(await ask(client)) == {"summary": "once"}
    assert "Stand-in" in said(await ask(client))["summary"]


async def test_without_a_key_or_with_a_bad_schema_it_says_why(model: ModelStandIn) -> None:
    url = model.settings()["ANTHROPIC_BASE_URL"]
    async with aiohttp.ClientSession() as session, session.post(f"{url}/v1/messages", json={}) as answer:
        assert (answer.status, (await answer.json())["error"]["type"]) == (401, "authentication_error")
    async with anthropic.AsyncAnthropic(api_key="k", base_url=url, max_retries=0) as sdk:
        open_schema: Any = {"format": {"type": "json_schema", "schema": {"type": "object", "properties": {}}}}
        with pytest.raises(anthropic.BadRequestError, match="additionalProperties"):
            await sdk.messages.create(
                model="m",
                max_tokens=5,
                messages=[{"role": "user", "content": "x"}],
                output_config=open_schema,
            )
