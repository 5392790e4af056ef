"""What whoever hosts Baton can measure, over the real wire."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from core.people import Platform
from storage.database import Database
from tests.breadth import ON_SQLITE
from tests.tempo import HURRIED
from tests.town import AI_OFF, Found, Town

pytestmark = ON_SQLITE


TOKEN = "a-token-of-some-length"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]

ON = {**AI_OFF, "METRICS_TOKEN": TOKEN}
LABELS = {"chat", "kind", "result", "outcome", "state", "vendor", "code", "pool", "direction", "why", "le"}
LABELS |= {"version", "python", "database"}


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def scraped(town: Town, http: aiohttp.ClientSession) -> Samples:
    """Every sample by its name and labels."""
    async with http.get(town.service.metrics_url, headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        assert answer.status == 200
        families = text_string_to_metric_families(await answer.text())
        return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((name, frozenset(labels.items())), 0)


async def test_the_main_job_is_counted(founded: Found, http: aiohttp.ClientSession) -> None:
    town = await founded(named={"METRICS_TOKEN": TOKEN})
    card = await town.escalated()
    await town.sam.click(card, "pick_up")
    await town.until(lambda: "Picked up by Sam" in card.text())
    await town.alex.click_stale(card, 0, "pick_up")
    await town.delivered()
    found = await scraped(town, http)
    assert value(found, "baton_claims_total", chat="slack", outcome="won") == 1
    assert value(found, "baton_claims_total", chat="slack", outcome="lost") == 1
    assert value(found, "baton_inbound_seconds_count", chat="slack", kind="command", result="ok") == 1
    assert value(found, "baton_inbound_seconds_count", chat="slack", kind="press", result="ok") == 2
    assert value(found, "baton_deliveries_total", chat="slack", kind="briefing", result="sent") >= 1
    assert value(found, "baton_delivery_seconds_count", chat="slack", kind="card") >= 1
    assert value(found, "baton_assessment_seconds_count", outcome="ready", why="") == 1
    assert value(found, "baton_model_tokens_total", direction="in") > 0
    assert value(found, "baton_database_up") == 1
    assert value(found, "baton_database_connections", pool="write", state="size") >= 1
    assert not [name for name, _ in found if name == "baton_outbox_deliveries"], "nothing waits"


async def test_what_a_chat_refuses_is_counted_by_its_code_and_what_waits_by_its_state(
    founded: Found, http: aiohttp.ClientSession
) -> None:
    town = await founded(named=ON, tempo=replace(HURRIED, first_pause=timedelta(minutes=1)))
    town.expect_errors("stopped")
    town.slack.fail("chat.postMessage", times=None, channel="#escalations", error="is_archived")
    town.slack.fail("chat.postMessage", times=None, user="Jane", error="fatal_error")
    await town.says(town.jane, "Outlook stops syncing")

    async def counted() -> Samples:
        return await scraped(town, http)

    while not value(found := await counted(), "baton_outbox_deliveries", chat="slack", kind="card", state="stopped"):
        pass
    while not value(found := await counted(), "baton_outbox_deliveries", chat="slack", kind="receipt", state="put_off"):
        pass
    assert value(found, "baton_vendor_errors_total", vendor="slack", code="is_archived") == 1
    assert value(found, "baton_vendor_errors_total", vendor="slack", code="fatal_error") >= 1
    assert value(found, "baton_deliveries_total", chat="slack", kind="card", result="stopped") == 1
    assert value(found, "baton_deliveries_total", chat="slack", kind="receipt", result="again") >= 1
    assert 0 < value(found, "baton_outbox_oldest_seconds", chat="slack", kind="receipt") < 60


async def test_no_label_names_an_account_a_handoff_or_a_person(founded: Found, http: aiohttp.ClientSession) -> None:
    town = await founded(named=ON)
    card = await town.escalated("Outlook stops syncing #4711")
    await town.sam.click(card, "pick_up")
    await town.delivered()
    found = await scraped(town, http)
    handoff = await town.handoff()
    assert handoff
    assert {name for _, labels in found for name, _ in labels} <= LABELS
    said = " ".join(value for _, labels in found for _, value in labels)
    assert not re.search(r"[0-9a-f]{8}-|[UCT]0|Sam|Jane|4711|Outlook", said)


async def test_without_its_token_nobody_is_answered(founded: Found, http: aiohttp.ClientSession) -> None:
    town = await founded(named=ON)
    for authorization in ("", "Bearer wrong", TOKEN, f"Basic {TOKEN}", "Bearer \u00fc"):
        headers = {"Authorization": authorization} if authorization else {}
        async with http.get(town.service.metrics_url, headers=headers) as answer:
            assert answer.status == 401, authorization
            assert "baton_" not in await answer.text()


async def test_metrics_are_off_unless_they_are_asked_for(town: Town, http: aiohttp.ClientSession) -> None:
    assert town.service.metrics_url == ""
    async with http.get(f"{town.service.url}/metrics") as answer:
        assert answer.status == 404


async def test_a_port_of_its_own_has_the_metrics_and_nothing_else(founded: Found, http: aiohttp.ClientSession) -> None:
    town = await founded(named={**AI_OFF, "METRICS_PORT": "0"})
    async with http.get(town.service.metrics_url) as answer:
        assert "baton_build_info" in await answer.text()
    for other in (f"{town.service.url}/metrics", town.service.metrics_url.replace("/metrics", "/slack/events")):
        async with http.get(other) as answer:
            assert answer.status == 404


async def test_two_services_in_one_process_count_for_themselves(founded: Found, http: aiohttp.ClientSession) -> None:
    town = await founded(named=ON)
    await town.escalated()
    await town.stop()
    await town.start()
    found = await scraped(town, http)
    assert value(found, "baton_inbound_seconds_count", chat="slack", kind="command", result="ok") == 0


async def test_the_outbox_is_counted_by_one_query(storage: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import event

    from tests.contracts.office import connection_of, office

    here = await office(storage)
    await here.delivery(await here.escalated())

    def work(tx: object) -> tuple[int, list[object]]:
        asked: list[str] = []
        connection = connection_of(tx)  # type: ignore[arg-type]
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2].split()[0]))
        from tests.people import after

        found = list(tx.overview.tallies(after(9)))  # type: ignore[attr-defined]
        return asked.count("SELECT"), found

    asked, [tally] = await storage.transact(work)
    assert asked == 1
    assert (tally.platform, tally.kind.value, tally.standing.value, tally.count) == (Platform.SLACK, "card", "due", 1)  # type: ignore[attr-defined]
