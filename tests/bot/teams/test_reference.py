"""The conversations we have heard of, and how each is reached."""

from datetime import datetime
from typing import Any

import pytest

from bot.teams.reference import References, heard_in, thread_of
from core.conversation import Conversation, Shape
from storage.database import Database
from tests.bot.teams.microsoft import APP, TENANT, Microsoft
from tests.bot.teams.town import ACCOUNT, HERE, StoppedClock, joined
from tests.people import NOON

ADDRESS = "https://smba.example/emea/"


def activity(**other: Any) -> dict[str, Any]:
    return Microsoft(url="https://smba.example").activity(**other)


def test_a_channel_is_known_by_its_own_id_whatever_the_thread() -> None:
    assert heard_in(activity(), ACCOUNT, NOON) == Conversation(
        account=ACCOUNT,
        workspace=HERE,
        id="19:channel@thread.tacv2",
        shape=Shape.CHANNEL,
        address=ADDRESS,
        bot=f"28:{APP}",
        heard_at=NOON,
        team="19:team@thread.tacv2",
    )


def test_a_rename_a_group_and_a_team_without_a_channel_are_understood() -> None:
    channel_data = {
        "tenant": {"id": TENANT},
        "team": {"id": "19:team@thread.tacv2", "aadGroupId": "c0ffee"},
        "channel": {"id": "19:new@thread.tacv2", "name": "Second line"},
    }
    told = {"id": "19:team@thread.tacv2", "conversationType": "channel"}
    renamed = heard_in(activity(conversation=told, channelData=channel_data), ACCOUNT, NOON)
    assert renamed
    assert (renamed.id, renamed.name, renamed.group) == ("19:new@thread.tacv2", "Second line", "c0ffee")
    del channel_data["channel"]
    installed = heard_in(activity(conversation=told, channelData=channel_data), ACCOUNT, NOON)
    assert installed
    assert installed.id == "19:team@thread.tacv2"


@pytest.mark.parametrize(
    ("kind", "shape", "person"), [("personal", Shape.PERSONAL, "jane"), ("groupChat", Shape.GROUP, "")]
)
def test_a_chat_is_known_by_its_id_and_a_personal_one_by_whose_it_is(kind: str, shape: Shape, person: str) -> None:
    told = activity(conversation={"id": "a:1", "conversationType": kind}, channelData={"tenant": {"id": TENANT}})
    heard = heard_in(told, ACCOUNT, NOON)
    assert heard
    assert (heard.id, heard.shape, heard.person) == ("a:1", shape, person)


@pytest.mark.parametrize(
    "conversation",
    [None, {}, {"id": "a:1"}, {"id": "a:1", "conversationType": "meeting"}, {"conversationType": "channel"}],
)
def test_what_is_of_no_kind_we_know_is_not_kept(conversation: Any) -> None:
    assert heard_in(activity(conversation=conversation), ACCOUNT, NOON) is None


def test_a_thread_is_its_channel_and_its_first_message() -> None:
    assert thread_of("19:c@thread.tacv2", "17") == "19:c@thread.tacv2;messageid=17"
    assert thread_of("19:c@thread.tacv2;messageid=17", "18") == "19:c@thread.tacv2;messageid=17"


async def test_what_says_the_same_again_is_not_written_again(storage: Database) -> None:
    account, clock = await joined(storage), StoppedClock()
    references = References(storage, clock)
    await references.heard(activity(), account)
    clock.pass_by(30)
    await references.heard(activity(), account)
    assert await at(references) == NOON
    await references.heard(activity(serviceUrl="https://smba.example/amer/"), account)
    assert await at(references) == clock.now()
    clock.pass_by(61)
    await references.heard(activity(serviceUrl="https://smba.example/amer/"), account)
    assert await at(references) == clock.now()


async def test_a_closed_conversation_opens_when_it_is_heard_of_again(storage: Database) -> None:
    account, references = await joined(storage), References(storage, StoppedClock())
    heard = await references.heard(activity(), account)
    assert heard
    await references.close(heard, "removed")
    closed = await references.at(HERE, heard.id)
    assert closed
    assert closed.closed == "removed"
    await references.heard(activity(), account)
    assert await references.at(HERE, f"{heard.id};messageid=1") == heard


async def test_a_tenant_of_no_account_has_no_conversations(storage: Database) -> None:
    references = References(storage, StoppedClock())
    assert await references.at(HERE, "19:channel@thread.tacv2") is None
    assert await references.direct(HERE, "jane") is None
    assert list(await references.shared(HERE)) == []


async def at(references: References) -> datetime:
    found = await references.at(HERE, "19:channel@thread.tacv2")
    assert found
    return found.heard_at
