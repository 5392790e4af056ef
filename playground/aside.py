"""*Escalate* on a message, as a story: in a Teams chat of two people that Baton is not in."""

from collections.abc import Callable
from typing import TypeVar

from playground.story import CHANNEL
from playground.teams.player import Player, TeamsChat
from playground.teams.seen import Seen
from playground.transcript import Transcript

Found = TypeVar("Found")

WORDS = "The scanner in Lyon stopped. Its password: Herbst2026!"


class Aside:
    """Plays it; ``play`` returns whether every promise was kept."""

    def __init__(self, chat: TeamsChat, transcript: Transcript, patience: float = 10.0) -> None:
        self._chat = chat
        self._told = transcript
        self._patience = patience
        self.jane, self.sam, self.vic = (chat.person(name) for name in ("Jane", "Sam", "Vic"))

    async def play(self) -> bool:
        """From a message of Vic's to the source in Details."""
        try:
            await self._play()
        except AssertionError as missing:
            self._told.check(f"what was waited for came: {str(missing).splitlines()[0]}", kept=False)
        return self._told.ends()

    async def _play(self) -> None:
        told = self._told
        told.chapter("A message that somebody wrote")
        between = self._chat.teams.chat("Jane", "Vic")
        told.does("Vic", f"writes to Jane, in a chat of the two: {WORDS}")
        written = await self.vic.person.say(between, WORDS)
        told.check("Vic has said so", written.message is not None)
        if written.message is None:
            return
        told.does("Jane", "chooses Escalate under the … beside it")
        await self.jane.person.message_action(written.message)
        dialog = self.jane.person.dialog
        held = {field.id: field.preset for field in dialog.inputs} if dialog else {}
        told.check("the form is open, with his words in it", held.get("problem") == WORDS)
        told.check("it says what the team will see", "Vic Lang's message" in str(dialog and dialog.card))
        await self._she_sends_it()

    async def _she_sends_it(self) -> None:
        told = self._told
        await self.jane.submit({"priority": "high"})
        dialog = self.jane.person.dialog
        answer = dialog.message if dialog else ""
        told.sees("Jane", "in the dialog", answer)
        told.check("she is answered where she is", answer.startswith("Escalated as E-"))
        card = await self._until(lambda: self._card(self.sam))
        told.sees("Sam", f"in {CHANNEL}", card.text())
        told.check("the password is masked", "Herbst2026" not in card.text() and "masked" in card.text())
        told.does("Sam", "presses Details")
        await self.sam.person.open_dialog(card, "details")
        details = str(self.sam.person.dialog and self.sam.person.dialog.card)
        told.check("Details name the message, its author and where it stands", _names_the_source(details))

    def _card(self, person: Player) -> Seen | None:
        return next((m for m in person.sees(CHANNEL) if "scanner in Lyon" in m.text() and m.has("pick_up")), None)

    async def _until(self, predicate: Callable[[], Found | None]) -> Found:
        found = await self._chat.until(predicate, within=self._patience)
        if not found:
            raise AssertionError("until() returned without what it waited for")
        return found


def _names_the_source(details: str) -> bool:
    return all(words in details for words in ("Source:", "Vic Lang", "https://teams.microsoft.com/l/message/"))
