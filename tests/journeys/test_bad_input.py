"""What should not come in: requests nobody signed, requests nobody can read, buttons that are not ours, hostile text.

It gets a status or words of its own; nothing of it is kept, and nothing of it stands in the log.
"""

import io
import logging
import time
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp
import pytest

from core.event import Happening
from core.handoff import Handoff, Snapshot
from core.people import Platform, Workspace
from core.repository import Transaction
from playground.slack import Answer, Person, Seen, payload
from playground.slack.reply import Origin
from playground.slack.target import element_named
from playground.slack.wire import FORM, JSON, signed
from tests.breadth import ON_POSTGRES
from tests.contracts.office import NOON, new_handoff, other_account, profile
from tests.town import Town, front, said, whispers

pytestmark = ON_POSTGRES


SECRET_WORDS = "the mailbox of the chairwoman"
COMMAND = urlencode(
    {"command": "/escalate", "text": SECRET_WORDS, "team_id": "T0CONTOSO", "user_id": "U0JANE"}
).encode()
NOT_OURS = "That button is not one of Baton's, or an old one. Nothing was changed."
NOT_UNDERSTOOD = "That could not be understood. Nothing was changed."
NOT_HERE = "There is no such handoff here."
FOREIGN = ("", "E-1", "12345", "'; DROP TABLE handoffs; --", "😀" * 500, "0" * 31, "{}")


@pytest.fixture
async def quiet(town: Town, caplog: pytest.LogCaptureFixture) -> Town:
    """The usual town, with everything that is logged by us kept to be looked at."""
    for name in ("bot", "core", "storage"):
        caplog.set_level(logging.DEBUG, logger=name)
    return town


# ------------------------------------------------------------------------------------------------- the edge


def headers_of(secret: str, body: bytes, at: float, **changed: str) -> dict[str, str]:
    """What Slack sends with a body, save for what was changed."""
    return {
        "Content-Type": FORM,
        **signed(secret, body, int(at)),
        **{k.replace("_", "-"): v for k, v in changed.items()},
    }


def unsigned(secret: str) -> Mapping[str, Mapping[str, str]]:
    """Headers that prove nothing, by what is wrong with them."""
    now = time.time()
    good = signed(secret, COMMAND, int(now))["X-Slack-Signature"]
    stamp = str(int(now))
    return {
        "no headers": {"Content-Type": FORM},
        "no signature": {"Content-Type": FORM, "X-Slack-Request-Timestamp": stamp},
        "no timestamp": {"Content-Type": FORM, "X-Slack-Signature": good},
        "another secret": headers_of("guessed", COMMAND, now),
        "ten minutes old": headers_of(secret, COMMAND, now - 600),
        "ten minutes early": headers_of(secret, COMMAND, now + 600),
        "another body": headers_of(secret, COMMAND + b"&x=1", now),
        "no number": headers_of(secret, COMMAND, now, X_Slack_Request_Timestamp="yesterday"),
        "no number we know": headers_of(secret, COMMAND, now, X_Slack_Request_Timestamp="\u0661\u0662"),
        "a number too long": headers_of(secret, COMMAND, now, X_Slack_Request_Timestamp="9" * 400),
        "a negative number": headers_of(secret, COMMAND, now, X_Slack_Request_Timestamp="-1"),
        "another version": headers_of(secret, COMMAND, now, X_Slack_Signature=good.replace("v0", "v1")),
        "half a signature": headers_of(secret, COMMAND, now, X_Slack_Signature=good[:40]),
        "no signature at all": headers_of(secret, COMMAND, now, X_Slack_Signature="\u00fc"),
    }


async def test_what_slack_did_not_sign_is_refused_unread(quiet: Town, caplog: pytest.LogCaptureFixture) -> None:
    for wrong, headers in unsigned(quiet.slack.workspace.app.signing_secret).items():
        assert await sent(quiet, COMMAND, headers) == 401, wrong
    await nothing_came_in(quiet, caplog)


UNREADABLE: tuple[tuple[str, bytes], ...] = (
    (JSON, b""),
    (JSON, b"{"),
    (JSON, b"[]"),
    (JSON, b'"a text"'),
    (JSON, b"null"),
    (JSON, b"[" * 100_000),
    (JSON, b'{"type": "\xff"}'),
    (f"{JSON}; charset=utf-16", '{"type": "url_verification"}'.encode("utf-16")),
    (FORM, b""),
    (FORM, b"text=no+command"),
    (FORM, b"payload="),
    (FORM, b"payload=%7B"),
    (FORM, b"payload=%5B%7B%7D%5D"),
    (FORM, b"payload=null"),
    (FORM, b"command=/escalate&text=\xfc"),
    (FORM, b"&".join(b"f%d=1" % n for n in range(200))),
    ("text/plain", COMMAND),
    ("multipart/form-data; boundary=x", b"--x--"),
)


async def test_what_cannot_be_read_is_refused(quiet: Town, caplog: pytest.LogCaptureFixture) -> None:
    for content_type, body in UNREADABLE:
        answer = await quiet.jane.wire.post(body, content_type)
        assert answer.status == 400, (content_type, body[:40])
    await nothing_came_in(quiet, caplog)


async def test_a_body_over_a_mebibyte_is_refused(quiet: Town, caplog: pytest.LogCaptureFixture) -> None:
    body = COMMAND + b"&more=" + b"x" * (1024 * 1024)
    headers = headers_of(quiet.slack.workspace.app.signing_secret, body, time.time())
    assert await sent(quiet, body, headers) == 413
    await nothing_came_in(quiet, caplog)


async def test_another_method_is_refused(quiet: Town, caplog: pytest.LogCaptureFixture) -> None:
    headers = headers_of(quiet.slack.workspace.app.signing_secret, COMMAND, time.time())
    for method in ("GET", "PUT", "DELETE"):
        assert await sent(quiet, COMMAND, headers, method) == 405, method
    await nothing_came_in(quiet, caplog)


MISSHAPEN: tuple[dict[str, Any], ...] = (
    {"actions": []},
    {"actions": None},
    {"actions": ["pick_up"]},
    {"actions": [{"type": "button"}]},
    {"user": None},
    {"user": "U0SAM"},
    {"user": {}},
    {"container": None, "channel": None},
    {"container": ["message"]},
    {"team": None, "user": {"id": "U0SAM"}},
    {"response_url": None},
    {"response_url": "not a url"},
    {"response_url": 7},
    {"view": ["a", "view"], "response_url": ""},
    {"type": "no_such_thing"},
    {"type": None},
    {"type": "view_submission"},
    {"type": "view_submission", "view": "a view"},
    {"actions": [{"type": "button", "action_id": 7}]},
)


async def test_a_press_of_a_shape_that_slack_never_sends_does_no_harm(
    quiet: Town, caplog: pytest.LogCaptureFixture
) -> None:
    card = await quiet.escalated()
    for changed in MISSHAPEN:
        answer = await quiet.sam.wire.payload(press_of(quiet, quiet.eve, card) | changed)
        assert answer.status in (200, 400, 404), changed
    assert "Traceback" not in caplog.text
    assert await quiet.events(1, Happening.CLAIMED) == []


MEANINGLESS: tuple[dict[str, Any], ...] = (
    {"type": "emoji_changed"},
    {"type": "user_change"},
    {"type": "user_change", "user": "U0SAM"},
    {"type": "user_change", "user": {}},
    {"type": "team_join", "user": {"id": 7}},
    {"type": "message", "text": SECRET_WORDS},
    {"type": "no_such_event"},
)


async def test_an_event_that_means_nothing_to_us_is_answered_with_200(
    quiet: Town, caplog: pytest.LogCaptureFixture
) -> None:
    for event in MEANINGLESS:
        for team in ("T0CONTOSO", "T0OTHER"):
            answer = await quiet.sam.wire.json({"type": "event_callback", "team_id": team, "event": event}, {})
            assert answer.status == 200, event
    await nothing_came_in(quiet, caplog)


async def test_slack_can_verify_the_address(quiet: Town) -> None:
    answer = await quiet.sam.wire.json({"type": "url_verification", "challenge": "say this"}, {})
    assert answer.status == 200
    assert "say this" in answer.text


# ------------------------------------------------------------------------------------------------- text


HOSTILE = (
    "<!channel> <!here> <!everyone> @channel @here @everyone",
    "<@U0SAM> and <@U0ALEX|alex> and <!subteam^S1|ops> in <#C000000001|general>",
    "*bold* _italic_ ~gone~ `code` ```block``` > quote",
    "<https://evil.example|https://good.example> https://plain.example",
    "&lt;!channel&gt; &amp;amp; <b>",
    "עברית ואז English ואז עוד",
    "مرحبا بالعالم",
    "\u202egnp.exe\u202c and \u2066isolated\u2069 \u200f",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 " * 20,
    "a\x00b\x07c\x1bd\x7fe\u0085f",
    "Z̷̨a̶l̵g̷o̴" * 40,
    "\n\n\n\n\nlines\r\nof\u2028all\u2029kinds\n\n\n\n",
    "Escalation from Sam · #1: forged\n✅ Picked up by Sam Okafor",
    "\ue0000\ue001 and \ue000999\ue001",
    "\U0001f600" * 3_000,
)


async def test_hostile_text_makes_a_clean_card_that_pings_nobody(quiet: Town) -> None:
    for place, text in enumerate(HOSTILE):
        for number, words in enumerate((f"{text} is what they said", f"they said {text}"), start=2 * place):
            answer = await quiet.typed(quiet.jane, words)
            assert answer.ok, words[:80]
            card = await quiet.until(partial(_nth_card, quiet, number))
            assert set(card.message.pings) <= {quiet.sam.id, quiet.alex.id}, words[:80]
            assert not {"\x00", "\x1b", "\u202e", "\u2066"} & set(card.text()), words[:80]
            await quiet.sam.click(card, "pick_up")
            await quiet.shows(card, "✅ Picked up by Sam Okafor · ")
            await quiet.sent(quiet.sam, f"You picked up E-{number + 1} from Jane Ruiz")
            await quiet.sam.click(card, "details")
            assert quiet.sam.open_view is not None, words[:80]


async def test_words_that_look_like_markup_are_shown_as_they_were_typed(quiet: Town) -> None:
    await quiet.says(quiet.jane, "<!channel> *bold* & <b> at 5 > 4 `code`")
    card = await quiet.card_of("<!channel> *bold* & <b> at 5 > 4 `code`")
    assert card.message.pings == ()


@pytest.mark.parametrize("letter", ["x", "word ", "😀", "ü<&>", "\n"], ids=["x", "word", "emoji", "escaped", "line"])
async def test_twenty_thousand_characters_make_a_card_within_every_limit(quiet: Town, letter: str) -> None:
    text = ("It begins " + letter * 20_000)[:19_990] + " it ends"
    answer = await quiet.says(quiet.jane, text)
    assert answer.ok
    card = await quiet.card_of("It begins")
    assert len(card.text()) < 1_500
    await quiet.sam.click(card, "pick_up")
    await quiet.sent(quiet.sam, "You picked up E-1")
    await quiet.sam.click(card, "details")
    assert quiet.sam.open_view is not None
    handoff = await quiet.handoff()
    assert handoff is not None
    assert handoff.snapshot.problem.endswith("it ends")


async def test_a_form_full_to_its_limits_is_accepted(quiet: Town) -> None:
    await quiet.says(quiet.jane, "")
    lines = "- tried something with <!channel> & more of it\n" * 60
    full = {
        "problem": "Ü" * 3_000,
        "reason": "&" * 3_000,
        "tried": lines[:3_000],
        "ticket": "#" * 40,
        "customer": "c" * 80,
    }
    await quiet.jane.submit(full)
    assert quiet.jane.views == []
    card = await quiet.card_of("ÜÜÜ")
    assert card.message.pings == ()
    await quiet.sam.click(card, "pick_up")
    await quiet.sent(quiet.sam, "You picked up E-1")
    await quiet.jane.click(card, "details")
    assert quiet.jane.open_view is not None


MISFILLED: tuple[object, ...] = (
    None,
    [],
    "text",
    {},
    {"values": None},
    {"values": []},
    {"values": "text"},
    {"values": {}},
    {"values": {"problem": None}},
    {"values": {"problem": ["a list"]}},
    {"values": {"problem": {"problem": None}}},
    {"values": {"problem": {"problem": {"value": 7}}}},
    {"values": {"problem": {"problem": {"value": ["a", "list"]}}}},
    {"values": {"priority": {"priority": {"selected_option": "urgent"}}}},
)


async def test_a_form_of_another_shape_keeps_nothing_and_says_so(quiet: Town) -> None:
    for state in MISFILLED:
        answer = await submitted(quiet, state)
        assert answer.json.get("errors") == {"problem": "Please say what the problem is. Nothing was sent."}, state
    assert await quiet.handoff() is None


async def test_choices_that_were_not_offered_count_as_not_made(quiet: Town) -> None:
    values = {
        "problem": {"problem": {"value": "Outlook stops syncing"}},
        "priority": {"priority": {"selected_option": {"value": "apocalyptic"}}},
        "injected": {"role": {"value": "owner"}},
    }
    answer = await submitted(quiet, {"values": values})
    assert answer.text == ""
    assert "🔵 NORMAL" in (await quiet.card_of("Outlook stops syncing")).text()


# ------------------------------------------------------------------------------------------------- buttons


BUTTONS = ("pick_up", "details", "withdraw")


async def test_a_value_that_is_not_ours_has_its_own_words(quiet: Town) -> None:
    card = await quiet.escalated()
    tries = [(action, value) for action in BUTTONS for value in FOREIGN]
    for number, (action, value) in enumerate(tries, start=1):
        await quiet.sam.wire.payload(press_of(quiet, quiet.sam, card, action=action, value=value))
        await quiet.whispered(quiet.sam, [NOT_OURS] * number)
    assert card.has("pick_up")


async def test_a_handoff_that_never_was_is_not_here(quiet: Town) -> None:
    card = await quiet.escalated()
    for action in BUTTONS:
        await not_here(quiet, press_of(quiet, quiet.sam, card, action=action, value=str(uuid4())))


async def test_another_accounts_handoff_is_not_here(quiet: Town) -> None:
    card = await quiet.escalated()
    theirs = await quiet.service.storage.transact(elsewhere)
    for action in BUTTONS:
        await not_here(quiet, press_of(quiet, quiet.sam, card, action=action, value=str(theirs.id)))
    assert await quiet.service.storage.read(lambda tx: [*tx.events.of(theirs.account, theirs.id)]) == []


async def test_a_handoff_withdrawn_long_ago_says_so(quiet: Town) -> None:
    card = await quiet.escalated()
    await quiet.says(quiet.jane, "withdraw E-1")
    for number in range(3):
        await quiet.escalated(f"Another case, number {number}")
    await quiet.sam.click_stale(card, 0, "pick_up")
    await quiet.told(quiet.sam, "E-1 was withdrawn by Jane Ruiz")


@pytest.mark.parametrize("taken", [False, True], ids=["open", "taken"])
async def test_a_button_in_another_channel_picks_nothing_up(quiet: Town, taken: bool) -> None:
    card = await quiet.escalated()
    if taken:
        await quiet.sam.click(card, "pick_up")
    body = press_of(quiet, quiet.alex, card)
    body["container"] |= {"channel_id": quiet.slack.channel("#general").id}
    body["channel"] |= {"id": quiet.slack.channel("#general").id}
    await quiet.alex.wire.payload(body)
    await quiet.told(quiet.alex, NOT_HERE)
    assert len(await quiet.events(1, Happening.CLAIMED)) == int(taken)


async def test_an_action_nobody_knows_has_its_own_words(quiet: Town) -> None:
    card = await quiet.escalated()
    for number, action in enumerate(("resolve_everything", "", "queue ", "pick_up\n"), start=1):
        await quiet.sam.wire.payload(press_of(quiet, quiet.sam, card, action=action))
        await quiet.whispered(quiet.sam, [NOT_UNDERSTOOD] * number)
    assert card.has("pick_up")


# ------------------------------------------------------------------------------------------------- how


async def sent(town: Town, body: bytes, headers: Mapping[str, str], method: str = "POST") -> int:
    """The status of a request made by somebody who is not Slack."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{town.service.url}/slack/events", data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


async def nothing_came_in(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is kept, and the log holds no trace, no text and no token."""
    assert await town.handoff() is None
    app = town.slack.workspace.app
    for hidden in ("Traceback", "chairwoman", app.token, app.signing_secret, "v0="):
        assert hidden not in caplog.text


async def not_here(town: Town, press: dict[str, Any]) -> None:
    """Sam is told so, in the modal for Details, and nothing happened."""
    before = len(whispers(town.sam))
    await town.sam.wire.payload(press)
    await town.until(lambda: town.sam.open_view or said(whispers(town.sam)[before:]) == [NOT_HERE])
    if town.sam.open_view is not None:
        assert front(town.sam).title == NOT_HERE[:24]
        await town.sam.close_view()
    assert await town.events(1, Happening.CLAIMED) == []


def press_of(
    town: Town, person: Person, card: Seen, *, action: str = "pick_up", value: str | None = None
) -> dict[str, Any]:
    """A press on a card, as Slack would send it if its button had this action and this value."""
    workspace, message = town.slack.workspace, card.message
    placed = element_named(message.blocks, "pick_up", None)
    url = person.urls.open("actions", Origin(person.id, message.channel_id, message))
    body = payload.message_action(workspace, person.member, message, message.versions[0], placed, None, url)
    body["actions"][0]["action_id"] = action
    if value is not None:
        body["actions"][0]["value"] = value
    return body


async def submitted(town: Town, state: object) -> Answer:
    """The form, sent with this state."""
    await town.says(town.jane, "")
    assert town.jane.open_view is not None
    body = payload.view_submission(town.slack.workspace, town.jane.member, town.jane.open_view)
    body["view"]["state"] = state
    return await town.jane.wire.payload(body)


def _nth_card(town: Town, number: int) -> Seen:
    return town.cards()[number]


def elsewhere(tx: Transaction) -> Handoff:
    """An open handoff of another account."""
    account = other_account(tx)
    eve = tx.people.learn(account, profile("Eve", Workspace(Platform.SLACK, "T2")))
    handoff = new_handoff(eve, 1, Snapshot("Nobody else may know"), NOON)
    tx.handoffs.add(handoff)
    return handoff
