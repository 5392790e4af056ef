"""Pacing with a stopped clock: what may be sent now, and what must wait for whom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import pytest

from bot.slack.limit import slack_limits
from bot.teams.limit import teams_limits
from core.delivery import Kind, Place, Rank
from core.gauge import Bucket, Windows
from core.lane import Lane, Way, lane_named, lane_of
from core.pacing import AT_ONCE, Limit, Pacing, Turn
from core.people import Platform, Workspace
from tests.people import NOON, after

SECOND = timedelta(seconds=1)
MANY = 1_000


def post(channel: str = "C1", road: str = "slack") -> Lane:
    return Lane(road, "T1", channel)


def edit(channel: str = "C1", road: str = "slack") -> Lane:
    return Lane(road, "T1", channel, Way.EDIT)


def turn(lane: Lane, rank: Rank = Rank.FIRST, due: datetime = NOON) -> Turn:
    return Turn(lane, rank, due)


def sent(pacing: Pacing, waiting: Sequence[Turn], now: datetime) -> list[Turn]:
    """Everything that may be sent now, answered at once."""
    done: list[Turn] = []
    while chosen := pacing.chosen(waiting, now, MANY):
        done += chosen
        for one in chosen:
            pacing.served(one.lane)
    return done


def sent_within(pacing: Pacing, waiting: Sequence[Turn], seconds: int) -> list[float]:
    """When something was sent, by a courier that comes whenever there is an opening."""
    times: list[float] = []
    now = NOON
    while now < after(seconds):
        times += [(now - NOON).total_seconds()] * len(sent(pacing, waiting, now))
        opens = pacing.opens(waiting, now)
        assert opens is not None
        now = max(opens, now + timedelta(milliseconds=1))
    return times


def most_in(times: Sequence[float], seconds: float) -> int:
    """How many there were, at most, in any stretch of so long."""
    return max(sum(start <= time < start + seconds for time in times) for start in times)


@pytest.mark.parametrize("place", [Place(Workspace(Platform.TEAMS, "contoso"), "19:a/b@thread"), None])
def test_a_lane_is_read_as_it_was_kept(place: Place | None) -> None:
    for posted in (False, True):
        lane = lane_of(Kind.ASSESSMENT, place, posted=posted)
        assert lane_named(str(lane)) == lane


def test_slack_takes_a_few_posts_at_once_and_then_one_a_second() -> None:
    times = sent_within(Pacing(slack_limits), [turn(post())], 60)
    assert len(times) == 3 + 59
    assert most_in(times, 1) == 3


def test_slack_takes_fifty_edits_a_minute_of_all_channels_together() -> None:
    pacing = Pacing(slack_limits)
    everywhere = [turn(edit(f"C{number}")) for number in range(9)]
    assert len(sent(pacing, everywhere, NOON)) == 45
    assert len(sent(pacing, everywhere, after(60))) == 45
    assert len(sent_within(Pacing(slack_limits), everywhere, 600)) in range(45 + 498, 45 + 501)


def test_teams_never_gets_more_than_each_of_its_windows_allows_and_almost_that() -> None:
    times = sent_within(Pacing(teams_limits), [turn(post(road="teams"))], 7_200)
    assert [most_in(times, seconds) for seconds in (1, 2, 30)] == [7, 8, 60]
    assert most_in(times, 3_600) == 1_800
    assert len(times) >= 0.95 * 3_600


def test_a_tenant_gets_fifty_a_second_whatever_its_conversations_would_take() -> None:
    everywhere = [turn(post(f"19:{number}", "teams")) for number in range(20)]
    assert len(sent(Pacing(teams_limits), everywhere, NOON)) == 50


def test_a_lane_that_is_told_to_wait_holds_up_no_other() -> None:
    pacing = Pacing(slack_limits)
    waiting = [turn(post(f"C{number}")) for number in range(10)]
    pacing.chosen([waiting[0]], NOON, 1)
    pacing.told_to_wait(waiting[0].lane, after(60))
    served = Counter(one.lane.to for second in range(59) for one in sent(pacing, waiting, after(second)))
    assert served["C0"] == 0
    assert {served[f"C{number}"] for number in range(1, 10)} == {3 + 58}
    assert [one.lane.to for one in sent(pacing, waiting[:1], after(60))] == []
    assert [one.lane.to for one in sent(pacing, waiting[:1], after(61))] == ["C0"], "at the usual pace again"


def test_three_lanes_that_are_told_to_wait_in_a_row_speak_for_all_of_their_kind() -> None:
    pacing = Pacing(slack_limits)
    edits = [turn(edit(f"C{number}")) for number in range(9)]
    for number in range(3):
        pacing.chosen([edits[number]], NOON, 1)
        pacing.told_to_wait(edits[number].lane, after(30))
    assert sent(pacing, edits, after(29)) == []
    assert sent(pacing, [turn(post())], after(29)), "posts are another kind"
    assert sent(pacing, edits, after(32))


def test_two_lanes_that_are_told_to_wait_speak_for_themselves_while_others_are_served() -> None:
    pacing = Pacing(slack_limits)
    edits = [turn(edit(f"C{number}")) for number in range(9)]
    for number in (0, 1, 0, 1, 0, 1):
        pacing.told_to_wait(edits[number].lane, after(30))
        pacing.chosen([edits[5]], NOON, 1)
        pacing.served(edits[5].lane)
    assert sent(pacing, [edits[7]], NOON)


def test_what_hangs_in_one_lane_holds_few_hands_and_after_silence_only_one() -> None:
    pacing = Pacing()
    hanging = [turn(post("C1")), turn(post("C1"), Rank.SOON)]
    taken = [one for _ in range(9) for one in pacing.chosen(hanging, NOON, MANY)]
    assert len(taken) == AT_ONCE
    assert pacing.chosen([*hanging, turn(post("C2"))], NOON, MANY) == [turn(post("C2"))]
    for _ in range(AT_ONCE):
        pacing.silent(post("C1"))
    assert len([one for _ in range(9) for one in pacing.chosen(hanging, NOON, MANY)]) == 1
    pacing.served(post("C1"))
    assert len([one for _ in range(9) for one in pacing.chosen(hanging, NOON, MANY)]) == AT_ONCE


def ranks(turns: Iterable[Turn]) -> list[Rank]:
    return [one.rank for one in turns]


def test_what_is_most_urgent_goes_first_and_nothing_waits_for_ever() -> None:
    pacing = Pacing(lambda _: (Limit("one a second", lambda: Bucket(1, SECOND), shared=True),))
    waiting = [turn(post(), rank, after(-rank)) for rank in Rank]
    order = [rank for second in range(20) for rank in ranks(sent(pacing, waiting, after(second * 2)))]
    assert order.count(Rank.FIRST) == 16
    assert order.count(Rank.LATER) == 4


def test_a_burst_of_advice_leaves_room_for_the_winner() -> None:
    pacing = Pacing(slack_limits)
    advice = [turn(edit(f"C{number}"), Rank.LATER) for number in range(50)]
    assert len(sent(pacing, advice, NOON)) < 45
    assert sent(pacing, [turn(edit("C99"), Rank.FIRST)], NOON)


def test_lanes_of_the_same_rank_take_turns() -> None:
    pacing = Pacing(lambda _: (Limit("one a second", lambda: Bucket(1, SECOND), shared=True),))
    waiting = [turn(post(f"C{number}")) for number in range(4)]
    order = [one.lane.to for second in range(8) for one in sent(pacing, waiting, after(second))]
    assert Counter(order) == {f"C{number}": 2 for number in range(4)}


def test_a_turn_in_which_there_was_nothing_is_not_counted() -> None:
    pacing = Pacing(slack_limits)
    for _ in range(50):
        for lane in [one.lane for one in pacing.chosen([turn(post())], NOON, 1)]:
            pacing.unused(lane)
    assert len(sent(pacing, [turn(post())], NOON)) == 3


def test_what_is_due_later_is_waited_for() -> None:
    pacing = Pacing()
    waiting = [turn(post("C1"), due=after(9)), turn(post("C2"), due=after(7))]
    assert pacing.chosen(waiting, NOON, MANY) == []
    assert pacing.opens(waiting, NOON) == after(7)
    assert pacing.opens([], NOON) is None


def test_a_gauge_that_is_idle_may_be_forgotten() -> None:
    for gauge in (Bucket(3, SECOND), Windows(((7, SECOND),))):
        gauge.take(NOON)
        assert not gauge.idle(NOON)
        assert gauge.idle(after(9))
        assert gauge.opens(after(9), 0) == after(9)
