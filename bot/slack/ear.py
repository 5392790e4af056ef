"""The ear: what is said to Baton in messages, carried out and answered where it was said, to its author.

In a channel the answer is for the author alone, in the thread that it was said in; in Baton's own conversation it is a
message. Slack tells of a message at least once: what was heard here is not answered again, and what another replica
heard escalates no second time.
"""

import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.slack.answer import Whisperer
from bot.slack.blocks import blocks, title
from bot.slack.capture import AT_ONCE, Capture, Thread
from bot.slack.command import Commands, Said, as_written
from bot.slack.failure import translated
from bot.slack.spoken import Spoken, spoken_in
from core import answer
from core.command import Blank, Command, Park, Problem, understood
from core.desk import Desk
from core.directory import Directory
from core.errors import BatonError
from core.handoff import Source
from core.help import HELP
from core.message import Message, says
from core.people import Member, NotKnownYet, Stranger

_MOST_HEARD = 5_000

_ONLY_FILES = says("Baton reads words, not files. Say what the problem is; what came with it may stay where it is.")
_NOT_IN_A_THREAD = says(
    "Here in a thread Baton only answers questions. To escalate something, say it outside the thread. Nothing was sent."
)
_A_CARDS = says(
    "This thread is a card's, so what you wrote is a step of its case. To escalate something else, say it outside the "
    "thread."
)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Heard:
    """The newest messages that were heard, by their name: so many that Slack tells of none of them again later."""

    names: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def first(self, name: str) -> bool:
        """Whether it is heard for the first time."""
        if name in self.names:
            return False
        self.names[name] = None
        if len(self.names) > _MOST_HEARD:
            self.names.popitem(last=False)
        return True


@dataclass(frozen=True, slots=True)
class Ear:
    """Carries out what is said to Baton."""

    desk: Desk
    directory: Directory
    commands: Commands
    capture: Capture
    whisperer: Whisperer
    heard: Heard = field(default_factory=Heard)

    async def carry_out(self, body: Mapping[str, Any]) -> None:
        """One message. Raises BatonError."""
        spoken = self._spoken(body)
        if spoken is None or not self.heard.first(spoken.named):
            return
        words = replace(spoken.words, labels=await self.capture.called(spoken.words))
        told = await self._told(replace(spoken, words=words))
        if told is not None:
            self._answer(spoken, told)

    def refused(self, body: Mapping[str, Any], error: BatonError, error_id: str) -> None:
        """Say that it did not work, and give back what was to be escalated."""
        spoken = self._spoken(body)
        if spoken is None:
            return
        told = answer.failed(error.words, error_id) if error_id else says(error.words)
        back = isinstance(understood(spoken.words.text), Problem | Park) and spoken.words.text
        self._answer(spoken, answer.returned(told, as_written(spoken.words)) if back else told)

    def _spoken(self, body: Mapping[str, Any]) -> Spoken | None:
        return spoken_in(body, self.capture.here, self.capture.installation.bot)

    async def _told(self, spoken: Spoken) -> Message | None:
        by = await self.directory.member(spoken.by)
        if isinstance(by, Stranger):
            return answer.STRANGER
        if isinstance(by, NotKnownYet):
            return answer.returned(answer.NOT_KNOWN_YET, as_written(spoken.words))
        return await self._answered(understood(spoken.words.text), spoken, by)

    async def _answered(self, command: Command, spoken: Spoken, by: Member) -> Message | None:
        said = Said(spoken.by, spoken.words, spoken.channel, "", "", spoken.named)
        match command:
            case Blank() | Problem(text=""):
                return _ONLY_FILES if spoken.files and isinstance(command, Blank) else HELP
            case Problem() | Park() if spoken.root and spoken.direct:
                return answer.returned(_NOT_IN_A_THREAD, as_written(spoken.words))
            case Problem() | Park() if spoken.root and await self.desk.handoff_under(spoken.thread):
                return _A_CARDS if spoken.escalating else None
            case Problem() | Park():
                said = replace(said, source=await self._source(spoken))
        return await self.commands.answered(command, said, by)

    async def _source(self, spoken: Spoken) -> Source | None:
        """The thread that it was said in, and what came with it. In Baton's own conversation nobody else reads."""
        if spoken.direct:
            return None
        source = Source()
        if spoken.root:
            thread = Thread(spoken.channel, spoken.root, but=spoken.ts)
            source = (await self.capture.thread(thread, AT_ONCE)).source
        itself = (await self.capture.quoted(spoken.told),) if spoken.files else ()
        return replace(
            source,
            quotes=(*source.quotes, *itself),
            link=self.capture.link(spoken.channel, spoken.ts, spoken.root),
            conversation=spoken.channel,
            root=spoken.root or spoken.ts,
        )

    def _answer(self, spoken: Spoken, told: Message) -> None:
        self.whisperer.background.begin(self._say(spoken, told))

    async def _say(self, spoken: Spoken, told: Message) -> None:
        """To its author: where it was said, or else in their own conversation with Baton."""
        client, user = self.whisperer.client, spoken.by.user
        shown: dict[str, Any] = {"text": title(told), "blocks": blocks(told, spoken.here)}
        shown |= {"thread_ts": spoken.root} if spoken.root else {}
        try:
            if spoken.direct:
                await client.chat_postMessage(channel=spoken.channel, unfurl_links=False, unfurl_media=False, **shown)
            else:
                await client.chat_postEphemeral(channel=spoken.channel, user=user, **shown)
        except Exception as error:  # noqa: BLE001 - translated; what is not a delivery failure is raised again
            _log.warning("an answer could not be given: %s", translated(error))
