"""A scrape while the database is away: it answers with what it has."""

import aiohttp
import pytest

from tests.faults.conftest import Frail
from tests.town import AI_OFF, Found

TOKEN = "a-token-of-some-length"


@pytest.mark.parametrize("frail", ["postgres"], indirect=True)  # a file that is locked can be read all the same
async def test_a_scrape_answers_while_the_database_is_gone(founded: Found, frail: Frail) -> None:
    town = await founded(named={**AI_OFF, "METRICS_TOKEN": TOKEN})
    town.expect_errors("error ")
    await town.escalated()
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        async with frail.gone():
            await town.says(town.jane, "Printer prints only blanks")
            async with http.get(town.service.metrics_url) as answer:
                told = await answer.text()
            async with http.get(f"{town.service.url}/readyz") as answer:
                ready = await answer.text()
                assert answer.status == 503
        assert "baton_database_up 0.0" in told
        assert 'baton_inbound_seconds_count{chat="slack",kind="command",result="ok"} 1.0' in told
        assert 'baton_inbound_seconds_count{chat="slack",kind="command",result="failed"} 1.0' in told
        assert "baton_outbox_deliveries{" not in told
        assert "Baton cannot reach its database" in ready
        while "baton_database_up 1.0" not in told:
            async with http.get(town.service.metrics_url) as answer:
                told = await answer.text()
