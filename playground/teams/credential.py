"""Entra's token endpoint: client credentials in, bearer tokens out.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.teams.tenant import App, Clock

SCOPE = "https://api.botframework.com/.default"
GRAPH = "https://graph.microsoft.com/.default"


class TokenRefused(Exception):
    """An OAuth error: its code, its AADSTS number and its words."""

    def __init__(self, error: str, number: int, words: str) -> None:
        super().__init__(f"{error}: AADSTS{number}: {words}")
        self.error = error
        self.number = number
        self.status = 401 if error == "invalid_client" else 400

    def as_json(self) -> dict[str, Any]:
        """The body of the refusal."""
        return {"error": self.error, "error_description": str(self), "error_codes": [self.number]}


@dataclass(frozen=True, slots=True)
class Issued:
    """One bearer token."""

    token: str
    scope: str
    tenant_id: str
    expires: float


@dataclass(slots=True)
class Credentials:
    """Issues tokens to the app and recognises them again. `lifetime` is in seconds."""

    app: App
    tenant_id: str
    clock: Clock
    lifetime: int = 3599
    issued: list[Issued] = field(default_factory=list)
    _known: dict[str, Issued] = field(default_factory=dict)

    def issue(self, tenant_id: str, form: Mapping[str, str]) -> dict[str, Any]:
        """What the endpoint answers. Raises TokenRefused."""
        if tenant_id not in (self.tenant_id, "botframework.com"):
            raise TokenRefused("invalid_request", 90002, f"Tenant '{tenant_id}' not found.")
        if form.get("grant_type") != "client_credentials":
            raise TokenRefused("unsupported_grant_type", 70003, "The grant type must be client_credentials.")
        if form.get("client_id") != self.app.id:
            raise TokenRefused("unauthorized_client", 700016, "Application was not found in the directory.")
        if form.get("client_secret") != self.app.password:
            raise TokenRefused("invalid_client", 7000215, "Invalid client secret provided.")
        if form.get("scope") not in (SCOPE, GRAPH):
            raise TokenRefused("invalid_scope", 70011, "The provided value for scope is not valid.")
        token = f"stand-in.{secrets.token_urlsafe(24)}"
        found = Issued(token, form["scope"], tenant_id, self.clock() + self.lifetime)
        self.issued.append(found)
        self._known[token] = found
        seconds = {"expires_in": self.lifetime, "ext_expires_in": self.lifetime}
        return {"token_type": "Bearer", "access_token": token, **seconds}

    def why_not(self, authorization: str, scope: str = SCOPE) -> str:
        """Why the Connector, or the API of that scope, would not take this header; empty when it would."""
        scheme, _, token = authorization.partition(" ")
        known = self._known.get(token.strip())
        if scheme.lower() != "bearer" or known is None:
            return "not a token that the token endpoint issued"
        if known.scope != scope:
            return f"a token for {known.scope}"
        if scope == GRAPH and known.tenant_id != self.tenant_id:
            return f"a token of the tenant {known.tenant_id}"
        return "the token is expired" if known.expires <= self.clock() else ""

    def revoke(self) -> None:
        """From now on, none of the tokens issued so far is worth anything."""
        self._known.clear()
