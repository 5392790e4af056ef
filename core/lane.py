"""A lane: what goes to one place in one way. What is sent in a lane shares its limits and its troubles.

Deliveries wait in lanes, so that a lane that is closed costs the others nothing: couriers go from lane to lane,
and do not look through what waits in those they may not use (docs/adr/0010).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.delivery import PLACELESS, Kind, Place
from core.people import Platform


class Way(StrEnum):
    """How something is sent: chats limit the two apart."""

    POST = "post"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Lane:
    """``road`` is the chat, or the kind of what goes to no chat; ``to`` the channel or the person."""

    road: str
    workspace: str = ""
    to: str = ""
    way: Way = Way.POST

    def __str__(self) -> str:
        """As it is kept: lanes of one road stand together."""
        return f"{self.road}/{self.workspace}/{self.to}/{self.way}"


def lane_of(kind: Kind, place: Place | None, *, posted: bool) -> Lane:
    """Where such a delivery waits; once it is posted, for its edits."""
    if place is None:
        return Lane(kind.value)
    way = Way.EDIT if posted else Way.POST
    return Lane(place.workspace.platform.value, place.workspace.id, place.channel or place.user, way)


def roads_of(kinds: Iterable[Kind], platform: Platform | None = None) -> frozenset[str]:
    """The roads that deliveries of these kinds go: one chat's where it is named, else every one they may go."""
    if platform is not None:
        return frozenset({platform.value})
    asked = frozenset(kinds)
    chats = frozenset(chat.value for chat in Platform) if asked - PLACELESS else frozenset()
    return chats | {kind.value for kind in asked & PLACELESS}


@lru_cache(maxsize=2_000)
def lane_named(text: str) -> Lane:
    """A lane as it was kept. A place may hold slashes; a road and a workspace never do."""
    road, workspace, rest = text.split("/", 2)
    to, _, way = rest.rpartition("/")
    return Lane(road, workspace, to, Way(way))
