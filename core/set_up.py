"""Set-up progress: what there is to do before a team can work with Baton, what is done of it, and what is left."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.people import Platform
from core.saying import IN_SLACK, IN_TEAMS
from core.wording import counted


@dataclass(frozen=True, slots=True)
class SetUp:
    """How far an account is: ``joined`` are the chats it is in, ``channels`` those of them with an escalation channel;
    ``others`` is how many members besides the reader could pick something up."""

    joined: frozenset[Platform]
    channels: frozenset[Platform]
    owned: bool
    others: int
    ai: bool


@dataclass(frozen=True, slots=True)
class Task:
    """Something to set up: what is so when it is done, else what to do about it."""

    done: bool
    words: str
    needed: bool = True


_SAYING = {Platform.SLACK: IN_SLACK, Platform.TEAMS: IN_TEAMS}


def tasks_of(set_up: SetUp) -> tuple[Task, ...]:
    """What there is to do, in a good order."""
    return (
        *_channels(set_up),
        _owner(set_up),
        _others(set_up.others),
        _ai(on=set_up.ai),
        *(_chat(chat, set_up.joined) for chat in Platform if chat not in set_up.joined),
    )


def _channels(set_up: SetUp) -> Iterator[Task]:
    """One for each chat that is there; any of them is enough to begin."""
    for chat in sorted(set_up.joined):
        if chat in set_up.channels:
            yield Task(True, f"Cards go to a channel in {chat.label}.")
        else:
            needed = not set_up.channels
            yield Task(False, f"Choose where cards go in {chat.label}: there, say {_SAYING[chat].say('here')}", needed)


def _owner(set_up: SetUp) -> Task:
    if set_up.owned:
        return Task(True, "Somebody owns it.")
    saying = _SAYING[min(set_up.joined, default=Platform.SLACK)]
    return Task(False, f"Nobody owns it yet: the first who says {saying.say('here')} does, or set BATON_OWNER.")


def _others(others: int) -> Task:
    if others:
        return Task(True, f"{counted(others, 'other')} could pick something up.")
    return Task(False, "Nobody else could pick anything up yet: invite a colleague to your workspace or team.")


def _ai(*, on: bool) -> Task:
    if on:
        return Task(True, "AI assessments are on.", needed=False)
    return Task(False, "AI assessments are off: ANTHROPIC_API_KEY turns them on.", needed=False)


def _chat(chat: Platform, joined: Collection[Platform]) -> Task:
    with_it = f" Then {' and '.join(c.label for c in sorted({*joined, chat}))} work as one." if joined else ""
    return Task(False, f"{chat.label} is not connected: docs/{chat.value}.md says how.{with_it}", needed=False)
