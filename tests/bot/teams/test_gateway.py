"""The way out to Teams: posts, threads, people and edits, and what each failure leads to."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from core.delivery import DeliveryId, MessageRef, Place
from core.errors import GiveUp, Gone, TryAgain, Unavailable
from core.message import Mention, Message, Text, line, says
from core.people import Identity, MemberId, Party, Platform
from storage.database import Database
from tests.bot.teams.microsoft import APP, TENANT, Answer, Microsoft
from tests.bot.teams.town import CHANNEL, HERE, Town, town

MARK = DeliveryId(UUID(int=7))
HELLO = says("Hello")
THERE = Place(HERE, channel=CHANNEL)
SAM = Place(HERE, user="sam")
FIRST = MessageRef(f"{CHANNEL};messageid=1700000000001", "1700000000001")


@pytest.fixture(name="town")
async def _town(microsoft: Microsoft, storage: Database) -> AsyncIterator[Town]:
    async with town(microsoft, storage) as made:
        yield made


def refusal(status: int, code: str) -> Answer:
    return Answer(status, {"error": {"code": code, "message": "no"}})


async def test_a_card_opens_a_thread_of_its_channel(town: Town) -> None:
    assert await town.gateway.post(THERE, HELLO, MARK, None) == FIRST
    ((method, path, body),) = town.microsoft.calls
    assert (method, path) == ("POST", "conversations")
    assert body["isGroup"] is True
    assert body["channelData"] == {"channel": {"id": CHANNEL}, "tenant": {"id": TENANT}}
    assert (body["bot"], body["tenantId"]) == ({"id": f"28:{APP}"}, TENANT)
    assert body["activity"]["summary"] == "Hello"


async def test_a_line_under_a_card_goes_into_its_thread(town: Town) -> None:
    card = await town.gateway.post(THERE, HELLO, MARK, None)
    assert await town.gateway.post(THERE, HELLO, MARK, card) == MessageRef(card.conversation, "1700000000002")
    assert town.microsoft.calls[-1][1] == (
        "conversations/19%3Achannel%40thread.tacv2%3Bmessageid%3D1700000000001/activities"
    )


async def test_an_edit_is_one_put(town: Town) -> None:
    await town.gateway.edit(FIRST, THERE, says("Done"))
    ((method, path, body),) = town.microsoft.calls
    assert method == "PUT"
    assert path.endswith("%3Bmessageid%3D1700000000001/activities/1700000000001")
    assert body["summary"] == "Done"


FOR_SAM = Message("x", (Text(line("for ", Mention(Party(MemberId(UUID(int=1)), "Sam", (Identity(HERE, "sam"),))))),))


async def test_a_card_that_is_not_taken_with_its_mention_goes_without(town: Town) -> None:
    town.microsoft.answers = [refusal(400, "BadSyntax")]
    posted = await town.gateway.post(THERE, FOR_SAM, MARK, None)
    town.microsoft.answers = [refusal(400, "BadSyntax")]
    await town.gateway.edit(posted, THERE, FOR_SAM)
    bodies = [body.get("activity", body) for _, _, body in town.microsoft.calls]
    cards = [body["attachments"][0]["content"] for body in bodies]
    assert ["entities" in card["msteams"] for card in cards] == [True, False, True, False]


async def test_a_card_that_is_not_taken_at_all_is_not_sent_twice(town: Town) -> None:
    town.microsoft.answers = [refusal(400, "BadSyntax")]
    with pytest.raises(GiveUp):
        await town.gateway.post(THERE, HELLO, MARK, None)
    assert len(town.microsoft.calls) == 1


async def test_a_group_chat_has_no_threads(town: Town) -> None:
    await town.references.keep(town.chat("19:chat@thread.v2"))
    place = Place(HERE, channel="19:chat@thread.v2")
    card = await town.gateway.post(place, HELLO, MARK, None)
    assert card == MessageRef("19:chat@thread.v2", "1700000000001")
    await town.gateway.post(place, HELLO, MARK, card)
    assert [call[1] for call in town.microsoft.calls] == ["conversations/19%3Achat%40thread.v2/activities"] * 2


async def test_somebody_new_is_written_to_in_a_conversation_that_is_made_once(town: Town) -> None:
    town.person("sam")
    assert await town.gateway.post(SAM, HELLO, MARK, None) == MessageRef("a:29:sam", "1700000000003")
    assert await town.gateway.post(SAM, HELLO, MARK, None) == MessageRef("a:29:sam", "1700000000004")
    assert [call[:2] for call in town.microsoft.calls] == [
        ("GET", "conversations/19%3Ateam%40thread.tacv2/members/sam"),
        ("POST", "conversations"),
        ("POST", "conversations/a%3A29%3Asam/activities"),
        ("POST", "conversations/a%3A29%3Asam/activities"),
    ]
    made = town.microsoft.calls[1][2]
    assert (made["isGroup"], made["members"], made["tenantId"]) == (False, [{"id": "29:sam"}], TENANT)


async def test_somebody_in_no_team_is_tried_by_their_id_in_the_directory(town: Town) -> None:
    assert (await town.gateway.post(SAM, HELLO, MARK, None)).conversation == "a:sam"


async def test_somebody_who_wrote_to_baton_is_answered_there(town: Town) -> None:
    await town.references.keep(town.chat("a:their own", "sam"))
    assert (await town.gateway.post(SAM, HELLO, MARK, None)).conversation == "a:their own"
    assert len(town.microsoft.calls) == 1


async def test_a_personal_conversation_that_is_gone_is_made_anew(town: Town) -> None:
    town.person("sam")
    await town.references.keep(town.chat("a:old", "sam"))
    town.microsoft.answers = [refusal(404, "ConversationNotFound")]
    assert (await town.gateway.post(SAM, HELLO, MARK, None)).conversation == "a:29:sam"


async def test_whoever_has_not_added_baton_cannot_be_written_to_and_the_words_say_so(town: Town) -> None:
    town.person("sam")
    town.microsoft.answers = [Answer(200, town.microsoft.people["sam"]), refusal(403, "ForbiddenOperationException")]
    with pytest.raises(GiveUp) as failed:
        await town.gateway.post(SAM, HELLO, MARK, None)
    assert "have not added Baton" in failed.value.words


@pytest.mark.parametrize("before", [0, 1], ids=["looking for the person", "making the conversation"])
async def test_what_goes_wrong_before_anything_is_said_to_somebody_leaves_nothing_uncertain(
    town: Town, before: int
) -> None:
    town.person("sam")
    known = Answer(200, town.microsoft.people["sam"])
    town.microsoft.answers = [*[known] * before, refusal(502, "ServiceError")]
    with pytest.raises(TryAgain) as failed:
        await town.gateway.post(SAM, HELLO, MARK, None)
    assert not failed.value.uncertain


@pytest.mark.parametrize("code", ["MessageWritesBlocked", "ConversationBlockedByUser", "BotNotInConversationRoster"])
async def test_a_conversation_that_takes_nothing_is_left_alone_until_it_is_heard_of(town: Town, code: str) -> None:
    town.microsoft.answers = [refusal(403, code)]
    words = []
    for _ in range(3):
        with pytest.raises(GiveUp) as failed:
            await town.gateway.post(THERE, HELLO, MARK, None)
        words.append(failed.value.words)
    assert len(set(words)) == 1
    assert len(town.microsoft.calls) == 1
    await town.references.keep(town.channel())
    await town.gateway.post(THERE, HELLO, MARK, None)
    assert len(town.microsoft.calls) == 2


async def test_a_card_that_is_gone_is_told_so_that_it_is_posted_anew(town: Town) -> None:
    town.microsoft.answers = [refusal(404, "ActivityNotFoundInConversation")]
    with pytest.raises(Gone):
        await town.gateway.edit(FIRST, THERE, HELLO)


async def test_a_channel_that_is_gone_needs_another_one(town: Town) -> None:
    town.microsoft.answers = [refusal(404, "ConversationNotFound")]
    with pytest.raises(GiveUp, match="404") as failed:
        await town.gateway.post(THERE, HELLO, MARK, None)
    assert "@Baton here" in failed.value.words


async def test_a_thread_that_is_gone_closes_no_channel(town: Town) -> None:
    town.microsoft.answers = [refusal(404, "ConversationNotFound")]
    with pytest.raises(GiveUp) as failed:
        await town.gateway.post(THERE, HELLO, MARK, FIRST)
    assert failed.value.words == "the thread is no longer there"
    await town.gateway.post(THERE, HELLO, MARK, None)
    assert len(town.microsoft.calls) == 2


async def test_a_channel_nobody_heard_of_is_told_in_words(town: Town) -> None:
    with pytest.raises(GiveUp) as failed:
        await town.gateway.post(replace(THERE, channel="19:other"), HELLO, MARK, None)
    assert "@Baton here" in failed.value.words
    assert not town.microsoft.calls


async def test_nobody_can_be_written_to_where_baton_is_nowhere(town: Town) -> None:
    await town.references.close(town.channel(), "removed")
    with pytest.raises(GiveUp) as failed:
        await town.gateway.post(SAM, HELLO, MARK, None)
    assert "add it in Teams" in failed.value.words


async def test_a_database_that_is_away_is_another_time(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise Unavailable("down")

    monkeypatch.setattr(Database, "read", away)
    with pytest.raises(TryAgain) as failed:
        await town.gateway.post(THERE, HELLO, MARK, None)
    assert not failed.value.uncertain


async def test_what_cannot_be_kept_does_not_undo_what_was_sent(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise Unavailable("down")

    monkeypatch.setattr(Database, "transact", away)
    assert (await town.gateway.post(SAM, HELLO, MARK, None)).conversation == "a:sam"


async def test_nobody_can_look_for_a_message_in_teams(town: Town) -> None:
    assert town.gateway.platform is Platform.TEAMS
    with pytest.raises(GiveUp):
        await town.gateway.find(THERE, MARK, None)
    assert not town.microsoft.calls
