"""``python -m eval``: every case against the configured model, or the stand-in when there is no key.

It ends with 0 when every case got an answer, with 1 when one did not, with 2 when the settings are wrong.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.settings import Misconfigured, ModelSettings, from_environment
from core.ports import Model
from eval.cases import Case, cases
from eval.run import Ran, ran
from eval.table import inventions, table
from integrations.anthropic import AnthropicModel
from playground.model import KEY, ModelStandIn

WITH_THE_STAND_IN = (
    "There is no ANTHROPIC_API_KEY: the stand-in answers, which quotes the case and judges nothing. What follows shows "
    "that the pipeline works, and nothing about any model."
)
STAND_IN = "the stand-in"
_AT_ONCE = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser("eval", description="The written cases through the pipeline, counted.")
    parser.add_argument("--only", default="", help="the cases with this in their name or area")
    parser.add_argument("--show", action="store_true", help="print what the card would say of each")
    parser.add_argument("--at-once", type=int, default=_AT_ONCE, help=f"how many at once (default {_AT_ONCE})")
    chosen = parser.parse_args(arguments)
    wanted = [case for case in cases() if chosen.only in case.name or chosen.only in case.area]
    if not wanted:
        print(f"No case has {chosen.only!r} in its name or area.", file=sys.stderr)
        return 2
    try:
        settings = from_environment(os.environ).model
    except Misconfigured as wrong:
        print(*wrong.faults, sep="\n", file=sys.stderr)
        return 2
    done = asyncio.run(_done(wanted, settings, max(1, chosen.at_once)))
    print("\n".join(_report(done, show=chosen.show)))
    return 1 if any(one.why for one in done) else 0


def _report(done: Sequence[Ran], *, show: bool) -> list[str]:
    shown = [f"── {one.case.name}\n{one.shown or one.why}\n" for one in done] if show else []
    told = list(inventions(done))
    return [*shown, *table(done), *(["", *told] if told else [])]


async def _done(wanted: Sequence[Case], settings: ModelSettings | None, at_once: int) -> list[Ran]:
    within = settings.within if settings else timedelta(seconds=45)
    free = asyncio.Semaphore(at_once)

    async def one(case: Case, model: Model) -> Ran:
        async with free:
            return await ran(case, model, within)

    async with _model(settings) as model:
        print(f"{len(wanted)} cases, asked of {model.name}.\n", flush=True)
        return list(await asyncio.gather(*(one(case, model) for case in wanted)))


@asynccontextmanager
async def _model(settings: ModelSettings | None) -> AsyncIterator[Model]:
    if settings is None:
        print(WITH_THE_STAND_IN)
        async with ModelStandIn() as it, _asking(KEY, it.settings()["ANTHROPIC_BASE_URL"], STAND_IN) as model:
            yield model
    else:
        async with _asking(settings.api_key, settings.base_url, settings.model) as model:
            yield model


@asynccontextmanager
async def _asking(key: str, url: str, name: str) -> AsyncIterator[Model]:
    model = AnthropicModel(key, url, name)
    try:
        yield model
    finally:
        await model.close()


if __name__ == "__main__":
    sys.exit(main())
