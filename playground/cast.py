"""The people of the playground, described in no chat's words.

Each chat's stand-in makes its own accounts from these.
"""

from dataclasses import dataclass
from typing import Literal

Part = Literal["engineer", "guest", "stranger"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One person.

    `handle` is what others type after an @ and is unique within a cast. A guest may only
    look; a stranger belongs to another organisation and shares a channel with ours.
    """

    handle: str
    name: str
    email: str
    timezone: str = "Europe/Berlin"
    part: Part = "engineer"
    about: str = ""


JANE = Actor("jane", "Jane Ruiz", "jane@contoso.example", "Europe/Berlin", about="escalates")
SAM = Actor("sam", "Sam Okafor", "sam@contoso.example", "America/New_York", about="picks up")
ALEX = Actor("alex", "Alex Kim", "alex@contoso.example", "Asia/Seoul", about="comes second")
VIC = Actor("vic", "Vic Lang", "vic@guest.example", "Europe/London", "guest", "may only look")
EVE = Actor("eve", "Eve Moreau", "eve@fabrikam.example", "America/Los_Angeles", "stranger", "is from elsewhere")

CAST: tuple[Actor, ...] = (JANE, SAM, ALEX, VIC, EVE)

_FIRST = ("Noor", "Ben", "Chloe", "Dev", "Elif", "Finn", "Gita", "Hugo", "Iris", "Jun")
_LAST = ("Adler", "Brook", "Castro", "Dahl", "Ekberg", "Farah", "Grant", "Hale", "Ito", "Jansen")


def crowd(size: int) -> tuple[Actor, ...]:
    """`size` further engineers with distinct names, always the same ones in the same order."""
    return tuple(_extra(number) for number in range(size))


def _extra(number: int) -> Actor:
    turn, place = divmod(number, len(_FIRST))
    last = _LAST[(place + turn) % len(_LAST)]
    numeral = f" {turn // len(_LAST) + 1}" if turn >= len(_LAST) else ""
    handle = f"crowd{number + 1}"
    return Actor(handle, f"{_FIRST[place]} {last}{numeral}", f"{handle}@contoso.example")
