"""The storage contract: conversations, kept as they were last heard of."""

from dataclasses import replace

import pytest

from core.conversation import Conversation, Shape
from core.errors import NotFound
from core.repository import Transaction
from tests.contracts.office import NOON, TEAMS, Office, after

GENERAL = "19:general@thread.tacv2"


def channel(office: Office, named: str = GENERAL, seconds: float = 0) -> Conversation:
    """A channel of the team, as an activity tells of it."""
    return Conversation(
        account=office.account,
        workspace=TEAMS,
        id=named,
        shape=Shape.CHANNEL,
        address="https://smba.example/emea/",
        bot="28:baton",
        heard_at=after(seconds),
        name="General",
        team=GENERAL,
        group="c0ffee",
    )


def personal(office: Office, named: str = "a:sam", seconds: float = 0) -> Conversation:
    """The conversation with Sam."""
    told = replace(channel(office, named, seconds), shape=Shape.PERSONAL, name="", team="", group="")
    return replace(told, person="sam")


async def kept(office: Office, *told: Conversation) -> None:
    def work(tx: Transaction) -> None:
        for conversation in told:
            tx.conversations.keep(conversation)

    await office.storage.transact(work)


async def got(office: Office, named: str = GENERAL) -> Conversation | None:
    return await office.storage.read(lambda tx: tx.conversations.get(office.account, TEAMS, named))


async def closed(office: Office, why: str = "Baton was removed") -> None:
    await office.storage.transact(lambda tx: tx.conversations.close(office.account, TEAMS, GENERAL, why))


async def test_a_conversation_is_known_as_it_was_told(office: Office) -> None:
    assert await got(office) is None
    await kept(office, channel(office))
    assert await got(office) == channel(office)


async def test_the_newest_address_counts(office: Office) -> None:
    moved = replace(channel(office, seconds=9), address="https://smba.example/amer/", bot="28:other")
    await kept(office, channel(office), moved)
    assert await got(office) == moved


async def test_what_was_not_told_again_stays(office: Office) -> None:
    silent = replace(channel(office), name="", team="", group="")
    await kept(office, channel(office), silent)
    assert await got(office) == channel(office)


async def test_a_new_name_counts(office: Office) -> None:
    renamed = replace(channel(office), name="Second line")
    await kept(office, channel(office), renamed)
    assert await got(office) == renamed


async def test_a_closed_conversation_says_why_and_opens_when_it_is_heard_of_again(office: Office) -> None:
    await kept(office, channel(office))
    await closed(office)
    assert await got(office) == replace(channel(office), closed="Baton was removed")
    await kept(office, channel(office, seconds=9))
    assert await got(office) == channel(office, seconds=9)


async def test_closing_one_that_is_not_known_is_no_fault(office: Office) -> None:
    await closed(office)
    assert await got(office) is None


async def test_the_personal_conversation_heard_of_last_is_the_one_with_somebody(office: Office) -> None:
    await kept(office, personal(office, "a:old"), personal(office, "a:new", 9), personal(office, "a:older", -9))
    found = await office.storage.read(lambda tx: tx.conversations.direct(office.account, TEAMS, "sam"))
    assert found == personal(office, "a:new", 9)
    assert await office.storage.read(lambda tx: tx.conversations.direct(office.account, TEAMS, "alex")) is None


async def test_what_is_said_in_a_channel_by_somebody_makes_it_nobodys_own(office: Office) -> None:
    await kept(office, replace(channel(office), person="sam"))
    assert await office.storage.read(lambda tx: tx.conversations.direct(office.account, TEAMS, "sam")) is None


async def test_shared_conversations_come_newest_first_and_without_personal_ones(office: Office) -> None:
    chat = replace(channel(office, "19:chat@unq.gbl.spaces", 9), shape=Shape.GROUP)
    await kept(office, channel(office), chat, personal(office))
    found = await office.storage.read(lambda tx: tx.conversations.shared(office.account, TEAMS))
    assert found == [chat, channel(office)]


async def test_another_account_neither_finds_nor_changes_it(office: Office) -> None:
    await kept(office, channel(office), personal(office))
    theirs = office.elsewhere
    assert await office.storage.read(lambda tx: tx.conversations.get(theirs, TEAMS, GENERAL)) is None
    assert await office.storage.read(lambda tx: tx.conversations.direct(theirs, TEAMS, "sam")) is None
    assert not await office.storage.read(lambda tx: tx.conversations.shared(theirs, TEAMS))
    await office.storage.transact(lambda tx: tx.conversations.close(theirs, TEAMS, GENERAL, "theirs"))
    with pytest.raises(NotFound):
        await kept(office, replace(channel(office), account=theirs, address="https://evil.example/"))
    assert await got(office) == channel(office)


async def test_times_are_read_as_they_were_written(office: Office) -> None:
    await kept(office, channel(office))
    found = await got(office)
    assert found
    assert found.heard_at == NOON
