"""One chat is down: the other one's card comes and is claimed; what comes up later shows that, once."""

from tests.both import Opened
from tests.tempo import HASTY
from tests.waiting import settled

SAM = "✅ Picked up by Sam Okafor"
POST = "chat.postMessage"


async def test_while_slack_is_down_teams_has_its_card_and_slack_comes_up_with_it_already_claimed(
    opened: Opened,
) -> None:
    both = await opened(slack=True, tempo=HASTY)
    slack = both.in_slack
    slack.fail("*", times=None, status=503)
    card = await both.escalated("Printer offline")
    await both.sam.click(card, "pick_up")
    await both.until(lambda: SAM in card.text())
    await slack.until(lambda: [call for call in slack.calls if call.method == POST and call.fault is not None])
    slack.heal()
    await settled(both.deliveries, 1)
    twin = await both.twin("Printer offline")
    assert SAM in twin.text()
    assert len(twin.message.versions) == 1, "it was never shown as open"
    assert len([seen for seen in slack.person("Sam").sees("#escalations") if seen.has("details")]) == 1
