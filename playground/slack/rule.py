"""The grammar the Block Kit rules are written in: small checks that add up to bigger ones.

A check looks at one value and tells what is wrong with it, in Slack's manner: a sentence and
a JSON pointer.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""(value, JSON pointer) -> what is wrong with it."""


def wrong(what: str, at: str) -> str:
    """One complaint as Slack words it."""
    return f"{what} [json-pointer:{at}]"


def string(limit: int, least: int = 1) -> Check:
    """A string of `least` to `limit` characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield wrong("must be a string", at)
        elif len(value) < least:
            yield wrong(f"must be more than {least - 1} characters", at)
        elif len(value) > limit:
            yield wrong(f"must be less than {limit + 1} characters", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield wrong("must be a boolean", at)


def number(value: Any, at: str) -> Iterator[str]:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        yield wrong("must be a number", at)


def anything(_value: Any, _at: str) -> Iterator[str]:
    """Not looked into."""
    yield from ()


def one_of(*allowed: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield wrong(f"must be one of {', '.join(allowed)}", at)

    return check


def array(of: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` such things."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield wrong("must be an array", at)
            return
        if len(value) < least:
            yield wrong(f"no fewer than {least} items allowed", at)
        if len(value) > most:
            yield wrong(f"no more than {most} items allowed", at)
        for place, item in enumerate(value):
            yield from of(item, f"{at}/{place}")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these keys and no others."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must be an object", at)
            return
        for missing in required.keys() - value.keys():
            yield wrong(f"missing required field: {missing}", at)
        for key, inside in value.items():
            rule = required.get(key) or optional.get(key)
            yield from rule(inside, f"{at}/{key}") if rule else (wrong(f"unknown field: {key}", at),)

    return check


def typed(kinds: Mapping[str, Check], allowed: Collection[str], noun: str) -> Check:
    """An object whose `type` is one of the allowed ones and which keeps that type's rules."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield wrong(f"unsupported type: {kind}", f"{at}/type")
        elif kind not in allowed:
            yield wrong(f"{noun} of type {kind} is not allowed here", at)
        else:
            yield from kinds[kind](value, at)

    return check


def text(limit: int, *, plain_only: bool = False, least: int = 1) -> Check:
    """A text object; `plain_only` where Slack takes no markup."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind == "mrkdwn" and not plain_only:
            extra: dict[str, Check] = {"verbatim": flag}
        elif kind == "plain_text":
            extra = {"emoji": flag}
        else:
            yield wrong(f"unsupported text type: {kind}", f"{at}/type")
            return
        yield from shape({"type": anything, "text": string(limit, least)}, extra)(value, at)

    return check


def plain(limit: int) -> Check:
    """A plain_text object."""
    return text(limit, plain_only=True)
