"""A person's or an app's account as Teams shows it to one bot."""

import base64
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any, Literal

from playground.cast import Actor

Role = Literal["user", "guest", "anonymous"]

STRANGERS_TENANT = "5f0e7a4c-9d5b-4c1e-8a67-fab41ca00000"


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `id` is `29:…` and differs per bot; `tenant_id` is the account's own, not ours for a stranger."""

    id: str
    tenant_id: str
    handle: str
    name: str
    email: str = ""
    aad: str | None = None
    timezone: str = "Europe/Berlin"
    locale: str = "en-US"
    role: Role = "user"
    is_stranger: bool = False
    is_bot: bool = False

    def as_json(self) -> dict[str, Any]:
        """`from` in an activity. Only guests and anonymous people carry a role there."""
        shown: dict[str, Any] = {"id": self.id, "name": self.name}
        if self.aad:
            shown["aadObjectId"] = self.aad
        return shown if self.role == "user" else shown | {"userRole": self.role}

    def as_member(self) -> dict[str, Any]:
        """The TeamsChannelAccount of the members endpoints; anonymous people have neither mail nor Entra id."""
        first, _, last = self.name.partition(" ")
        shown: dict[str, Any] = {"id": self.id, "name": self.name, "userRole": self.role, "tenantId": self.tenant_id}
        if not self.aad:
            return shown
        shown |= {"objectId": self.aad, "aadObjectId": self.aad, "givenName": first, "surname": last}
        return shown | {"email": self.email, "userPrincipalName": self.principal}

    @property
    def principal(self) -> str:
        """The user principal name; a guest's is made from the mail address."""
        if self.role != "guest":
            return self.email
        return f"{self.email.replace('@', '_')}#EXT#@contoso.example"


def account_from(actor: Actor, tenant_id: str, app_id: str) -> Account:
    """The Teams account of one of the cast; all ids follow from the handle, the tenant and the bot."""
    stranger = actor.part == "stranger"
    home = STRANGERS_TENANT if stranger else tenant_id
    return Account(
        id=user_id(app_id, actor.handle),
        tenant_id=home,
        handle=actor.handle,
        name=actor.name,
        email=actor.email,
        aad=entra_id(home, actor.handle),
        timezone=actor.timezone,
        role="guest" if actor.part == "guest" else "user",
        is_stranger=stranger,
    )


def anonymous(name: str, app_id: str) -> Account:
    """Somebody who joined by a link, without an account anywhere."""
    return Account(user_id(app_id, f"anonymous {name}"), "", name.lower(), name, role="anonymous")


def user_id(app_id: str, handle: str) -> str:
    """A `29:…` id: opaque, and another one for every bot."""
    digest = hashlib.sha512(f"{app_id} {handle}".encode()).digest()
    return "29:1" + base64.urlsafe_b64encode(digest[:48]).decode()


def entra_id(tenant_id: str, handle: str) -> str:
    """An Entra object id."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{tenant_id}/{handle}"))
