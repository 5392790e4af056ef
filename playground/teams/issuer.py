"""The Bot Connector's identity: its signing keys, its OpenID metadata, the tokens on its requests.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

import base64
import functools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

ISSUER = "https://api.botframework.com"
ALGORITHM = "RS256"
LIFETIME = 3600
REUSED_FOR = 300
"""Seconds in which requests share one token, as the Connector's do."""

Endorsements = tuple[str, ...]


class _Usual:
    """Stands for: as it always is."""


USUAL = _Usual()


@dataclass(frozen=True, slots=True)
class Key:
    """One signing key. `number` picks it from a pool: making RSA keys takes long."""

    number: int
    endorsements: Endorsements = ("msteams",)

    @property
    def kid(self) -> str:
        """Its name."""
        return f"stand-in-key-{self.number}"

    @property
    def private(self) -> RSAPrivateKey:
        """What signs."""
        return _pool(self.number)

    def as_json(self) -> dict[str, Any]:
        """The key as JWKS lists it."""
        numbers = self.private.public_key().public_numbers()
        shown: dict[str, Any] = {"kty": "RSA", "use": "sig", "kid": self.kid, "x5t": self.kid}
        shown |= {"n": _unsigned(numbers.n), "e": _unsigned(numbers.e)}
        return shown | {"endorsements": list(self.endorsements)}


@dataclass(slots=True)
class Issuer:
    """Signs what the Connector sends. The last of `keys` is the one in use; all of them are listed."""

    app_id: str
    keys: list[Key] = field(default_factory=lambda: [Key(0)])
    _made: int = 1
    _shared: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)

    def rotate(self, *, keep_old: bool = False) -> Key:
        """Use a new key from now on; the old ones are no longer listed, unless told to keep them."""
        key = self.make()
        self.keys[:] = [*(self.keys if keep_old else ()), key]
        return key

    def make(self, endorsements: Endorsements = ("msteams",)) -> Key:
        """A further key, listed nowhere yet."""
        self._made += 1
        return Key(self._made - 1, endorsements)

    def ordinary(self, service_url: str) -> str:
        """The token of a usual request."""
        place = (self.keys[-1].kid, service_url)
        born, token = self._shared.get(place, (0.0, ""))
        if time.time() - born > REUSED_FOR:
            token = self.token(service_url)
            self._shared[place] = (time.time(), token)
        return token

    def token(
        self,
        service_url: str,
        *,
        key: Key | None = None,
        kid: str | _Usual | None = USUAL,
        alg: str = ALGORITHM,
        **claims: Any,
    ) -> str:
        """Any token, good or bad. A claim of None is left out; so is the kid."""
        signing = key or self.keys[-1]
        headers = {"kid": signing.kid if isinstance(kid, _Usual) else kid, "x5t": signing.kid}
        now = int(time.time())
        usual: dict[str, Any] = {"iss": ISSUER, "aud": self.app_id, "serviceurl": service_url}
        usual |= {"nbf": now - 60, "exp": now + LIFETIME}
        payload = {name: value for name, value in (usual | claims).items() if value is not None}
        shown = {name: value for name, value in headers.items() if value is not None}
        return jwt.encode(payload, _secret(signing, alg), algorithm=alg, headers=shown)

    def metadata(self, base: str) -> Mapping[str, Any]:
        """The OpenID metadata document."""
        return {
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{base}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }

    def listed(self) -> Mapping[str, Any]:
        """The JWKS document."""
        return {"keys": [key.as_json() for key in self.keys]}


def _secret(key: Key, alg: str) -> Any:
    """What signs: for HS256 the public key itself, which is how that forgery is made; for none nothing."""
    if alg == "none":
        return None
    if alg.startswith("HS"):
        return key.as_json()["n"]
    return key.private


@functools.cache
def _pool(_number: int) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def _unsigned(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
