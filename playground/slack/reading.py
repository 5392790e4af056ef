"""What a person reads in blocks: plain words, and the markup Slack would act on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playground.slack.message import Block
from playground.slack.mrkdwn import NameOf, mentions, rendered


def mentions_in(text: str, blocks: Sequence[Block], *, linked_names: bool = False) -> tuple[str, ...]:
    """Everything the text and the blocks address; plain_text addresses nobody."""
    found = list(mentions(text, linked_names=linked_names))
    for words in _markup(list(blocks)):
        found += mentions(words, linked_names=linked_names)
    for leaf in _rich_leaves(list(blocks)):
        found += [str(leaf[key]) for key in ("user_id", "usergroup_id", "range") if key in leaf]
    return tuple(dict.fromkeys(found))


def plain_words(blocks: Sequence[Block], name_of: NameOf, timezone: str) -> str:
    """The blocks as a reader in `timezone` sees them, one line per block; buttons are left out."""
    lines = (_block(block, name_of, timezone) for block in blocks)
    return "\n".join(line for line in lines if line)


def _markup(node: Any) -> Iterator[str]:
    """The text of every mrkdwn object and markdown block, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from _markup(item)
    elif isinstance(node, dict):
        if node.get("type") in ("mrkdwn", "markdown"):
            yield str(node.get("text", ""))
        for item in node.values():
            yield from _markup(item)


def _rich_leaves(node: Any) -> Iterator[Mapping[str, Any]]:
    """The mention elements of rich text, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from _rich_leaves(item)
    elif isinstance(node, dict):
        if node.get("type") in ("user", "usergroup", "broadcast"):
            yield node
        for item in node.values():
            yield from _rich_leaves(item)


def _block(block: Block, name_of: NameOf, timezone: str) -> str:
    match block["type"]:
        case "section":
            parts = [block.get("text"), *block.get("fields", [])]
            return "\n".join(_words(part, name_of, timezone) for part in parts if part)
        case "header":
            return _words(block["text"], name_of, timezone)
        case "context":
            return " ".join(_words(part, name_of, timezone) for part in block["elements"])
        case "input":
            return _words(block["label"], name_of, timezone)
        case "markdown":
            return str(block["text"])
        case "rich_text":
            return "\n".join(_rich(part, name_of) for part in block["elements"])
        case "table":
            rows = block["rows"]
            return "\n".join(" | ".join(_words(cell, name_of, timezone) for cell in row) for row in rows)
        case "image":
            return str(block["alt_text"])
        case _:
            return ""


def _words(part: Mapping[str, Any], name_of: NameOf, timezone: str) -> str:
    match part.get("type"):
        case "mrkdwn":
            return rendered(str(part["text"]), name_of, timezone)
        case "image":
            return str(part["alt_text"])
        case "rich_text":
            return "\n".join(_rich(element, name_of) for element in part["elements"])
        case _:
            return str(part.get("text", ""))


def _rich(element: Mapping[str, Any], name_of: NameOf) -> str:
    if element["type"] == "rich_text_list":
        return "\n".join("• " + _rich(item, name_of) for item in element["elements"])
    return "".join(_leaf(leaf, name_of) for leaf in element.get("elements", []))


def _leaf(leaf: Mapping[str, Any], name_of: NameOf) -> str:
    match leaf["type"]:
        case "user":
            return "@" + name_of(str(leaf["user_id"]))
        case "usergroup":
            return "@" + name_of(str(leaf["usergroup_id"]))
        case "broadcast":
            return f"@{leaf['range']}"
        case "channel":
            return "#" + name_of(str(leaf["channel_id"]))
        case "emoji":
            return f":{leaf['name']}:"
        case "link":
            return str(leaf.get("text") or leaf["url"])
        case "date":
            return str(leaf.get("fallback", ""))
        case _:
            return str(leaf.get("text", ""))
