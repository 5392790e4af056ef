"""A Teams that takes everything: keys, tokens and the Connector. Who presses is told in the response itself."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import replace

from bench.chat import TAKEN
from bench.copies import Copies
from bench.teams.press import APP, Presses
from bench.town import TEAMS
from bench.waiting import Waiting
from core.people import Identity
from playground.teams.issuer import Issuer

_SERVICE, _METADATA, _KEYS, _TOKEN = "/emea/", "/v1/.well-known/openidconfiguration", "/v1/.well-known/keys", "/token"
_EDITED = re.compile(r"/activities/(\d+)$")
_NOBODY: dict[str, object] = {"members": []}
_numbers = itertools.count(1_795_000_000_000)


class Teams:
    """As ``bench.chat.Chat``."""

    empty = "teams.empty"

    def __init__(self, url: str) -> None:
        self.copies = Copies()
        self.town = replace(TEAMS, address=f"{url}{_SERVICE}", bot=f"28:{APP}")
        self.environment = {
            "MICROSOFT_APP_ID": APP,
            "MICROSOFT_APP_PASSWORD": "bench-password",
            "TEAMS_OPENID_METADATA_URL": f"{url}{_METADATA}",
            "TEAMS_TOKEN_URL": f"{url}/{{tenant}}{_TOKEN}",
        }
        self._url = url
        self._issuer = Issuer(APP)
        self._presses = Presses(self._issuer, self.town)

    def pick_up(self, waiting: Waiting, by: Identity, press: int) -> bytes:
        """Somebody presses the card's Pick Up."""
        return self._presses.pick_up(waiting, by, press)

    async def winners(self, answers: Mapping[int, bytes]) -> list[int]:
        """The answers tell."""
        return [number for number, body in answers.items() if TAKEN in body]

    def answer(self, path: str, _body: bytes) -> object:
        """What Microsoft would say."""
        if path == _METADATA:
            return self._issuer.metadata(self._url)
        if path == _KEYS:
            return self._issuer.listed()
        if path.endswith(_TOKEN):
            return {"access_token": "bench", "expires_in": 3_600}
        if not path.startswith(_SERVICE):
            return None
        if "/pagedmembers" in path:
            return _NOBODY
        if edited := _EDITED.search(path):
            self.copies.arrived(edited[1])
        return self._made()

    def _made(self) -> object:
        number = str(next(_numbers))
        return {"id": f"{self.town.channel};messageid={number}", "activityId": number}
