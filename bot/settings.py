"""Everything that can be configured, read from the environment and from ``.env``.

Every fault is reported at once, by name and in words, before anything starts. ``.env.example`` explains each
setting to whoever hosts Baton.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from dotenv import dotenv_values, find_dotenv

DEFAULT_MODEL = "claude-sonnet-5-5"
DEFAULT_HOST = "127.0.0.1"
SHORTEST_TOKEN = 16
LOOPBACK = ("127.0.0.1", "::1", "localhost")
TEAMS_CLOUDS = ("public", "usgov", "usgovdod", "china")
_SQLITE = ("sqlite+aiosqlite:///", "sqlite:///")
_POSTGRES = ("postgresql+asyncpg://", "postgresql://", "postgres://")


class Misconfigured(Exception):
    """What is wrong with the settings, one sentence a fault."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """One Slack app. Two signing secrets are valid while one replaces the other."""

    bot_token: str
    signing_secrets: tuple[str, ...]
    api_url: str
    channel: str


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """One Teams app. ``tenant`` is empty for an app of several tenants, both URLs for the cloud's own.

    ``targeted`` when whispers may be messages that only one member of a conversation sees; ``read_threads`` when the
    thread of what is escalated is read, where a team agreed to that. ``graph_url`` is empty for the cloud's own, too.
    Without ``auth`` whoever reaches the port is believed, and nothing that goes out is signed.
    """

    app_id: str
    password: str
    tenant: str
    auth: bool
    cloud: str
    metadata_url: str
    token_url: str
    targeted: bool = False
    read_threads: bool = False
    graph_url: str = ""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The model that writes assessments. ``base_url`` is empty for the vendor's own."""

    api_key: str
    base_url: str
    model: str
    within: timedelta


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    """Where ``/metrics`` is: on a port of its own, or (None) on the main one; ``token`` is asked for unless empty."""

    host: str
    port: int | None
    token: str


@dataclass(frozen=True, slots=True)
class Settings:
    """A checked configuration. ``slack``, ``teams``, ``model`` and ``metrics`` are None when they are off; ``grace`` is
    how long a stopping service still takes requests, for a load balancer to notice; ``log_format`` is text or json,
    empty for text on a terminal and JSON elsewhere.
    """

    database_url: str
    host: str
    port: int
    owner: str
    log_level: str
    slack: SlackSettings | None
    model: ModelSettings | None
    teams: TeamsSettings | None = None
    grace: timedelta = timedelta(0)
    metrics: MetricsSettings | None = None
    log_format: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything here that nobody may read: what the log masks."""
        held = [urlsplit(self.database_url).password or ""]
        held += [self.slack.bot_token, *self.slack.signing_secrets] if self.slack else []
        held += [self.teams.password] if self.teams else []
        held += [self.model.api_key] if self.model else []
        held += [self.metrics.token] if self.metrics else []
        return tuple(filter(None, (*held, *(unquote(secret) for secret in held))))

    @property
    def database(self) -> str:
        """The database as it may be printed: without a password."""
        if self.database_url.startswith(_SQLITE):
            return f"SQLite, {self.database_url.split(':///', 1)[1]}"
        parts = urlsplit(self.database_url)
        return f"PostgreSQL, {parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"


def from_environment(environ: Mapping[str, str]) -> Settings:
    """The settings in force: the environment over the ``.env`` of this or a parent folder.

    Raises Misconfigured.
    """
    named, folder = _named(environ)
    return settings_of(named, folder)


def setting(environ: Mapping[str, str], name: str) -> str:
    """One setting by itself, whatever is wrong with the others; empty when it is not set."""
    return _named(environ)[0].get(name, "").strip()


def settings_of(named: Mapping[str, str], folder: Path) -> Settings:
    """The settings in these words; a relative SQLite path is in ``folder``. Raises Misconfigured."""
    reading = _Reading({name: value.strip() for name, value in named.items() if value.strip()}, [])
    settings = Settings(
        database_url=reading.database(folder),
        host=reading.text("HOST", DEFAULT_HOST),
        port=reading.number("PORT", 3000, 0, 65_535),
        owner=reading.text("BATON_OWNER"),
        log_level=reading.log_level(),
        slack=reading.slack(),
        model=reading.model(),
        teams=reading.teams(),
        grace=timedelta(seconds=reading.number("BATON_GRACE_SECONDS", 0, 0, 300)),
        metrics=reading.metrics(),
        log_format=reading.log_format(),
    )
    if reading.faults:
        raise Misconfigured(tuple(reading.faults))
    return settings


def _named(environ: Mapping[str, str]) -> tuple[dict[str, str], Path]:
    """Every setting by name, and the folder that relative paths start in."""
    path = find_dotenv(usecwd=True)
    in_file = {name: value for name, value in dotenv_values(path).items() if value} if path else {}
    return {**in_file, **environ}, Path(path).parent if path else Path.cwd()


@dataclass(frozen=True, slots=True)
class _Reading:
    named: Mapping[str, str]
    faults: list[str]

    def text(self, name: str, default: str = "") -> str:
        return self.named.get(name, default)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.named.get(name, str(default))
        if text.isdecimal() and least <= int(text) <= most:
            return int(text)
        self.faults.append(f"{name} must be a whole number from {least} to {most}, but is {text!r}.")
        return default

    def on_or_off(self, name: str, default: str) -> bool:
        text = self.text(name, default).lower()
        if text not in ("on", "off"):
            self.faults.append(f"{name} must be on or off, but is {text!r}.")
        return text == "on"

    def log_level(self) -> str:
        level = self.text("LOG_LEVEL", "INFO").upper()
        if level not in logging.getLevelNamesMapping():
            self.faults.append(f"LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, but is {level!r}.")
        return level

    def log_format(self) -> str:
        chosen = self.text("LOG_FORMAT").lower()
        if chosen not in ("", "json", "text"):
            self.faults.append(f"LOG_FORMAT must be json or text, but is {chosen!r}.")
        return chosen

    def metrics(self) -> MetricsSettings | None:
        host, token = self.text("METRICS_HOST"), self.text("METRICS_TOKEN")
        port = self.number("METRICS_PORT", 0, 0, 65_535) if self.text("METRICS_PORT") else None
        if host and port is None:
            self.faults.append("METRICS_PORT is missing, though METRICS_HOST is set: metrics need a port of their own.")
        if port and port == self.number("PORT", 3000, 0, 65_535):
            self.faults.append(
                "METRICS_PORT is the same as PORT: choose another one, or set METRICS_TOKEN alone to have both on one."
            )
        if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
            self.faults.append(f"METRICS_TOKEN must be at least {SHORTEST_TOKEN} characters, and plain ASCII.")
        if port is None and not token:
            return None
        return MetricsSettings(host or DEFAULT_HOST, port, token)

    def url(self, name: str, default: str) -> str:
        text = self.text(name, default)
        parts = _parts(text)
        if text and (parts is None or parts.scheme not in ("http", "https") or not parts.hostname):
            self.faults.append(f"{name} must be an address that begins with http:// or https://.")
        return text

    def database(self, folder: Path) -> str:
        url = self.text("DATABASE_URL", "sqlite+aiosqlite:///baton.db")
        for scheme in _SQLITE:
            if url.startswith(scheme) and len(url) > len(scheme):
                return f"sqlite+aiosqlite:///{(folder / url.removeprefix(scheme)).absolute()}"
        parts = _parts(url)
        for scheme in _POSTGRES:
            if url.startswith(scheme) and parts is not None and parts.path.strip("/"):
                return f"postgresql+asyncpg://{url.removeprefix(scheme)}"
        self.faults.append(
            "DATABASE_URL must be sqlite+aiosqlite:///<file> or postgresql+asyncpg://<user>:<password>@<host>/<database>."
        )
        return url

    def slack(self) -> SlackSettings | None:
        token = self.text("SLACK_BOT_TOKEN")
        secrets = tuple(filter(None, (secret.strip() for secret in self.text("SLACK_SIGNING_SECRET").split(","))))
        if not token and not secrets:
            return None
        if not token:
            self.faults.append("SLACK_BOT_TOKEN is missing, though SLACK_SIGNING_SECRET is set: Slack needs both.")
        elif not token.startswith("xoxb-"):
            self.faults.append("SLACK_BOT_TOKEN must be a bot token: it begins with xoxb-.")
        if not secrets:
            self.faults.append("SLACK_SIGNING_SECRET is missing, though SLACK_BOT_TOKEN is set: Slack needs both.")
        return SlackSettings(
            bot_token=token,
            signing_secrets=secrets,
            api_url=self.url("SLACK_API_URL", "https://slack.com/api/").rstrip("/") + "/",
            channel=self.text("SLACK_CHANNEL").lstrip("#"),
        )

    def teams(self) -> TeamsSettings | None:
        app_id, password = self.text("MICROSOFT_APP_ID"), self.text("MICROSOFT_APP_PASSWORD")
        auth, cloud = self.text("TEAMS_AUTH", "on").lower(), self.text("TEAMS_CLOUD", "public").lower()
        if not app_id and not password and auth == "on":
            return None
        if auth not in ("on", "off"):
            self.faults.append(f"TEAMS_AUTH must be on or off, but is {auth!r}.")
        if auth == "off" and self.text("HOST", DEFAULT_HOST) not in LOOPBACK:
            self.faults.append("TEAMS_AUTH=off is only for trying Baton on one machine: HOST must be 127.0.0.1 then.")
        if auth != "off" and not app_id:
            self.faults.append("MICROSOFT_APP_ID is missing, though Teams is set up: Teams needs it.")
        if auth != "off" and not password:
            self.faults.append("MICROSOFT_APP_PASSWORD is missing, though Teams is set up: Teams needs it.")
        if cloud not in TEAMS_CLOUDS:
            self.faults.append(f"TEAMS_CLOUD must be one of {', '.join(TEAMS_CLOUDS)}, but is {cloud!r}.")
        return TeamsSettings(
            app_id=app_id,
            password=password,
            tenant=self.text("MICROSOFT_APP_TENANT_ID"),
            auth=auth != "off",
            cloud=cloud,
            metadata_url=self.url("TEAMS_OPENID_METADATA_URL", ""),
            token_url=self.url("TEAMS_TOKEN_URL", ""),
            targeted=self.on_or_off("TEAMS_TARGETED_MESSAGES", "off"),
            read_threads=self.on_or_off("TEAMS_READ_THREADS", "off"),
            graph_url=self.url("TEAMS_GRAPH_URL", ""),
        )

    def model(self) -> ModelSettings | None:
        seconds = self.number("BATON_ASSESSMENT_SECONDS", 45, 1, 600)
        key = self.text("ANTHROPIC_API_KEY")
        base_url = self.url("ANTHROPIC_BASE_URL", "")
        if not key:
            return None
        return ModelSettings(key, base_url, self.text("BATON_MODEL", DEFAULT_MODEL), timedelta(seconds=seconds))


def _parts(url: str) -> SplitResult | None:
    """The address in its parts; None for one that has none, such as a port that is no number."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - it is read here because it is checked when it is read
    except ValueError:
        return None
    return parts
