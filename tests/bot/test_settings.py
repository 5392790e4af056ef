"""The settings: what holds when nothing is said, and every fault by name, at once, without a secret in it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import DEFAULT_MODEL, Misconfigured, Settings, from_environment, settings_of

FOLDER = Path("/srv/baton")
SLACK = {"SLACK_BOT_TOKEN": "xoxb-" + "token", "SLACK_SIGNING_SECRET": "signing"}
SECRET = "hunter2"


def faults(named: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(Misconfigured) as caught:
        settings_of(named, FOLDER)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return caught.value.faults


def fault(**named: str) -> str:
    """The one fault there is."""
    [found] = faults(named)
    return found


def database(url: str) -> Settings:
    return settings_of({"DATABASE_URL": url}, FOLDER)


def test_nothing_needs_to_be_said() -> None:
    assert settings_of({}, FOLDER) == Settings(
        database_url="sqlite+aiosqlite:////srv/baton/baton.db",
        host="127.0.0.1",
        port=3000,
        owner="",
        log_level="INFO",
        slack=None,
        model=None,
    )


def test_slack_is_on_with_a_token_and_a_secret() -> None:
    slack = settings_of(SLACK, FOLDER).slack
    assert slack is not None
    assert (slack.bot_token, slack.signing_secrets) == ("xoxb-token", ("signing",))
    assert (slack.api_url, slack.channel) == ("https://slack.com/api/", "")


def test_two_signing_secrets_are_valid_while_one_replaces_the_other() -> None:
    slack = settings_of({**SLACK, "SLACK_SIGNING_SECRET": " new , old,"}, FOLDER).slack
    assert slack is not None
    assert slack.signing_secrets == ("new", "old")


def test_the_channel_is_named_as_people_write_it() -> None:
    slack = settings_of(
        {**SLACK, "SLACK_CHANNEL": "#escalations", "SLACK_API_URL": "http://127.0.0.1:1/api"}, FOLDER
    ).slack
    assert slack is not None
    assert (slack.channel, slack.api_url) == ("escalations", "http://127.0.0.1:1/api/")


def test_the_model_is_on_with_a_key() -> None:
    model = settings_of({"ANTHROPIC_API_KEY": "key", "BATON_ASSESSMENT_SECONDS": "20"}, FOLDER).model
    assert model is not None
    assert (model.api_key, model.base_url, model.model) == ("key", "", DEFAULT_MODEL)
    assert model.within == timedelta(seconds=20)


def test_blanks_are_nothing() -> None:
    assert settings_of({"PORT": " ", "SLACK_BOT_TOKEN": "", "ANTHROPIC_API_KEY": "\t"}, FOLDER) == settings_of(
        {}, FOLDER
    )


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite+aiosqlite:///baton.db", "/srv/baton/baton.db"),
        ("sqlite:///data/baton.db", "/srv/baton/data/baton.db"),
        ("sqlite+aiosqlite:////var/lib/baton.db", "/var/lib/baton.db"),
    ],
)
def test_a_relative_sqlite_file_is_beside_the_env_file(url: str, file: str) -> None:
    assert database(url).database_url == f"sqlite+aiosqlite:///{file}"
    assert database(url).database == f"SQLite, {file}"


@pytest.mark.parametrize("scheme", ["postgresql+asyncpg://", "postgresql://", "postgres://"])
def test_postgresql_may_be_written_as_hosters_write_it(scheme: str) -> None:
    settings = database(f"{scheme}baton:{SECRET}@db.contoso.example:5433/baton?application_name=x")
    assert (
        settings.database_url == f"postgresql+asyncpg://baton:{SECRET}@db.contoso.example:5433/baton?application_name=x"
    )
    assert settings.database == "PostgreSQL, db.contoso.example:5433/baton"


@pytest.mark.parametrize(
    "url",
    [
        "baton.db",
        "sqlite://",
        "sqlite:///",
        "mysql://u:p@h/db",
        "postgresql://",
        f"postgres://baton:{SECRET}@db",
        f"postgres://baton:{SECRET}@db:port/baton",
        f"postgres://baton:{SECRET}@[db/baton",
        f"postgres://baton:{SECRET}#1@db/baton",
    ],
)
def test_a_database_that_is_none_is_a_fault(url: str) -> None:
    said = fault(DATABASE_URL=url)
    assert said.startswith("DATABASE_URL must be ")
    assert SECRET not in said


@pytest.mark.parametrize("port", ["http", "-1", "65536", "3000.5", "0x10"])
def test_a_port_is_a_number(port: str) -> None:
    assert fault(PORT=port) == f"PORT must be a whole number from 0 to 65535, but is {port!r}."


@pytest.mark.parametrize("seconds", ["0", "601", "soon"])
def test_an_assessment_has_its_time(seconds: str) -> None:
    assert fault(BATON_ASSESSMENT_SECONDS=seconds).startswith("BATON_ASSESSMENT_SECONDS must be a whole number")


def test_a_log_level_is_one_of_pythons() -> None:
    assert settings_of({"LOG_LEVEL": "debug"}, FOLDER).log_level == "DEBUG"
    assert fault(LOG_LEVEL="loud") == "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, but is 'LOUD'."


@pytest.mark.parametrize("url", ["slack.com/api", "ftp://x", "http://", "http://[x", "https://host:port/"])
@pytest.mark.parametrize("name", ["SLACK_API_URL", "ANTHROPIC_BASE_URL"])
def test_an_address_begins_with_http(name: str, url: str) -> None:
    assert faults({**SLACK, name: url}) == (f"{name} must be an address that begins with http:// or https://.",)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"SLACK_BOT_TOKEN": SLACK["SLACK_BOT_TOKEN"]}, "SLACK_SIGNING_SECRET is missing"),
        ({"SLACK_SIGNING_SECRET": SECRET}, "SLACK_BOT_TOKEN is missing"),
        ({**SLACK, "SLACK_SIGNING_SECRET": " , "}, "SLACK_SIGNING_SECRET is missing"),
        ({**SLACK, "SLACK_BOT_TOKEN": f"xoxp-{SECRET}"}, "SLACK_BOT_TOKEN must be a bot token"),
    ],
)
def test_half_of_slack_is_a_fault(named: dict[str, str], said: str) -> None:
    [found] = faults(named)
    assert found.startswith(said)
    assert SECRET not in found


def test_every_fault_is_named_at_once() -> None:
    named = {
        "DATABASE_URL": f"mysql://{SECRET}",
        "PORT": "many",
        "LOG_LEVEL": "loud",
        "SLACK_BOT_TOKEN": SECRET,
        "SLACK_API_URL": f"{SECRET}/api",
        "BATON_ASSESSMENT_SECONDS": "0",
        "ANTHROPIC_API_KEY": SECRET,
        "ANTHROPIC_BASE_URL": SECRET,
    }
    found = faults(named)
    assert [said.split()[0] for said in found] == [
        "DATABASE_URL",
        "PORT",
        "LOG_LEVEL",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_API_URL",
        "BATON_ASSESSMENT_SECONDS",
        "ANTHROPIC_BASE_URL",
    ]
    assert SECRET not in "\n".join(found)
    assert all(said.endswith(".") for said in found)


def test_the_environment_is_stronger_than_the_file_of_a_parent_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("PORT=3001\nHOST=0.0.0.0\nLOG_LEVEL=\n")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    settings = from_environment({"PORT": "3002"})
    assert (settings.host, settings.port, settings.log_level) == ("0.0.0.0", 3002, "INFO")
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/baton.db"
