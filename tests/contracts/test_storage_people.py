"""The storage contract: accounts, workspaces, members and their identities."""

import asyncio
from dataclasses import replace

import pytest

from core.delivery import Place
from core.errors import NotFound
from core.people import AccountId, Identity, Member, MemberId, Platform, Profile, Role, Workspace
from core.repository import Transaction
from storage.database import Database
from storage.uuid7 import uuid7
from tests.contracts.office import CHANNEL, NOBODY, SLACK, TEAMS, Office, connection_of, joined, profile

EMAIL = "sam@contoso.example"
SECOND = Workspace(Platform.SLACK, "T9")


async def test_the_first_workspace_opens_the_account(storage: Database) -> None:
    account = await storage.transact(joined)
    assert await storage.read(lambda tx: tx.accounts.of(SLACK)) == account
    assert await storage.transact(joined) == account


async def test_the_first_of_the_other_platform_joins_it(storage: Database) -> None:
    account = await storage.transact(joined)
    assert await storage.transact(lambda tx: tx.accounts.join(TEAMS, "Contoso")) == account


async def test_any_further_workspace_stays_silent(storage: Database) -> None:
    await storage.transact(joined)
    assert await storage.transact(lambda tx: tx.accounts.join(SECOND, "Fabrikam")) is None
    assert await storage.read(lambda tx: tx.accounts.of(SECOND)) is None


async def test_of_many_workspaces_that_join_at_once_one_of_each_platform_does(storage: Database) -> None:
    workspaces = [Workspace(platform, f"W{n}") for n in range(10) for platform in Platform]

    async def joins(workspace: Workspace) -> AccountId | None:
        return await storage.transact(lambda tx: tx.accounts.join(workspace, workspace.id))

    accounts = await asyncio.gather(*(joins(workspace) for workspace in workspaces * 2))
    assert len({account for account in accounts if account}) == 1
    assert sum(account is not None for account in accounts) == 4


async def test_a_workspace_that_joins_several_times_at_once_is_told_its_account_every_time(storage: Database) -> None:
    accounts = await asyncio.gather(*(storage.transact(joined) for _ in range(10)))
    assert len(set(accounts)) == 1


async def test_a_workspace_has_no_channel_until_one_is_chosen(storage: Database) -> None:
    account = await storage.transact(joined)
    assert await storage.read(lambda tx: tx.accounts.channels(account)) == []
    assert await storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1")) == ""
    assert await storage.read(lambda tx: tx.accounts.channels(account)) == [CHANNEL]


async def test_choosing_another_channel_tells_the_one_before(storage: Database) -> None:
    account = await storage.transact(joined)
    await storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))
    assert await storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C2")) == "C1"
    assert await storage.read(lambda tx: tx.accounts.channels(account)) == [Place(SLACK, channel="C2")]


async def test_a_workspace_that_has_not_joined_has_no_channel(storage: Database) -> None:
    with pytest.raises(NotFound):
        await storage.transact(lambda tx: tx.accounts.choose_channel(SLACK, "C1"))


async def test_an_account_that_is_not_there_gives_no_numbers(storage: Database) -> None:
    with pytest.raises(NotFound):
        await storage.transact(lambda tx: tx.accounts.next_number(AccountId(uuid7())))


async def test_a_person_is_known_once_learned(office: Office) -> None:
    them = profile("Nadia")
    assert await known(office, them) is None
    learned = await learn(office, them)
    assert learned == Member(learned.id, office.account, "Nadia", Role.ENGINEER)
    assert await known(office, them) == learned
    assert await office.storage.read(lambda tx: tx.people.member(office.account, learned.id)) == learned


async def test_learning_again_changes_the_name_and_not_the_role(office: Office) -> None:
    learned = await learn(office, profile("Nadia"))
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, learned.id, Role.ADMIN))
    again = await learn(office, replace(profile("Nadia"), name="Nadia Rossi", guest=True))
    assert again == replace(learned, name="Nadia Rossi", role=Role.ADMIN)


async def test_learning_what_is_known_writes_nothing(office: Office) -> None:
    learned = await learn(office, profile("Nadia", email=EMAIL))

    def again(tx: Transaction) -> tuple[object, object]:
        before = written(tx)
        assert tx.people.learn(office.account, profile("Nadia", email=EMAIL)) == learned
        return before, written(tx)

    before, after = await office.storage.transact(again)
    assert before == after


def written(tx: Transaction) -> object:
    """What changes with every row that is written."""
    connection = connection_of(tx)
    sqlite, postgres = "SELECT total_changes()", "SELECT xmin::text FROM members ORDER BY id DESC LIMIT 1"
    return connection.exec_driver_sql(sqlite if connection.dialect.name == "sqlite" else postgres).scalar()


async def test_a_guest_begins_as_a_viewer(office: Office) -> None:
    assert (await learn(office, replace(profile("Guest"), guest=True))).role is Role.VIEWER


async def test_one_person_in_two_chats_is_one_member_by_the_vouched_address(office: Office) -> None:
    in_slack = await learn(office, profile("Sam", email=EMAIL))
    in_teams = await learn(office, profile("Sam Okafor", TEAMS, email=EMAIL.upper()))
    assert in_teams.id == in_slack.id
    assert [i.workspace for i in await identities(office, in_slack.id)] == [SLACK, TEAMS]


async def test_the_same_name_joins_nobody(office: Office) -> None:
    assert (await learn(office, profile("Pat"))).id != (await learn(office, profile("Pat", TEAMS))).id


async def test_a_second_identity_on_one_platform_is_another_member(office: Office) -> None:
    first = await learn(office, profile("Sam", email=EMAIL))
    second = await learn(office, profile("Sam", SECOND, email=EMAIL))
    assert first.id != second.id
    in_teams = await learn(office, profile("Sam", TEAMS, email=EMAIL))
    assert in_teams.id == first.id


async def test_an_address_joins_nobody_from_another_account(office: Office) -> None:
    there = Workspace(Platform.SLACK, "T2")
    eve = await office.storage.transact(
        lambda tx: tx.people.learn(office.elsewhere, profile("Eve", there, email=EMAIL))
    )
    here = await learn(office, profile("Eve", TEAMS, email=EMAIL))
    assert eve.id != here.id


async def test_learning_somebody_of_another_account_fails(office: Office) -> None:
    with pytest.raises(NotFound):
        await office.storage.transact(lambda tx: tx.people.learn(office.elsewhere, profile("Sam Okafor")))
    assert await known(office, profile("Sam Okafor")) == office.sam


async def test_many_processes_may_learn_the_same_person_at_once(office: Office) -> None:
    both = [profile("Kim", email="kim@contoso.example"), profile("Kim", TEAMS, email="kim@contoso.example")]
    learned = await asyncio.gather(*(learn(office, them) for them in both * 10))
    assert len({member.id for member in learned}) == 1
    assert len(await identities(office, learned[0].id)) == 2


async def test_deletion_deactivates_and_a_return_reactivates(office: Office) -> None:
    gone = await learn(office, profile("Sam Okafor", deleted=True))
    assert gone == replace(office.sam, active=False)
    assert (await learn(office, profile("Sam Okafor"))).active


async def test_who_is_deleted_in_one_chat_stays_so_whatever_the_other_says(office: Office) -> None:
    await learn(office, profile("Kim", email=EMAIL))
    await learn(office, profile("Kim", TEAMS, email=EMAIL))
    await learn(office, profile("Kim", email=EMAIL, deleted=True))
    assert not (await learn(office, profile("Kim", TEAMS, email=EMAIL))).active


async def test_a_deleted_account_says_nothing_about_whoever_has_its_address_now(office: Office) -> None:
    here = await learn(office, profile("Kim", TEAMS, email=EMAIL))
    old = await learn(office, profile("Kim", email=EMAIL, deleted=True))
    assert old.id != here.id
    assert (await known(office, profile("Kim", TEAMS))) == here


async def test_an_account_has_an_owner_once_somebody_is(office: Office) -> None:
    owned = lambda tx: tx.people.has_owner(office.account)  # noqa: E731
    assert not await office.storage.read(owned)
    await office.storage.transact(lambda tx: tx.people.set_role(office.account, office.jane.id, Role.OWNER))
    assert await office.storage.read(owned)


async def test_nobody_has_no_role(office: Office) -> None:
    with pytest.raises(NotFound):
        await office.storage.transact(lambda tx: tx.people.set_role(office.account, NOBODY, Role.ADMIN))


async def learn(office: Office, them: Profile) -> Member:
    return await office.storage.transact(lambda tx: tx.people.learn(office.account, them))


async def known(office: Office, them: Profile) -> Member | None:
    return await office.storage.read(lambda tx: tx.people.known(them.identity))


async def identities(office: Office, member: MemberId) -> list[Identity]:
    def work(tx: Transaction) -> list[Identity]:
        return list(tx.people.identities(office.account, member))

    return await office.storage.read(work)
