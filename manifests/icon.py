"""Draws the icons of Teams's app package: a baton on its way. ``python -m manifests.icon`` writes them.

Teams wants the one full and 192 by 192 points, the other white on nothing and 32 by 32 (learn.microsoft.com, "App
icons"). The picture is made of circles and round-ended bars, each point of it the mean of 16 samples.
"""

import math
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FINE = 4
"""Samples to a point, across and down."""

Colour = tuple[int, int, int]
Inside = Callable[[float, float], bool]

BLUE, WHITE, ORANGE = (0x24, 0x47, 0x6B), (0xFF, 0xFF, 0xFF), (0xE8, 0x7A, 0x3E)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is drawn over what was drawn before; None takes it away."""

    colour: Colour | None
    inside: Inside


def bar(x1: float, y1: float, x2: float, y2: float, radius: float) -> Inside:
    """Everything no further than ``radius`` from the line between two places, in parts of the picture's size."""
    length = math.hypot(x2 - x1, y2 - y1)

    def inside(x: float, y: float) -> bool:
        along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2 if length else 0.0
        nearest = min(1.0, max(0.0, along))
        return math.hypot(x - x1 - nearest * (x2 - x1), y - y1 - nearest * (y2 - y1)) <= radius

    return inside


def baton(body: Colour, band: Colour | None, wake: Colour) -> list[Shape]:
    """The baton on its way up to the right: a band at each end, and three lines behind it."""
    return [
        Shape(wake, bar(0.26, 0.54, 0.34, 0.46, 0.02)),
        Shape(wake, bar(0.46, 0.74, 0.54, 0.66, 0.02)),
        Shape(wake, bar(0.22, 0.78, 0.28, 0.72, 0.02)),
        Shape(body, bar(0.38, 0.62, 0.72, 0.28, 0.08)),
        Shape(band, bar(0.425, 0.475, 0.525, 0.575, 0.02)),
        Shape(band, bar(0.575, 0.325, 0.675, 0.425, 0.02)),
    ]


def colour() -> bytes:
    """The full icon."""
    ground = Shape(BLUE, lambda _x, _y: True)
    return png(192, [ground, *baton(WHITE, ORANGE, ORANGE)])


def outline() -> bytes:
    """The white one: as large as the picture allows."""

    def larger(inside: Inside) -> Inside:
        return lambda x, y: inside(0.5 + (x - 0.5) * 0.66, 0.5 + (y - 0.5) * 0.66)

    return png(32, [Shape(shape.colour, larger(shape.inside)) for shape in baton(WHITE, None, WHITE)])


def png(size: int, shapes: list[Shape]) -> bytes:
    """A picture of these shapes, with 8 bits of red, green, blue and opacity (RFC 2083)."""
    rows = b"".join(b"\0" + b"".join(_point(x, y, size, shapes) for x in range(size)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _point(x: int, y: int, size: int, shapes: list[Shape]) -> bytes:
    steps = [(n + 0.5) / FINE for n in range(FINE)]
    seen = [_at((x + right) / size, (y + down) / size, shapes) for right in steps for down in steps]
    shown = [colour for colour in seen if colour is not None]
    if not shown:
        return bytes((255, 255, 255, 0))
    mean = [round(sum(part) / len(shown)) for part in zip(*shown, strict=True)]
    return bytes((*mean, round(255 * len(shown) / len(seen))))


def _at(x: float, y: float, shapes: list[Shape]) -> Colour | None:
    hit = [shape.colour for shape in shapes if shape.inside(x, y)]
    return hit[-1] if hit else None


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


if __name__ == "__main__":
    here = Path(__file__).parent
    here.joinpath("color.png").write_bytes(colour())
    here.joinpath("outline.png").write_bytes(outline())
