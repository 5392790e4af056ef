"""``baton deliveries`` as somebody who hosts Baton meets it, beside the running service."""

import os
import re
from pathlib import Path

from core.delivery import Condition
from tests.breadth import ON_SQLITE
from tests.test_command_line import said
from tests.town import Town

ROW = re.compile(r"^(?P<id>[0-9a-f]{8})  E-1 +card +Slack, C\w+ +stopped +0 +\d+ s ago +(?P<why>.+)$", re.MULTILINE)


async def stopped(town: Town) -> None:
    """An escalation whose card could not be posted: the channel is archived."""
    town.expect_errors("stopped")
    town.slack.fail("chat.postMessage", times=None, channel="#escalations", error="is_archived")
    await town.says(town.jane, "Outlook stops syncing")
    await town.sent(town.jane, "could not be delivered")
    await town.delivered()


async def run(town: Town, folder: Path, *words: str) -> tuple[int, str, str]:
    return await said("deliveries", *words, folder=folder, named={"DATABASE_URL": town.database_url})


@ON_SQLITE
async def test_what_was_stopped_is_listed_with_its_reason_and_tried_again(town: Town, tmp_path: Path) -> None:
    await stopped(town)
    code, out, err = await run(town, tmp_path, "list")
    assert (code, err) == (0, "")
    assert out.startswith("Baton uses ")
    found = ROW.search(out)
    assert found, out
    assert found["why"] == "the channel is archived: choose another one with /escalate here"

    town.slack.heal()
    code, out, err = await run(town, tmp_path, "retry", found["id"])
    assert (code, err) == (0, "")
    assert "it is tried again at once" in out
    assert "1 delivery will be tried again." in out
    await town.until(lambda: town.cards() or None, within=20)
    await town.until(lambda: next((True for m in town.jane.dms() if "is with the team" in m.text()), None))
    await town.until(lambda: all("could not be delivered" not in m.text() for m in town.jane.dms()) or None, within=20)
    code, out, _ = await run(town, tmp_path, "list")
    assert code == 0
    assert out.endswith("Nothing was stopped or given up.\n")


@ON_SQLITE
async def test_everything_that_was_given_up_is_tried_again_at_once(town: Town, tmp_path: Path) -> None:
    await stopped(town)
    code, out, _ = await run(town, tmp_path, "retry", "--all")
    assert code == 0
    assert "1 delivery will be tried again." in out
    code, out, _ = await run(town, tmp_path, "list", "--handoff", "E-1")
    assert code == 0
    assert "receipt" in out
    assert "Slack, Jane Ruiz" in out


@ON_SQLITE
async def test_what_cannot_be_meant_is_told_in_words(town: Town, tmp_path: Path) -> None:
    await stopped(town)
    for words, told in {
        ("retry",): "Name the deliveries",
        ("retry", "ffffffff"): "ffffffff: nothing that waits or was given up has this id",
        ("retry", "zebra"): "zebra: nothing that waits or was given up has this id",
        ("list", "--handoff", "zebra"): "'zebra' is no handoff: write it like E-42.",
        ("list", "--account", "zebra"): "No account is called 'zebra'. There are: ",
        ("list", "--limit", "0"): "--limit must be at least 1.",
    }.items():
        code, _, err = await run(town, tmp_path, *words)
        assert code == 1, words
        assert told in err, words
    code, out, _ = await run(town, tmp_path, "list", "--handoff", "E-99")
    assert (code, "There are no deliveries of E-99." in out) == (0, True)
    [card] = [d for d in await town.deliveries() if d.condition is Condition.STOPPED]
    assert card.attempts == 0


async def test_a_database_without_tables_is_told_to_be_upgraded_first(tmp_path: Path) -> None:
    code, _, err = await said("deliveries", "list", folder=tmp_path)
    assert code == 1
    assert "run `baton db upgrade` first" in err
    assert os.listdir(tmp_path) == []  # noqa: PTH208
