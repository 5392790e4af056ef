"""What is counted, in Prometheus's words. One registry for each service; docs/operations.md has the table.

No label has values without bound: kinds, chats and codes, never an account, a handoff or a person.
"""

import asyncio
import platform
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from core.assessment import Assessment
from core.case import CaseText
from core.delivery import Delivery
from core.errors import AssessmentFailed, TryAgain
from core.handoff import Door
from core.meter import Result
from core.outcome import ClaimOutcome
from core.overview import UNDER_WAY, Tally
from core.ports import Answer, Model

MODEL = "model"
"""The chat of what goes to no chat."""

_ANSWERED = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5)
"""Slack gives up after 3 seconds, a dialog in Teams after 5."""

_DELIVERED = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 7_200)
_ASSESSED = (1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 600)
_LAG = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_LOOKED = timedelta(seconds=1)

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Metrics:
    """``core.meter.Meter``, and what the doors and the database tell. ``registry`` holds it all."""

    def __init__(self, version: str, database: str) -> None:
        self.registry = here = CollectorRegistry()
        ProcessCollector(registry=here)
        built = Gauge("baton_build_info", "This Baton.", ["version", "python", "database"], registry=here)
        built.labels(version, platform.python_version(), database).set(1)
        self._inbound = Histogram(
            "baton_inbound_seconds",
            "From a chat's request to its answer.",
            ["chat", "kind", "result"],
            buckets=_ANSWERED,
            registry=here,
        )
        self._claims = Counter("baton_claims_total", "Presses of Pick Up.", ["chat", "outcome"], registry=here)
        self._attempts = Counter(
            "baton_deliveries_total", "Attempts to deliver.", ["chat", "kind", "result"], registry=here
        )
        self._delivered = Histogram(
            "baton_delivery_seconds",
            "From wanting to showing.",
            ["chat", "kind"],
            buckets=_DELIVERED,
            registry=here,
        )
        self._errors = Counter(
            "baton_vendor_errors_total", "What chats and the model refused.", ["vendor", "code"], registry=here
        )
        self._assessed = Histogram(
            "baton_assessment_seconds",
            "From when an assessment was asked for to its end.",
            ["outcome", "why"],
            buckets=_ASSESSED,
            registry=here,
        )
        self._tokens = Counter("baton_model_tokens_total", "Tokens of the model.", ["direction"], registry=here)
        self._outbox = Gauge(
            "baton_outbox_deliveries", "Deliveries not shown yet.", ["chat", "kind", "state"], registry=here
        )
        self._oldest = Gauge(
            "baton_outbox_oldest_seconds",
            "For how long the oldest delivery under way has been wanted.",
            ["chat", "kind"],
            registry=here,
        )
        self._up = Gauge("baton_database_up", "Whether the database answered this scrape.", registry=here)
        self._connections = Gauge(
            "baton_database_connections", "Connections, in use and in all.", ["pool", "state"], registry=here
        )
        self._lag = Histogram(
            "baton_event_loop_lag_seconds", "How late the event loop is.", buckets=_LAG, registry=here
        )

    def answered(self, chat: str, kind: str, result: str, seconds: float) -> None:
        """A chat's request was answered."""
        self._inbound.labels(chat, kind, result).observe(seconds)

    def claimed(self, door: Door, outcome: ClaimOutcome) -> None:
        """As promised by Meter."""
        self._claims.labels(door.value, _HUMP.sub("_", type(outcome).__name__).lower()).inc()

    def carried(self, delivery: Delivery, result: Result, took: timedelta | None, code: str) -> None:
        """As promised by Meter."""
        chat = delivery.place.workspace.platform.value if delivery.place else MODEL
        self._attempts.labels(chat, delivery.kind.value, result.value).inc()
        if result is Result.SENT and took is not None:
            self._delivered.labels(chat, delivery.kind.value).observe(max(0.0, took.total_seconds()))
        if code and chat != MODEL:
            self.refused(chat, code)

    def assessed(self, ended: Assessment, took: timedelta) -> None:
        """As promised by Meter."""
        self._assessed.labels(ended.status.value, ended.why).observe(max(0.0, took.total_seconds()))

    def refused(self, vendor: str, code: str) -> None:
        """A vendor did not do what it was asked."""
        self._errors.labels(vendor, code).inc()

    def spent(self, answer: Answer) -> None:
        """The model answered."""
        self._tokens.labels("in").inc(answer.tokens.into)
        self._tokens.labels("out").inc(answer.tokens.out)

    def counted(self, tallies: Sequence[Tally] | None, now: datetime) -> None:
        """The outbox as it stands; None when the database does not answer: what is not known is not shown."""
        self._up.set(tallies is not None)
        self._outbox.clear()
        self._oldest.clear()
        for tally in tallies or ():
            chat = tally.platform.value if tally.platform else MODEL
            self._outbox.labels(chat, tally.kind.value, tally.standing.value).set(tally.count)
            if tally.standing in UNDER_WAY and tally.oldest is not None:
                self._aged(chat, tally.kind.value, (now - tally.oldest).total_seconds())

    def _aged(self, chat: str, kind: str, age: float) -> None:
        oldest = self._oldest.labels(chat, kind)
        oldest.set(max(age, oldest._value.get()))

    def connected(self, pool: str, used: int, size: int) -> None:
        """How the database's connections are used."""
        self._connections.labels(pool, "used").set(used)
        self._connections.labels(pool, "size").set(size)

    async def look_at_the_loop(self) -> None:
        """Measure for ever how much later than asked for this task is woken."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(_LOOKED.total_seconds())
            self._lag.observe(max(0.0, time.perf_counter() - begun - _LOOKED.total_seconds()))


@dataclass(frozen=True, slots=True)
class MeteredModel:
    """A model whose tokens and refusals are counted."""

    model: Model
    metrics: Metrics

    @property
    def name(self) -> str:
        """The model's name as the card shows it."""
        return self.model.name

    async def assess(self, case: CaseText, within: timedelta) -> Answer:
        """As promised by Model."""
        try:
            answer = await self.model.assess(case, within)
        except (AssessmentFailed, TryAgain) as failure:
            self.metrics.refused(MODEL, failure.code or "unusable")
            raise
        self.metrics.spent(answer)
        return answer
