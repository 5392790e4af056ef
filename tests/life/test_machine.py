"""Random people do random things from both chats, one after the other, at once, and twice; the design holds throughout.

``BATON_EXAMPLES`` says how many lives there are on each database (``make chaos``: 2,000), ``BATON_SEED`` plays a run
again.
"""

import asyncio
import faulthandler
import os
import random
from collections.abc import Callable
from functools import partial
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.database import Database
from tests.life.machine import Life, Run
from tests.summary import measured

EXAMPLES = int(os.environ.get("BATON_EXAMPLES") or 0)
A_FEW, STEPS = 20, 25
"""Lives in a run of all tests, and how much happens in each life."""

LONGEST = 240 + 3 * EXAMPLES
"""Seconds until a run is taken for one that hangs, on a busy machine."""


async def test_the_design_holds_whatever_people_do(
    storage: Database, record_property: Callable[[str, object], None], request: pytest.FixtureRequest
) -> None:
    faulthandler.dump_traceback_later(LONGEST, exit=True, file=2)  # longer than what others may take
    seed = int(os.environ.get("BATON_SEED") or random.SystemRandom().randrange(2**32)) if EXAMPLES else 0
    run = Run(storage, asyncio.get_running_loop())
    lives: Any = partial(Life, run)  # anything that makes one, whatever the annotation says
    if EXAMPLES:
        lives = hypothesis.seed(seed)(lives)
    try:
        await asyncio.to_thread(run_state_machine_as_test, lives, settings=_settings())
    finally:
        for line in _told(run, request.node.callspec.id, seed):
            measured(record_property, line)


def _settings() -> settings:
    return settings(
        max_examples=EXAMPLES or A_FEW,
        stateful_step_count=STEPS,
        derandomize=not EXAMPLES,
        database=None,
        phases=[Phase.generate] if EXAMPLES else [Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


def _told(run: Run, database: str, seed: int) -> list[str]:
    """How often each verb had which answer."""
    verbs: dict[str, list[str]] = {verb: [] for verb, _ in sorted(run.answers)}
    for (verb, answer), many in sorted(run.answers.items()):
        verbs[verb].append(f"{answer} {many:,}")
    named = f", BATON_SEED={seed}" if EXAMPLES else ""
    total = f"{database}{named}: {run.lives:,} lives, {sum(run.answers.values()):,} verbs"
    return [total, *(f"  {verb}: {', '.join(answers)}" for verb, answers in verbs.items())] if EXAMPLES else [total]
