"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """``alone`` presses one by one and ``crowd`` presses ``at_once`` make a round; two rounds and the floor a pair."""

    pairs: int = 20
    alone: int = 60
    crowd: int = 400
    at_once: int = 16
    races: int = 20
    people: int = 200
    clicks: int = 20
    commands: int = 300
    idle_seconds: int = 10


QUICK = Size(pairs=1, alone=3, crowd=16, races=1, people=40, clicks=1, commands=3, idle_seconds=1)
"""To see that everything can still be measured; the figures mean nothing."""
