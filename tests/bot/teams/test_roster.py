"""Who is who in the tenant."""

from collections.abc import AsyncIterator

import pytest

from bot.teams.roster import MOST_ASKED, profile_of
from core.people import Identity, NotKnownYet, Profile, Role, Stranger
from storage.database import Database
from tests.bot.teams.microsoft import TENANT, Answer, Microsoft
from tests.bot.teams.town import HERE, Town, town

SAM = Identity(HERE, "sam")
NOT_A_MEMBER = Answer(404, {"error": {"code": "MemberNotFoundInConversation"}})
TOLD = {
    "id": "29:sam",
    "aadObjectId": "sam",
    "name": "Sam Okafor",
    "email": "Sam@Contoso.example",
    "userPrincipalName": "sam@contoso.example",
    "tenantId": TENANT,
    "userRole": "user",
}


@pytest.fixture(name="town")
async def _town(microsoft: Microsoft, storage: Database) -> AsyncIterator[Town]:
    async with town(microsoft, storage) as made:
        yield made


def test_a_member_of_the_tenant_has_a_vouched_address() -> None:
    assert profile_of(TOLD, HERE) == Profile(SAM, "Sam Okafor", "sam@contoso.example")
    assert profile_of({**TOLD, "email": ""}, HERE) == Profile(SAM, "Sam Okafor", "sam@contoso.example")
    assert profile_of({**TOLD, "email": None, "userPrincipalName": "sam"}, HERE) == Profile(SAM, "Sam Okafor", None)


@pytest.mark.parametrize("told", [{"userRole": "guest"}, {"userPrincipalName": "sam_x.example#EXT#@contoso.example"}])
def test_a_guest_may_only_look_and_nobody_vouches_for_their_address(told: dict[str, str]) -> None:
    profile = profile_of({**TOLD, **told}, HERE)
    assert isinstance(profile, Profile)
    assert profile.guest
    assert profile.role is Role.VIEWER
    assert profile.email is None


@pytest.mark.parametrize(
    "told",
    [
        {"tenantId": "fabrikam"},
        {"userRole": "anonymous"},
        {"aadObjectId": None},
        {"aadObjectId": ""},
        {"aadObjectId": 7},
    ],
)
def test_whoever_has_no_place_in_the_directory_is_a_stranger(told: dict[str, object]) -> None:
    assert profile_of({**TOLD, **told}, HERE) == Stranger()


def test_a_bot_is_told_as_one_and_everybody_has_a_name() -> None:
    profile = profile_of({"id": "28:bot", "aadObjectId": "bot", "givenName": "Ro", "surname": "Bot"}, HERE)
    assert isinstance(profile, Profile)
    assert (profile.bot, profile.name) == (True, "Ro Bot")
    nameless = profile_of({"aadObjectId": "x"}, HERE)
    assert isinstance(nameless, Profile)
    assert nameless.name == "Somebody"


async def test_somebody_is_looked_up_in_the_team(town: Town) -> None:
    town.person("sam")
    assert await town.roster.look_up(SAM) == Profile(SAM, "Sam", "sam@contoso.example")


async def test_somebody_of_another_team_is_found_there(town: Town) -> None:
    town.person("sam")
    await town.references.keep(town.channel("19:second", "19:second team"))
    town.microsoft.answers = [NOT_A_MEMBER]
    assert isinstance(await town.roster.look_up(SAM), Profile)


async def test_whom_no_conversation_knows_is_a_stranger(town: Town) -> None:
    for n in range(MOST_ASKED + 3):
        await town.references.keep(town.channel(f"19:{n}", f"19:team {n}"))
    await town.references.keep(town.channel("19:other channel", "19:team 1"))
    assert await town.roster.look_up(SAM) == Stranger()
    asked = [path for _, path, _ in town.microsoft.calls]
    assert len(asked) == len(set(asked)) == MOST_ASKED


async def test_whoever_wrote_to_baton_is_looked_up_there_first(town: Town) -> None:
    town.person("sam")
    await town.references.keep(town.chat("a:sam", "sam"))
    assert isinstance(await town.roster.look_up(SAM), Profile)
    assert [path for _, path, _ in town.microsoft.calls] == ["conversations/a%3Asam/members/sam"]


@pytest.mark.parametrize("answer", [Answer(429), Answer(503), Answer(403, {"error": {"code": "NotEnoughPermissions"}})])
async def test_who_cannot_be_looked_up_now_is_not_known_yet(town: Town, answer: Answer) -> None:
    town.microsoft.answers = [answer] * 9
    assert await town.roster.look_up(SAM) == NotKnownYet()


async def test_where_baton_is_nowhere_nobody_is_known_yet(town: Town) -> None:
    await town.references.close(town.channel(), "removed")
    assert await town.roster.look_up(SAM) == NotKnownYet()


async def test_an_answer_about_somebody_else_is_a_strangers(town: Town) -> None:
    town.microsoft.answers = [Answer(200, {**TOLD, "aadObjectId": "alex"})]
    assert await town.roster.look_up(SAM) == Stranger()


async def test_whom_a_mention_names_is_looked_up_by_their_id_in_teams(town: Town) -> None:
    town.person("sam")
    found = await town.roster.named(town.channel(), "29:sam")
    assert isinstance(found, Profile)
    assert found.identity == SAM
    assert await town.roster.named(town.channel(), "29:nobody") == Stranger()
    town.microsoft.answers = [Answer(503)]
    assert await town.roster.named(town.channel(), "29:sam") == NotKnownYet()


async def test_everybody_of_a_team_is_learned_page_by_page(town: Town) -> None:
    for name in ("jane", "sam", "alex"):
        town.person(name)
    town.person("eve", tenantId="fabrikam")
    pages = [page async for page in town.roster.everybody(town.channel())]
    assert [[profile.name for profile in page] for page in pages] == [["Jane", "Sam"], ["Alex"]]
