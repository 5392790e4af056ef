"""The settings of logs and metrics: what holds when nothing is said, and every fault in words."""

from pathlib import Path

import pytest

from bot.settings import MetricsSettings, Misconfigured, settings_of

TOKEN = "sixteen-letters!"


def faults(**named: str) -> tuple[str, ...]:
    with pytest.raises(Misconfigured) as caught:
        settings_of(named, Path("/srv/baton"))
    return caught.value.faults


def metrics(**named: str) -> MetricsSettings | None:
    return settings_of(named, Path("/srv/baton")).metrics


def test_metrics_are_off_until_a_port_or_a_token_is_set() -> None:
    assert metrics() is None
    assert metrics(METRICS_PORT="9464") == MetricsSettings("127.0.0.1", 9464, "")
    assert metrics(METRICS_TOKEN=TOKEN) == MetricsSettings("127.0.0.1", None, TOKEN)
    assert metrics(METRICS_PORT="9464", METRICS_HOST="0.0.0.0", METRICS_TOKEN=TOKEN) == MetricsSettings(
        "0.0.0.0", 9464, TOKEN
    )


def test_what_is_wrong_with_them_is_told_in_words() -> None:
    assert faults(METRICS_HOST="0.0.0.0") == (
        "METRICS_PORT is missing, though METRICS_HOST is set: metrics need a port of their own.",
    )
    assert faults(METRICS_PORT="3000") == (
        "METRICS_PORT is the same as PORT: choose another one, or set METRICS_TOKEN alone to have both on one.",
    )
    assert faults(METRICS_PORT="many") == ("METRICS_PORT must be a whole number from 0 to 65535, but is 'many'.",)
    assert faults(METRICS_TOKEN="hunter2") == ("METRICS_TOKEN must be at least 16 characters, and plain ASCII.",)
    assert faults(LOG_FORMAT="xml") == ("LOG_FORMAT must be json or text, but is 'xml'.",)


def test_every_secret_of_the_settings_is_known_to_what_masks_them() -> None:
    named = {
        "DATABASE_URL": "postgresql://baton:p%40ss@db/baton",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "old,new",
        "MICROSOFT_APP_ID": "app",
        "MICROSOFT_APP_PASSWORD": "microsoft",
        "ANTHROPIC_API_KEY": "anthropic",
        "METRICS_TOKEN": TOKEN,
    }
    held = settings_of(named, Path("/srv/baton")).secrets
    assert {"p%40ss", "p@ss", "xoxb-1", "old", "new", "microsoft", "anthropic", TOKEN} <= set(held)
    assert "" not in held
