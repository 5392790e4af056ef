"""How long a delivery waits before it is tried again."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.delivery import FIRST_PAUSE, MAX_ATTEMPTS, pause_before

MINUTE = timedelta(minutes=1)

chances = st.randoms(use_true_random=False)


@given(st.integers(0, 10_000), chances)
def test_a_pause_is_between_half_a_second_and_a_minute(attempt: int, chance: random.Random) -> None:
    assert FIRST_PAUSE / 2 <= pause_before(attempt, None, chance) <= MINUTE


@given(st.integers(1, 6), chances)
def test_the_pause_doubles_with_every_attempt(attempt: int, chance: random.Random) -> None:
    for first in (FIRST_PAUSE, FIRST_PAUSE / 10):
        doubled = first * 2 ** (attempt - 1)
        assert doubled / 2 <= pause_before(attempt, None, chance, first) <= doubled


@given(st.integers(1, 20), st.integers(0, 3_600), chances)
def test_the_vendors_own_time_is_kept_and_not_much_longer(attempt: int, seconds: int, chance: random.Random) -> None:
    after = timedelta(seconds=seconds)
    assert after <= pause_before(attempt, after, chance) <= after * 1.25


def test_a_crowd_does_not_come_back_at_the_same_moment() -> None:
    chance = random.Random(1)
    for after in (None, timedelta(seconds=30)):
        assert len({pause_before(4, after, chance) for _ in range(100)}) > 90


def test_all_attempts_together_take_about_a_day() -> None:
    chance = random.Random(1)
    waited = sum((pause_before(n, None, chance) for n in range(1, MAX_ATTEMPTS + 1)), timedelta())
    assert timedelta(hours=24) < waited < timedelta(hours=26)
