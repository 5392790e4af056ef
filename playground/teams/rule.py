"""The grammar the card rules are written in: small checks that add up to bigger ones.

A check looks at one value and tells what is wrong with it and where.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""(value, path) -> what is wrong with it."""


def words(value: Any, at: str) -> Iterator[str]:
    """A string."""
    if not isinstance(value, str):
        yield f"{at} must be a string"


def filled(value: Any, at: str) -> Iterator[str]:
    """A string that is not empty."""
    if not isinstance(value, str) or not value:
        yield f"{at} must be a string that is not empty"


def flag(value: Any, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"{at} must be true or false"


def number(value: Any, at: str) -> Iterator[str]:
    """A number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"{at} must be a number"


def anything(_value: Any, _at: str) -> Iterator[str]:
    """Not looked into."""
    yield from ()


def one_of(*allowed: str) -> Check:
    """One of these words; as in Teams, upper and lower case are the same."""
    known = {word.lower() for word in allowed}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or value.lower() not in known:
            yield f"{at} must be one of {', '.join(allowed)}"

    return check


def either(*checks: Check) -> Check:
    """What passes at least one of these."""

    def check(value: Any, at: str) -> Iterator[str]:
        found = [list(one(value, at)) for one in checks]
        if all(found):
            yield from found[0]

    return check


def array(of: Check, most: int = 1000, least: int = 0) -> Check:
    """A list of `least` to `most` such things."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{at} must be a list"
            return
        if not least <= len(value) <= most:
            yield f"{at} must have {least} to {most} items, not {len(value)}"
        for place, item in enumerate(value):
            yield from of(item, f"{at}[{place}]")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these keys and no others."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{at} must be an object"
            return
        for missing in sorted(required.keys() - value.keys()):
            yield f"{at}.{missing} is missing"
        for key, inside in value.items():
            rule = required.get(key) or optional.get(key)
            yield from rule(inside, f"{at}.{key}") if rule else (f"{at}.{key} is not known",)

    return check


def typed(kinds: Callable[[], Mapping[str, Check]], allowed: Collection[str] | None = None) -> Check:
    """An object whose `type` is known (and among the allowed) and which keeps that type's rules."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in kinds():
            yield f"{at}.type {kind!r} is not known"
        elif allowed is not None and kind not in allowed:
            yield f"{at}.type {kind} is not allowed here"
        else:
            yield from kinds()[kind](value, at)

    return check
