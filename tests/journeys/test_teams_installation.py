"""Baton is added to a tenant and removed from it, its channels come and go, and its people are learned."""

import uuid

from core.conversation import Conversation
from core.people import Identity, Member, Platform, Role, Workspace
from playground.cast import CAST, crowd
from tests.both import ESCALATIONS, HELPDESK, Both, Opened


async def test_a_team_is_welcomed_with_the_steps_and_a_person_with_the_form(teams: Both) -> None:
    steps = await teams.answered(teams.jane, "To set it up:", "General")
    assert "@Baton here" in steps.text()
    await teams.alex.install()
    assert (await teams.sent(teams.alex, "Say what the problem is")).has("escalate")


async def test_everybody_of_the_team_is_known_before_they_press(teams: Both) -> None:
    here = Workspace(Platform.TEAMS, teams.teams.tenant.id)
    roles = {name: await _role(teams, here, name) for name in ("Jane", "Sam", "Alex", "Vic")}
    assert roles == {"Jane": Role.OWNER, "Sam": Role.ENGINEER, "Alex": Role.ENGINEER, "Vic": Role.VIEWER}


async def test_who_comes_later_is_learned_when_they_come(teams: Both) -> None:
    (newcomer,) = crowd(1)
    teams.teams.hire(newcomer)
    await teams.jane.manages.add_members("General", newcomer.handle)
    here = Workspace(Platform.TEAMS, teams.teams.tenant.id)
    await teams.learned(Identity(here, teams.person(newcomer.handle).account.aad or ""))


async def test_the_owner_that_the_settings_name_is_found_in_teams(opened: Opened) -> None:
    teams = await opened(BATON_OWNER="Sam@contoso.example", by="Sam")
    here = Workspace(Platform.TEAMS, teams.teams.tenant.id)
    assert await _role(teams, here, "Sam") is Role.OWNER
    assert await _role(teams, here, "Jane") is Role.ENGINEER


async def test_a_team_that_removes_baton_gets_no_cards_and_one_that_adds_it_again_does(teams: Both) -> None:
    teams.expected.append("stopped")
    await teams.jane.manages.remove_from_team()
    assert {c.closed for c in await _shared(teams)} == {"Baton was removed there: add it to the team or chat again"}
    await teams.jane.say(teams.teams.tenant.personal(teams.jane.id), "Printer offline")
    await teams.sent(teams.jane, "could not be delivered: Baton was removed there")
    await teams.jane.manages.add_to_team()
    assert {c.closed for c in await _shared(teams)} == {""}
    await teams.escalated("Scanner offline")


async def test_a_channel_that_is_renamed_or_deleted_is_kept_so(teams: Both) -> None:
    await teams.jane.manages.rename_channel(ESCALATIONS, "Cards")
    assert "Cards" in {c.name for c in await _shared(teams)}
    await teams.jane.manages.delete_channel("Cards")
    assert "the channel was deleted: say “@Baton here” in another one" in {c.closed for c in await _shared(teams)}


async def test_a_second_tenant_stays_silent(opened: Opened) -> None:
    teams = await opened(CAST, MICROSOFT_APP_TENANT_ID="")
    other = teams.jane.forging(channelData={"tenant": {"id": str(uuid.uuid4())}})
    for _ in range(2):
        answer = await other.mention(HELPDESK, "queue")
        assert (answer.status, answer.text) == (403, "Baton does not serve this tenant")


async def _role(teams: Both, here: Workspace, name: str) -> Role | None:
    identity = Identity(here, teams.person(name).account.aad or "")
    member: Member | None = await teams.service.storage.read(lambda tx: tx.people.known(identity))
    return member.role if member else None


async def _shared(teams: Both) -> list[Conversation]:
    here, account = Workspace(Platform.TEAMS, teams.teams.tenant.id), await teams.account()
    return list(await teams.service.storage.read(lambda tx: tx.conversations.shared(account, here)))
