"""A secret that people type is kept nowhere: whatever the kind, whatever the place they type it in."""

import json
import logging
import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from core.delivery import Kind
from playground.model import ModelStandIn
from playground.teams import Seen
from storage.tables import metadata
from tests.both import HELPDESK, Both, Opened
from tests.waiting import eventually

# The kinds, as they are typed; {} takes the planted secret. Each place gets secrets of its own, so that a leak names
# the place it came from.
PHRASES = {
    "password": ("the password is {}", "Blau!{}x"),
    "label": ("Passwort: {}", "hasen{}pfote"),
    "pair": ("creds: svc_erp / {}", "Erp!{}Rot"),
    "token": ("{} is refused", "ghp_" + "a1B2c3D4e5" * 3 + "{}"),
    "url": ("https://jane:{}@files.contoso.example/x", "Tulpe{}!"),
    "connection": ("Server=db1;Uid=sa;Pwd={};", "Sa{}prod"),
    "command": ("curl -u jane:{} https://files.contoso.example", "Kiel{}!"),
    "private key": (
        "-----BEGIN PRIVATE KEY-----\nMIIE{}\n-----END PRIVATE KEY-----",
        "vQIBADANBgkqhkiG9w0BAQEFAASC{}",
    ),
    "PIN": ("door code: {}", "7{}9263"),  # long enough to be in no time and no id by chance
    "bearer": ("Authorization: Bearer {}", "q7w8e9r0t1z2u3{}"),
    "reset": ("locked out, so we reset him to {} and he is still locked out", "Fichte&Tal{}"),
    "mix": ("API key for the collector {}", "8doEdEno1L5FxwsQIOJBVg{}"),
    "recovery code": ("backup codes: {}", "a1b2c-{}f"),
    "passphrase": ("passphrase: {}", "otter-{}-lamp-orbit"),
}
CARD = "4539 1488 0343 6467"
ESCALATED = 9
"""How often: three times in Slack, six times in Teams."""


class Planted:
    """Words with secrets in them, and what must be found nowhere."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self._number = 4100

    def words(self, about: str) -> str:
        """Something to type: what it is about, and a secret of each kind."""
        return "\n".join([about, *(self._line(*phrase) for phrase in PHRASES.values()), self._card()])

    def line(self, about: str) -> str:
        """The same on one line, with one secret."""
        return f"{about}, {self._line(*PHRASES['password'])}"

    def found_in(self, whole: str) -> set[str]:
        """Which of them stand in this."""
        return {secret for secret in self.secrets if secret in whole}

    def _line(self, said: str, secret: str) -> str:
        self._number += 1
        planted = secret.format(self._number)
        self.secrets.add(planted)
        return said.format(planted)

    def _card(self) -> str:
        self.secrets.add(CARD)
        return f"paid with {CARD}"


@pytest.fixture
def planted() -> Planted:
    """Nothing is planted yet."""
    return Planted()


@pytest.fixture
async def model() -> AsyncIterator[ModelStandIn]:
    """The model that both chats' escalations go to."""
    async with ModelStandIn() as standing_in:
        yield standing_in


@pytest.fixture
async def both(opened: Opened, model: ModelStandIn, caplog: pytest.LogCaptureFixture) -> Both:
    """Teams, Slack and a model; everything that is logged is kept."""
    caplog.set_level(logging.DEBUG)
    asked = model.settings()
    both = await opened(
        slack=True,
        LOG_LEVEL="DEBUG",
        ANTHROPIC_BASE_URL=asked["ANTHROPIC_BASE_URL"],
        ANTHROPIC_API_KEY=asked["ANTHROPIC_API_KEY"],
    )
    both.teams.consent()
    return both


async def test_a_planted_secret_is_in_no_table_no_request_no_message_and_no_log(
    both: Both, model: ModelStandIn, planted: Planted, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    answers = [*await _escalate_in_slack(both, planted), *await _escalate_in_teams(both, planted)]
    await _say_under_the_cards(both, planted)
    await both.sam.click(await both.card("Form in Slack"), "pick_up")
    await _assessed(model, ESCALATED)
    await both.sam.click(await _briefing(both), "dig_deeper")
    await _assessed(model, ESCALATED + 1)
    assert "Under the card in Slack" in model.requests[-1].text
    answers += await _look_at_it_all(both)
    await _all_shown(both)

    assert len(planted.secrets) > 100
    places = {
        "the answers": "\n".join(answers),
        "the database": await _dump(database_url),
        "the model's requests": json.dumps([r.body for r in model.requests], ensure_ascii=False),
        "what Baton says in Slack": _said_in_slack(both),
        "what Baton says in Teams": _said_in_teams(both),
        "the log": "\n".join(_logged(record) for record in caplog.records),
    }
    assert {where: planted.found_in(whole) for where, whole in places.items()} == {where: set() for where in places}
    for where, whole in places.items():
        assert "masked]" in whole or where == "the log", f"{where}: nothing of it was looked at"


async def _escalate_in_slack(both: Both, planted: Planted) -> list[str]:
    """The form's every field, the one-liner, and what begins like a command; what was answered."""
    jane = both.in_slack.person("Jane")
    await jane.command("#helpdesk", "/escalate", "")
    fields = ("problem", "reason", "tried")
    form = {name: planted.words(f"Form in Slack, {name}") for name in fields}
    await jane.submit({**form, "ticket": planted.line("47"), "customer": planted.line("Fabrikam")})
    await both.twin("Form in Slack")
    typed = [planted.line("One line in Slack"), planted.line("withdraw E-1 in Slack")]
    answers = [await jane.command("#helpdesk", "/escalate", words) for words in typed]
    await jane.command("#helpdesk", "/escalate", typed[0])  # comes back to her alone as she wrote it: docs/privacy.md
    await both.twin("One line in Slack")
    await both.twin("withdraw E-1 in Slack")
    return [answer.text for answer in answers]


async def _escalate_in_teams(both: Both, planted: Planted) -> list[str]:
    """The dialog's every field, the action on somebody's message, and lines typed in a channel, after a slash, in
    Baton's own chat, and like a command; what was answered."""
    await both.jane.mention(HELPDESK, "")
    await both.jane.open_dialog(await both.answered(both.jane, "Stuck?"), "escalate")
    fields = ("problem", "reason", "tried")
    form = {name: planted.words(f"Dialog in Teams, {name}") for name in fields}
    await both.jane.submit_dialog({**form, "ticket": planted.line("47"), "customer": planted.line("Fabrikam")})
    await both.card("Dialog in Teams")
    await both.jane.mention(HELPDESK, planted.line("One line in Teams"))
    answer = await both.jane.slash(planted.line("After a slash in Teams"), HELPDESK)
    await both.jane.say(both.teams.tenant.personal(both.jane.id), planted.line("Own chat in Teams"))
    await both.jane.mention(HELPDESK, planted.line("claim E-2 in Teams"))
    for words in ("One line", "After a slash", "Own chat", "claim E-2"):
        await both.card(f"{words} in Teams")
    told = await both.alex.say(HELPDESK, planted.words("Message in Teams"))
    assert told.message
    await both.jane.message_action(Seen(told.message, both.alex.id, both.teams.tenant))
    await both.jane.submit_message_action({"reason": planted.words("Action in Teams")})
    await both.card("Message in Teams")
    return [answer.text]


async def _say_under_the_cards(both: Both, planted: Planted) -> None:
    """What is written under a card is told under the other."""
    await _cards_posted(both)
    in_teams, in_slack = await both.card("Form in Slack"), await both.twin("Form in Slack")
    await both.in_slack.person("Sam").say("#escalations", planted.words("Under the card in Slack"), in_slack)
    await both.jane.say("Escalations", planted.words("Under the card in Teams"), in_teams)
    await both.jane.mention("Escalations", planted.line("To Baton under the card"), in_teams)
    await both.teams.until(lambda: "Under the card in Slack" in _said_in_teams(both), within=15)
    await both.in_slack.until(lambda: "Under the card in Teams" in _said_in_slack(both), within=15)
    await both.in_slack.until(lambda: "To Baton under the card" in _said_in_slack(both), within=15)


async def _look_at_it_all(both: Both) -> list[str]:
    """Details, the queue and one's own list, by button and by typed word; what was answered."""
    sam, jane = both.in_slack.person("Sam"), both.in_slack.person("Jane")
    in_slack = [await sam.click(await both.twin("Form in Slack"), "details")]
    in_slack += [await sam.command("#helpdesk", "/escalate", words) for words in ("queue", "mine", "E-1", "claim E-2")]
    in_slack += [await jane.command("#helpdesk", "/escalate", words) for words in ("mine", "withdraw E-3")]
    in_teams = [await both.sam.click(await both.card("Dialog in Teams"), "details")]
    in_teams += [await both.sam.slash(words, HELPDESK) for words in ("queue", "mine", "E-1", "claim E-4")]
    in_teams += [await both.jane.slash(words, HELPDESK) for words in ("mine", "withdraw E-5")]
    return [answer.text for answer in in_slack] + [answer.text for answer in in_teams]


async def _assessed(model: ModelStandIn, times: int) -> None:
    await model.until(lambda: len([request for request in model.requests if request.status]) >= times, within=20)


async def _briefing(both: Both) -> Seen:
    """Sam's, once there is an assessment in it."""
    briefing = await both.sent(both.sam, "You picked up E-1")
    await both.until(lambda: briefing.has("dig_deeper"), within=20)
    return briefing


async def _cards_posted(both: Both) -> None:
    async def posted() -> bool:
        return all(d.message for d in await both.deliveries() if d.kind is Kind.CARD)

    await eventually(posted)


async def _all_shown(both: Both) -> None:
    """Nothing is on its way any more."""

    async def all_shown() -> bool:
        each = [await both.deliveries(number) for number in range(1, ESCALATED + 1)]
        return all(d.shown >= d.wanted for deliveries in each for d in deliveries)

    await eventually(all_shown, 30)


def _said_in_slack(both: Both) -> str:
    return json.dumps([call.arguments for call in both.in_slack.calls], ensure_ascii=False)


def _said_in_teams(both: Both) -> str:
    return json.dumps([call.arguments for call in both.teams.calls], ensure_ascii=False)


def _logged(record: logging.LogRecord) -> str:
    """As it is written, with the traceback; and what it was made of."""
    return f"{logging.Formatter().format(record)} {record.args!r}"


async def _dump(database_url: str) -> str:
    """Every column of every row of every table."""
    engine = create_async_engine(re.sub(r"^postgresql:", "postgresql+asyncpg:", database_url))
    async with engine.connect() as connection:
        rows = [
            row
            for table in metadata.sorted_tables
            for row in (await connection.execute(text(f"SELECT * FROM {table.name}"))).all()
        ]
    await engine.dispose()
    return "\n".join(map(str, rows))
