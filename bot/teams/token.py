"""The token that an activity comes with, checked: learn.microsoft.com, "Authenticate requests from the Bot Connector".

The stock check answers 500 to most bad tokens, takes tokens that never end, and blocks everybody while it asks for
keys. Tokens of the emulator are signed by somebody else, and refused like any other stranger's.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt

from bot.teams.keys import Key, SigningKeys
from bot.teams.refusal import not_signed

LEEWAY = timedelta(minutes=5)
_ALGORITHM = "RS256"
_REQUIRED = ["exp", "iss", "aud"]


@dataclass(frozen=True, slots=True)
class Voucher:
    """What a valid token vouches for: one address of the Bot Connector, and the channels of its key."""

    service_url: str
    channels: frozenset[str]

    def covers(self, service_url: str, channel: str) -> None:
        """Raises Refused unless an activity from there, of that channel, is vouched for."""
        if channel not in self.channels:
            raise not_signed("the key is not endorsed for this channel")
        if not self.service_url or _place(self.service_url) != _place(service_url):
            raise not_signed("the token is for another service URL")


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """Checks tokens for one app."""

    keys: SigningKeys
    app_id: str
    issuer: str

    async def checked(self, authorization: str) -> Voucher:
        """What the header's token vouches for. Raises Refused, or KeysUnavailable when nobody can tell."""
        token = _bearer(authorization)
        key = await self.keys.find(_key_id(token))
        if key is None:
            raise not_signed("nobody published such a key")
        service_url = self._claims(token, key).get("serviceurl")
        return Voucher(service_url if isinstance(service_url, str) else "", key.endorsements)

    def _claims(self, token: str, key: Key) -> dict[str, Any]:
        try:
            return jwt.decode(
                token,
                key.public,
                algorithms=[_ALGORITHM],
                audience=self.app_id,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": _REQUIRED, "strict_aud": True},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise not_signed(f"the token is not valid: {type(error).__name__}") from error


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise not_signed("no bearer token")
    return token


def _key_id(token: str) -> str:
    """The id of the key that is said to have signed it."""
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise not_signed(f"no token: {type(error).__name__}") from error
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise not_signed("the token names no key")
    return key_id


def _place(url: str) -> tuple[str, str, str]:
    """An address as it is compared: case counts in the path only, and a slash at its end does not."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ("", "", url)
    return (parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"))
