"""The queue when it is long, and the command line's options when there is no problem yet."""

from tests.town import HELPDESK, Found, front

WORDS = "the mailbox of the {} branch was moved and nobody there can see any shared calendar since then, as it seems"


async def test_fifteen_long_entries_stay_readable(founded: Found) -> None:
    town = await founded(named={"ANTHROPIC_API_KEY": ""})
    for number in range(16):
        await town.says(town.jane, f"{WORDS.format(f'{number + 10}th')} {'x' * 200} #{10**19 + number} !urgent")
    await town.says(town.sam, "queue")
    whole = (await town.told(town.sam, "16 waiting for somebody", HELPDESK)).text()
    lines = [line for line in whole.splitlines() if line.startswith("🔴 ●")]
    assert len(lines) == 15
    for number, told in enumerate(lines):
        label, priority, age, *_ = told.removeprefix("🔴 ● ").split(" · ")
        assert (label, priority) == (f"E-{number + 1}", "urgent")
        assert age.endswith((" s", " min"))
        assert WORDS.format(f"{number + 10}th")[:30] in told
    assert "and 1 more." in whole


async def test_options_alone_open_the_form_with_all_of_them_chosen(founded: Found) -> None:
    town = await founded(named={"ANTHROPIC_API_KEY": ""})
    await town.says(town.jane, "#4711 !high @sam")
    elements = {block["block_id"]: block["element"] for block in front(town.jane).blocks if block["type"] == "input"}
    assert elements["directed"]["initial_user"] == town.sam.id
    assert elements["ticket"]["initial_value"] == "#4711"
    assert elements["priority"]["initial_option"]["value"] == "high"
    await town.jane.submit({"problem": "Outlook stops syncing"})
    card = await town.card_of("Outlook stops syncing")
    assert card.message.pings == (town.sam.id,)


async def test_somebody_a_problem_is_about_is_not_whom_it_is_for(founded: Found) -> None:
    town = await founded(named={"ANTHROPIC_API_KEY": ""})
    await town.says(town.jane, "@alex is locked out")
    card = await town.card_of("@alex is locked out")
    assert card.message.pings == ()
    await town.says(town.jane, "for @sam: nothing prints")
    assert (await town.card_of("nothing prints")).message.pings == (town.sam.id,)
