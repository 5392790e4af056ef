"""A Slack that takes everything and says "ok". Whoever presses is told what became of it at a response URL."""

import asyncio
import itertools
import re
from collections.abc import Mapping

from bench.chat import TAKEN
from bench.copies import Copies
from bench.figure import Wrong
from bench.load import LIMIT_SECONDS
from bench.slack import press
from bench.slack.press import BOT, BOT_TOKEN, SECRET
from bench.town import SLACK
from bench.waiting import Waiting
from core.people import Identity

_API, _TOLD, _UPDATE = "/api/", "/told/", "/api/chat.update"
_STAMP = re.compile(rb'\bts(?:=|": ?")(\d+\.\d+)')
_INTRODUCED = {"ok": True, "team_id": SLACK.workspace.id, "team": "Bench", "user_id": BOT}
_NOBODY = {"ok": True, "members": []}
_numbers = itertools.count()


class Slack:
    """As ``bench.chat.Chat``."""

    town = SLACK
    empty = "slack.empty"

    def __init__(self, url: str) -> None:
        self.copies = Copies()
        self.environment = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{url}{_API}",
        }
        self._url = url
        self._told: dict[int, bytes] = {}
        self._heard = asyncio.Event()

    def response_url(self, press: int) -> str:
        """The address at which whoever made this press is told what became of it."""
        return f"{self._url}{_TOLD}{press}"

    def pick_up(self, waiting: Waiting, by: Identity, press_number: int) -> bytes:
        """Somebody presses the card's Pick Up."""
        return press.pick_up(waiting, by, self.response_url(press_number))

    async def winners(self, answers: Mapping[int, bytes]) -> list[int]:
        """What the answers say does not matter: it is told beside them."""
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                while self._missing(answers):
                    self._heard.clear()
                    await self._heard.wait()
        except TimeoutError:
            missing = self._missing(answers)
            raise Wrong(f"{missing} of {len(answers)} were not told what became of their press") from None
        return [number for number in answers if TAKEN in self._told.pop(number)]

    def _missing(self, answers: Mapping[int, bytes]) -> int:
        return len(answers.keys() - self._told.keys())

    def answer(self, path: str, body: bytes) -> object:
        """What a Slack would say."""
        if path.startswith(_TOLD):
            self._told[int(path.removeprefix(_TOLD))] = body
            self._heard.set()
            return "ok"
        if not path.startswith(_API):
            return None
        if path == _UPDATE and (stamp := _STAMP.search(body)):
            self.copies.arrived(stamp[1].decode())
        if path.endswith("/auth.test"):
            return _INTRODUCED
        if path.endswith("/users.list"):
            return _NOBODY
        if path.endswith("/conversations.info"):
            return {"ok": True, "channel": {"id": SLACK.channel, "is_member": True}}
        return {"ok": True, "channel": SLACK.channel, "ts": f"1795000000.{next(_numbers):06}"}
