"""The whole service, as ``baton serve`` runs it. ``carrying`` off: another replica would deliver."""

import asyncio
import logging
from pathlib import Path

from bench.child import given, say, until_the_end
from bot.service import assembled
from bot.settings import settings_of


async def main() -> None:
    words = given()
    logging.basicConfig(level=logging.WARNING)
    settings = settings_of(words["environment"], Path.cwd())
    async with assembled(settings, carrying=words["carrying"]) as service:
        await service.ready()
        say({"url": service.url})
        await until_the_end()


if __name__ == "__main__":
    asyncio.run(main())
