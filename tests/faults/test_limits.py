"""Chats that enforce their limits, over the real wire: Baton keeps to them by itself, and loses nothing."""

from collections import Counter
from datetime import timedelta

from bot.carrying import Tempo
from tests.tempo import SOON
from tests.town import AI_OFF, ESCALATIONS, HELPDESK, Found, Town

POST, EDIT = "chat.postMessage", "chat.update"
CARDS = 6


async def limited(founded: Found, *, paced: bool) -> Town:
    """A Slack that enforces its limits, and a service that knows of them, or does not."""
    town = await founded(named=AI_OFF, started=False, tempo=Tempo(timedelta(milliseconds=50), SOON, paced=paced))
    town.slack.limits.on = True
    await town.start()
    return town


def answers(town: Town, method: str) -> Counter[int]:
    """How the calls of a method were answered."""
    return Counter(call.status for call in town.slack.calls if call.method == method)


async def cards_of(town: Town, many: int) -> None:
    """So many escalations, and all their cards."""
    for number in range(many):
        answer = await town.says(town.jane, f"Printer {number} offline")
        assert answer.ok
    await town.until(lambda: len(town.cards()) == many or None, within=40)


async def test_slack_never_has_to_say_that_it_is_too_much(founded: Found) -> None:
    town = await limited(founded, paced=True)
    await cards_of(town, CARDS)
    assert answers(town, POST)[429] == 0


async def test_who_does_not_know_the_limits_learns_them_and_loses_nothing(founded: Found) -> None:
    """The control: these limits are enforced, and a lane that is told to wait is asked a few times, not for each."""
    town = await limited(founded, paced=False)
    await cards_of(town, CARDS)
    assert 1 <= answers(town, POST)[429] <= 2 * 2 * CARDS


async def test_a_channel_that_asks_to_wait_delays_no_direct_message(founded: Found) -> None:
    town = await founded(named=AI_OFF)
    town.slack.fail(POST, channel=ESCALATIONS, times=None, retry_after=60)
    for number in range(5):
        await town.says(town.jane, f"Printer {number} offline", HELPDESK)
    for number in range(5):
        await town.sent(town.jane, f"Printer {number} offline")
    channel = town.slack.channel(ESCALATIONS).id
    asked = [call for call in town.slack.calls if call.method == POST and call.arguments["channel"] == channel]
    assert len(asked) <= 3, "those that were under way when it said so"
    assert not town.cards()
