"""``here``: the channel that cards come to, and who may say so."""

from playground.cast import Actor
from tests.town import AI_OFF, HELPDESK, Found, Town

NOOR = Actor("noor", "Noor Adler", "noor@contoso.example")


async def test_the_first_who_says_here_becomes_owner_and_then_only_admins_may(founded: Found) -> None:
    town = await founded(named={"SLACK_CHANNEL": ""})
    await town.says(town.jane, "here")
    told = await town.told(town.jane, "Cards come to this channel", HELPDESK)
    assert "You are the owner now, because nobody was." in told.text()
    await town.says(town.sam, "here", "#general")
    await town.told(town.sam, "Only an admin can choose the channel. Nothing was changed.", "#general")
    await town.says(town.alex, "Outlook stops syncing")
    card = await town.card_of("Outlook stops syncing", HELPDESK)
    await town.sam.click(card, "pick_up")
    await town.told(town.sam, "It's yours: E-1", HELPDESK)


async def test_a_viewer_does_not_become_owner_by_saying_here(founded: Found) -> None:
    town = await founded(named={"SLACK_CHANNEL": ""})
    await town.says(town.vic, "here", "#escalations")
    await town.told(town.vic, "Only an admin can choose the channel.")


async def test_the_owner_can_be_named_in_the_settings(founded: Found) -> None:
    town = await founded(named={"BATON_OWNER": "Sam@Contoso.example"})
    await town.says(town.jane, "here")
    await town.told(town.jane, "Only an admin can choose the channel.", HELPDESK)
    await town.says(town.sam, "here")
    told = await town.told(town.sam, "Cards come to this channel from now on.", HELPDESK)
    assert "owner" not in told.text()


async def test_baton_joins_a_public_channel_by_itself(town: Town) -> None:
    general = town.slack.channel("#general")
    bot = town.slack.workspace.app.bot_user
    assert bot not in general.members
    await town.says(town.jane, "here", "#general")
    await town.told(town.jane, "Cards come to this channel from now on.", "#general")
    assert bot in general.members
    await town.says(town.jane, "Outlook stops syncing")
    await town.card_of("Outlook stops syncing", "#general")
    assert town.cards() == []


async def test_a_private_channel_asks_for_an_invitation(town: Town) -> None:
    town.slack.forgive("channel_not_found")  # that is how Slack says it of a private channel
    town.slack.add_channel("second-line", "private", ["Jane", "Sam"])
    await town.says(town.jane, "here", "#second-line")
    told = await town.told(town.jane, "/invite @Baton", "#second-line")
    assert told.text().endswith("Nothing was changed.")
    await town.says(town.jane, "Outlook stops syncing")
    await town.card_of("Outlook stops syncing")


async def test_after_the_invitation_a_private_channel_will_do(town: Town) -> None:
    town.slack.add_channel("second-line", "private", ["Jane", "Sam", "baton"])
    await town.says(town.jane, "here", "#second-line")
    await town.told(town.jane, "Cards come to this channel from now on.", "#second-line")
    await town.says(town.jane, "Outlook stops syncing")
    await town.card_of("Outlook stops syncing", "#second-line")


async def test_in_a_direct_message_it_says_where_to_say_it(town: Town) -> None:
    dm = town.slack.workspace.dm(town.jane.id)
    await town.jane.command(dm, "/escalate", "here")
    told = await town.until(lambda: next(iter(town.jane.dms()), None))
    assert told.text() == "Say that in the channel where cards should go. Nothing was changed."


async def test_the_people_of_others_who_will_see_the_cards_are_named_to_the_admin(town: Town) -> None:
    await town.says(town.jane, "here", "#escalations")
    told = await town.told(town.jane, "Cards come to this channel")
    assert "People of other organisations are in this channel" in told.text()


async def test_a_card_is_picked_up_where_it_was_posted_though_the_channel_moved(town: Town) -> None:
    card = await town.escalated()
    await town.says(town.jane, "here", "#general")
    await town.told(town.jane, "Cards come to this channel from now on.", "#general")
    await town.sam.click(card, "pick_up")
    await town.told(town.sam, "It's yours: E-1")
    await town.until(lambda: "Picked up by Sam Okafor" in card.text())


async def test_the_new_owner_may_choose_again_at_once_and_elsewhere(founded: Found) -> None:
    town = await founded(named={**AI_OFF, "SLACK_CHANNEL": ""})
    for channel, owner in ((HELPDESK, True), ("#general", False)):
        await town.says(town.jane, "here", channel)
        told = await town.told(town.jane, "Cards come to this channel", channel)
        assert ("You are the owner now" in told.text()) is owner
    await town.says(town.jane, "Outlook stops syncing")
    await town.card_of("Outlook stops syncing", "#general")


async def test_where_the_settings_name_the_owner_nobody_is_it_before_they_come(founded: Found) -> None:
    town = await founded(named={**AI_OFF, "BATON_OWNER": NOOR.email, "SLACK_CHANNEL": ""})
    await town.says(town.jane, "here")
    await town.told(town.jane, "Only an admin can choose the channel. Nothing was changed.", HELPDESK)
    noor = town.slack.hire(NOOR, HELPDESK)
    await town.says(noor, "here")
    await town.told(noor, "Only an admin can choose the channel. Nothing was changed.", HELPDESK)
    await town.slack.change("Noor", name="Noor Adler-Brook")
    await town.says(noor, "here")
    told = await town.told(noor, "Cards come to this channel", HELPDESK)
    assert "owner" not in told.text()
