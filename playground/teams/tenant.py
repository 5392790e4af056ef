"""One Teams tenant: its people, teams, conversations, open dialogs and our app in it.

All state lives here; everything that changes it rings the bell.
"""

import hashlib
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.bell import Bell
from playground.teams.account import Account
from playground.teams.conversation import MESSAGE_PART, Conversation, Kind, Team
from playground.teams.dialog import Dialog
from playground.teams.message import Message

Clock = Callable[[], float]
"""Epoch seconds."""

_ENDS = {"channel": "@thread.tacv2", "groupChat": "@thread.v2", "personal": "", "oneOnOne": "@unq.gbl.spaces"}


@dataclass(frozen=True, slots=True)
class App:
    """Our app's registration."""

    id: str
    password: str
    name: str = "Baton"

    @property
    def bot_id(self) -> str:
        """The app's own account id in Teams."""
        return f"28:{self.id}"

    def as_json(self) -> dict[str, Any]:
        """`recipient` in an activity."""
        return {"id": self.bot_id, "name": self.name}


@dataclass(slots=True, eq=False)
class Tenant:
    """The state of one tenant. `consented` is resource-specific consent to read all messages."""

    id: str
    name: str
    app: App
    clock: Clock = time.time
    bell: Bell = field(default_factory=Bell)
    accounts: dict[str, Account] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    sent: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    consented: bool = False
    service_url: str = ""
    _serial: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _chats: dict[str, Conversation] = field(default_factory=dict)
    _milliseconds: int = 0

    def number(self) -> int:
        """The next number, never the same twice."""
        return next(self._serial)

    def next_id(self) -> str:
        """A message id: the time in milliseconds, and later than any before it."""
        self._milliseconds = max(self._milliseconds + 1, int(self.clock() * 1000))
        return str(self._milliseconds)

    def add(self, kind: Kind, name: str, members: Iterable[str], team: Team | None = None) -> Conversation:
        """A new conversation; the first one of a team is its General channel."""
        end = _ENDS[kind]
        start = "a:1" if kind == "personal" else "19:"
        made = hashlib.sha256(f"{self.id}/{kind}/{name}/{self.number()}".encode()).hexdigest()[:32]
        first = team is not None and team.id not in self.conversations
        conversation_id = team.id if team and first else f"{start}{made}{end}"
        conversation = Conversation(conversation_id, kind, name, list(members), team)
        self.conversations[conversation.id] = conversation
        self.bell.ring()
        return conversation

    def personal(self, account_id: str) -> Conversation:
        """A person's chat with the app, whether or not they have the app."""
        if account_id not in self._chats:
            self._chats[account_id] = self.add("personal", self.name_of(account_id), [account_id])
        return self._chats[account_id]

    def between(self, one: str, other: str) -> Conversation:
        """The chat of two people, by their account ids."""
        pair = {one, other}
        found = (c for c in self.conversations.values() if c.kind == "oneOnOne" and set(c.members) == pair)
        return next(found, None) or self._chat_of(one, other)

    def _chat_of(self, *people: str) -> Conversation:
        made = self.add("oneOnOne", ", ".join(map(self.name_of, people)), people)
        made.installed = False
        return made

    def conversation(self, name: str) -> Conversation:
        """A conversation by #name, name or id. Raises KeyError."""
        wanted = name.removeprefix("#").lower()
        found = self.at(name)
        found = found or next((c for c in self.conversations.values() if c.name.lower() == wanted), None)
        if found is None or (found.kind == "personal" and found.id != name):
            raise KeyError(f"no conversation {name!r} among {[c.name for c in self.conversations.values()]}")
        return found

    def at(self, address: str) -> Conversation | None:
        """The conversation of an id that may carry `;messageid=`; None when there is none."""
        return self.conversations.get(address.partition(MESSAGE_PART)[0])

    def account(self, name: str) -> Account:
        """Somebody by first name, full name, handle or any id. Raises KeyError."""
        wanted = name.removeprefix("@").lower()
        for account in self.accounts.values():
            known = (account.name.lower(), account.name.split()[0].lower(), account.handle, account.aad, account.id)
            if wanted in known or name in known:
                return account
        raise KeyError(f"nobody is called {name!r}")

    def name_of(self, account_id: str) -> str:
        """The display name; the id itself when unknown."""
        if account_id == self.app.bot_id:
            return self.app.name
        account = self.accounts.get(account_id)
        return account.name if account else account_id

    def message(self, conversation_id: str, message_id: str) -> Message | None:
        """A message that is still there."""
        conversation = self.conversations.get(conversation_id)
        message = conversation.messages.get(message_id) if conversation else None
        return None if message is None or message.deleted else message

    def mentionable(self, conversation: Conversation) -> Mapping[str, str]:
        """id -> name of everybody one can mention here."""
        return {a: self.name_of(a) for a in conversation.members} | {self.app.bot_id: self.app.name}

    def mentionable_by_app(self, conversation: Conversation) -> Mapping[str, str]:
        """The same for the app, which may also say an Entra id ("Format your bot messages", user mention)."""
        entra = {a.aad: a.name for a in map(self.accounts.get, conversation.members) if a and a.aad}
        return {**self.mentionable(conversation), **entra}

    def mentioned(self, named: str) -> str:
        """The account id of whoever is mentioned by an Entra id; any other name as it is."""
        return next((account.id for account in self.accounts.values() if account.aad == named), named)
