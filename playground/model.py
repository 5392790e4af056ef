"""The model stand-in: the Anthropic Messages API on a loopback port.

https://docs.anthropic.com/en/api/messages, https://docs.anthropic.com/en/api/errors
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from aiohttp import web

from playground.advice import advice_for, said_in
from playground.bell import Bell
from playground.fault import Fault, Faults, carry_out
from playground.schema import fitted, schema_problems
from playground.site import Site

Found = TypeVar("Found")
Stop = Literal["refusal", "max_tokens"]
Speaker = Callable[[str], Mapping[str, Any] | str | None]
"""Makes an answer of what was asked."""

KEY = "sk-ant-stand-in"
MESSAGES = "messages"
HEALTHY = "end_turn"

ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("invalid_request_error", "The request is invalid."),
    401: ("authentication_error", "invalid x-api-key"),
    403: ("permission_error", "Your API key does not have permission to use the specified resource."),
    404: ("not_found_error", "Not found"),
    413: ("request_too_large", "Request exceeds the maximum size"),
    429: ("rate_limit_error", "This request would exceed your account's rate limit. Please try again later."),
    500: ("api_error", "Internal server error"),
    504: ("timeout_error", "Request timed out"),
    529: ("overloaded_error", "Overloaded"),
}
_KNOWN = frozenset(
    {
        "model",
        "max_tokens",
        "messages",
        "system",
        "output_config",
        "temperature",
        "top_p",
        "top_k",
        "thinking",
    }
    | {"metadata", "stop_sequences", "service_tier", "stream", "cache_control", "tools", "tool_choice"}
)


@dataclass(slots=True, eq=False)
class Request:
    """One request as it came in; `status` is 0 while it is not answered."""

    body: dict[str, Any]
    headers: Mapping[str, str]
    status: int = 0

    @property
    def text(self) -> str:
        """What was asked, without the system prompt."""
        return said_in(self.body)


class ModelStandIn:
    """`async with ModelStandIn() as model:` — answers after `latency` seconds, once `held` is set where there is one,
    and says it is no model."""

    def __init__(self, *, port: int = 0, latency: float = 0.0) -> None:
        self.latency = latency
        self.held: asyncio.Event | None = None
        self.requests: list[Request] = []
        self.bell = Bell()
        self._faults = Faults()
        self._stops: list[Stop] = []
        self._answers: list[tuple[Any, bool]] = []
        self._speaker: Speaker | None = None
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_post("/v1/messages", self._handle)
        self._site = Site(app, port)

    async def __aenter__(self) -> Self:
        await self._site.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._site.stop()

    def settings(self) -> dict[str, str]:
        """The environment of a service that is to ask this model."""
        return {"ANTHROPIC_BASE_URL": self._site.url, "ANTHROPIC_API_KEY": KEY}

    def answer_with(self, said: Mapping[str, Any] | str, *, times: int | None = None) -> None:
        """Say this (a mapping as JSON, a string as it is) from now on, or the next `times` times."""
        text = said if isinstance(said, str) else json.dumps(said)
        self._answers = [(text, True)] if times is None else [*self._answers, *[(text, False)] * times]

    def answer_by(self, speaker: Speaker) -> None:
        """Say from now on what this makes of the case: None where the stand-in is to answer by itself."""
        self._speaker = speaker

    def fail(
        self,
        *,
        times: int | None = 1,
        status: int | None = None,
        retry_after: float | None = None,
        stop: Stop | None = None,
        html: bool = False,
        hang: float | None = None,
        half: bool = False,
        drip: float | None = None,
        empty: bool = False,
        malformed: bool = False,
        drop: Literal["before", "after"] | None = None,
    ) -> None:
        """Fail the next `times` requests (None: until `heal`).

        `status` 400, 401, 403, 413, 429, 500 or 529 as Anthropic words it; `retry_after` alone is a
        429; `stop` refuses or cuts the answer at max_tokens; `drip` sends byte by byte with that
        pause; `half` cuts the answer and the connection; `malformed` is JSON that is none.
        """
        if stop is not None:
            self._stops += [stop] * (times or 1)
            return
        fault = Fault(status, None, retry_after, html, hang, empty, half, drip, malformed, drop)
        self._faults.plan(MESSAGES, fault, times, None)

    def heal(self) -> None:
        """Answer properly again."""
        self._faults.heal()
        self._stops.clear()

    async def until(self, predicate: Callable[[], Found], within: float = 5.0) -> Found:
        """The predicate's first truthy value, asked again after each request and answer."""
        return await self.bell.until(predicate, within, lambda: f"{len(self.requests)} requests")

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        taken = await self._taken(request)
        self.requests.append(taken)
        self.bell.ring()
        fault = self._faults.next(MESSAGES)
        if fault is None:
            return await self._answered(taken)
        return await carry_out(fault, request, lambda: self._answered(taken), lambda status, _: refusal(taken, status))

    async def _answered(self, taken: Request) -> web.Response:
        if problem := _problem(taken):
            return refusal(taken, *problem)
        await asyncio.sleep(self.latency)
        await (self.held.wait() if self.held else asyncio.sleep(0))
        stop = self._stops.pop(0) if self._stops else HEALTHY
        taken.status = 200
        self.bell.ring()
        return _json(200, _message(taken, self._words(taken), stop))

    def _words(self, taken: Request) -> str:
        if self._answers:
            text, stays = self._answers[0]
            self._answers = self._answers if stays else self._answers[1:]
            return str(text)
        said = self._speaker(taken.text) if self._speaker else None
        if said is not None:
            return said if isinstance(said, str) else json.dumps(said)
        schema = (taken.body.get("output_config") or {}).get("format", {}).get("schema")
        advice = advice_for(taken.text)
        return json.dumps(fitted(advice, schema) if schema else advice)

    @staticmethod
    async def _taken(request: web.Request) -> Request:
        try:
            body = json.loads(await request.read())
        except ValueError:
            body = None
        return Request(body if isinstance(body, dict) else {}, request.headers.copy())


def refusal(taken: Request, status: int, message: str = "") -> web.Response:
    """An error in Anthropic's shape."""
    taken.status = status if status >= 400 else 500
    kind, usual = ERRORS.get(taken.status, ERRORS[500])
    error = {"type": kind, "message": message or usual}
    return _json(taken.status, {"type": "error", "error": error, "request_id": f"req_{id(taken):x}"})


def _problem(taken: Request) -> tuple[int, str] | None:
    key = taken.headers.get("x-api-key") or taken.headers.get("Authorization", "").removeprefix("Bearer")
    if not key.strip():
        return 401, "x-api-key header is required"
    if "anthropic-version" not in taken.headers:
        return 400, "anthropic-version: header is required"
    wrong = _wrong(taken.body)
    return (400, wrong) if wrong else None


def _wrong(body: Mapping[str, Any]) -> str:
    for name in ("model", "max_tokens", "messages"):
        if name not in body:
            return f"{name}: Field required"
    for name in body.keys() - _KNOWN:
        return f"{name}: Extra inputs are not permitted"
    if not isinstance(body["max_tokens"], int) or body["max_tokens"] < 1:
        return "max_tokens: Input should be greater than or equal to 1"
    if not body["messages"] or any(m.get("role") not in ("user", "assistant") for m in body["messages"]):
        return "messages: at least one message with role user is required"
    wanted = (body.get("output_config") or {}).get("format")
    if wanted is None:
        return ""
    if wanted.get("type") != "json_schema":
        return "output_config.format.type: Input should be 'json_schema'"
    return next(schema_problems(wanted.get("schema")), "")


def _message(taken: Request, words: str, stop: str) -> dict[str, Any]:
    words = words[: len(words) // 2] if stop == "max_tokens" else words
    content = [] if stop == "refusal" else [{"type": "text", "text": words}]
    usage = {"input_tokens": len(taken.text) // 4 + 1, "output_tokens": len(words) // 4 + 1}
    usage |= {"cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
    details = {"type": "refusal", "category": None, "explanation": None} if stop == "refusal" else None
    return {
        "id": f"msg_{id(taken):x}",
        "type": "message",
        "role": "assistant",
        "model": taken.body["model"],
        "content": content,
        "stop_reason": stop,
        "stop_sequence": None,
        "stop_details": details,
        "usage": usage,
    }


def _json(status: int, body: Mapping[str, Any]) -> web.Response:
    request_id = str(body.get("request_id", "req_stand_in"))
    headers = {"request-id": request_id}
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json", headers=headers)
