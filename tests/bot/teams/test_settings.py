"""How Teams is set up: off when nothing is set, and every fault in words."""

from pathlib import Path

import pytest

from bot.settings import TEAMS_CLOUDS, Misconfigured, TeamsSettings, settings_of
from bot.teams.cloud import CLOUDS, cloud_of

BOTH = {"MICROSOFT_APP_ID": "app", "MICROSOFT_APP_PASSWORD": "s3cret"}


def teams(**named: str) -> TeamsSettings | None:
    return settings_of(named, Path("/")).teams


def faults(**named: str) -> tuple[str, ...]:
    with pytest.raises(Misconfigured) as fault:
        settings_of(named, Path("/"))
    assert "s3cret" not in str(fault.value)
    return fault.value.faults


def test_teams_is_off_when_nothing_is_set() -> None:
    assert teams() is None
    assert teams(MICROSOFT_APP_TENANT_ID="contoso", TEAMS_AUTH="on") is None


def test_teams_needs_both_id_and_password() -> None:
    assert teams(**BOTH) == TeamsSettings("app", "s3cret", "", True, "public", "", "")
    assert any("MICROSOFT_APP_ID" in fault for fault in faults(MICROSOFT_APP_PASSWORD="s3cret"))
    assert any("MICROSOFT_APP_PASSWORD" in fault for fault in faults(MICROSOFT_APP_ID="app"))


def test_messages_for_one_person_only_are_switched_on_by_name() -> None:
    for word, targeted in (("on", True), ("ON", True), ("off", False)):
        found = teams(**BOTH, TEAMS_TARGETED_MESSAGES=word)
        assert found
        assert found.targeted is targeted
    assert faults(**BOTH, TEAMS_TARGETED_MESSAGES="yes") == (
        "TEAMS_TARGETED_MESSAGES must be on or off, but is 'yes'.",
    )


def test_threads_are_read_only_where_that_was_asked_for() -> None:
    for word, reads in (("on", True), ("off", False), ("", False)):
        found = teams(**BOTH, TEAMS_READ_THREADS=word)
        assert found
        assert found.read_threads is reads
    assert faults(**BOTH, TEAMS_READ_THREADS="yes") == ("TEAMS_READ_THREADS must be on or off, but is 'yes'.",)
    assert any("TEAMS_GRAPH_URL" in fault for fault in faults(**BOTH, TEAMS_GRAPH_URL="graph.example"))


def test_graph_is_asked_in_the_clouds_own_name_wherever_it_is() -> None:
    settings = TeamsSettings("app", "s3cret", "", True, "usgovdod", "", "", graph_url="http://127.0.0.1/graph")
    assert cloud_of(settings).graph == "http://127.0.0.1/graph"
    assert cloud_of(settings).graph_scope == "https://dod-graph.microsoft.us/.default"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_check_may_be_off_on_loopback_only(host: str) -> None:
    found = teams(TEAMS_AUTH="off", HOST=host)
    assert found
    assert not found.auth


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "baton.example", "127.0.0.1.evil.example"])
def test_the_check_is_never_off_where_others_can_reach_it(host: str) -> None:
    assert any("TEAMS_AUTH" in fault for fault in faults(**BOTH, TEAMS_AUTH="off", HOST=host))


@pytest.mark.parametrize("word", ["no", "false", "0", "OFF."])
def test_any_other_word_for_the_check_is_a_fault(word: str) -> None:
    assert any("TEAMS_AUTH must be on or off" in fault for fault in faults(TEAMS_AUTH=word))


def test_addresses_and_clouds_are_checked() -> None:
    wrong = {"TEAMS_TOKEN_URL": "login.example", "TEAMS_OPENID_METADATA_URL": "ftp://x", "TEAMS_CLOUD": "mars"}
    found = " ".join(faults(**BOTH, **wrong))
    assert all(name in found for name in wrong)


def test_every_cloud_that_may_be_named_is_known() -> None:
    assert set(TEAMS_CLOUDS) == set(CLOUDS)


def test_what_is_set_comes_before_what_the_cloud_has() -> None:
    own = TeamsSettings("app", "s3cret", "contoso", True, "usgov", "http://127.0.0.1/keys", "http://127.0.0.1/token")
    cloud = cloud_of(own)
    assert (cloud.metadata_url, cloud.token_url, cloud.tenant) == (own.metadata_url, own.token_url, "contoso")
    assert (cloud.issuer, cloud.scope) == (CLOUDS["usgov"].issuer, CLOUDS["usgov"].scope)
    assert cloud_of(TeamsSettings("app", "s3cret", "", True, "china", "", "")) == CLOUDS["china"]
