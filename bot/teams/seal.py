"""Seals: how a button proves that it was shown to one person alone.

A button counts only in a conversation that its handoff was sent to, but for those that nobody else saw: in a whisper,
or in a dialog, which Teams names by the conversation it was opened in. Teams does not say that it was one of these,
and what a client sends as a button's data can be made up, so the data is signed for the person it was shown to.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import partial

from bot.teams.button import Seals
from core.people import Identity


@dataclass(frozen=True, slots=True)
class Sealer:
    """Makes and checks seals with a secret of ours."""

    secret: bytes = field(repr=False)

    def for_person(self, identity: Identity) -> Seals:
        """What seals a value for this person."""
        return partial(self._seal, identity)

    def holds(self, identity: Identity, value: str, seal: object) -> bool:
        """Whether this value was shown to this person alone."""
        return isinstance(seal, str) and hmac.compare_digest(
            seal.encode("utf-8", "surrogatepass"), self._seal(identity, value).encode()
        )

    def _seal(self, identity: Identity, value: str) -> str:
        told = f"{identity.workspace.id}\x1f{identity.user}\x1f{value}"
        return hmac.new(self.secret, told.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def sealer_of(secret: str) -> Sealer:
    """Seals that every replica with the same app password makes and knows."""
    return Sealer(hashlib.sha256(f"baton seal {secret}".encode()).digest())
