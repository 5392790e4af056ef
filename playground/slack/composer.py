"""What a person types, as Slack transmits it: escaped, with names turned into ids."""

import re
from collections.abc import Callable

from playground.slack.mrkdwn import escaped
from playground.slack.workspace import Workspace

_TYPED = re.compile(
    r"(?P<url>https?://[^\s<>]+)|(?P<mail>[\w.+-]+@[\w-]+\.[\w.]+)|(?<![\w@])@(?P<who>[\w.-]+\w|\w+)|(?<![\w#])#(?P<where>[a-z][\w-]*)"
)
_BROADCASTS = frozenset({"here", "channel", "everyone"})


def transmitted(workspace: Workspace, typed: str, *, with_labels: bool = False) -> str:
    """`@sam` becomes <@U…> (with_labels: <@U…|sam>, as in commands), a channel <#C…|name>, a link <…>."""

    def piece(hit: re.Match[str]) -> str:
        return _piece(workspace, hit, with_labels=with_labels)

    return _between(typed, piece)


def _between(typed: str, piece: Callable[[re.Match[str]], str]) -> str:
    done, parts = 0, []
    for hit in _TYPED.finditer(typed):
        parts += [escaped(typed[done : hit.start()]), piece(hit)]
        done = hit.end()
    return "".join([*parts, escaped(typed[done:])])


def _piece(workspace: Workspace, hit: re.Match[str], *, with_labels: bool) -> str:
    if url := hit["url"]:
        return f"<{escaped(url)}>"
    if mail := hit["mail"]:
        return f"<mailto:{mail}|{mail}>"
    if hit["who"]:
        return _person(workspace, hit["who"], with_labels=with_labels) or escaped(hit.group())
    for channel in workspace.channels.values():
        if channel.name == hit["where"] and channel.kind != "im":
            return f"<#{channel.id}|{channel.name}>"
    return escaped(hit.group())


def _person(workspace: Workspace, handle: str, *, with_labels: bool) -> str:
    if handle in _BROADCASTS:
        return f"<!{handle}>"
    for member in workspace.members.values():
        if handle.lower() == member.handle:
            return f"<@{member.id}|{member.handle}>" if with_labels else f"<@{member.id}>"
    return ""
