"""Teams's app package: what Teams takes, and nothing in it that Baton does not understand."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

import manifests
from bot.teams.edge import Arrival
from bot.teams.message_action import COMMAND
from bot.teams.said import said_in
from bot.teams.sender import sender_of
from core.command import Problem
from core.people import Platform, Workspace
from manifests.icon import colour, outline
from playground.teams.person import ESCALATE
from playground.teams.standin import APP_ID, TENANT_ID

SCHEMA = json.loads((Path(__file__).parent / "vendored" / "MicrosoftTeams.v1.29.schema.json").read_text("utf-8"))
MANIFEST = manifests.teams(APP_ID, "https://baton.contoso.example/")
READING = manifests.teams(APP_ID, "https://baton.contoso.example/", read_threads=True)
(BOT,) = MANIFEST["bots"]
LISTED = [(scope, listed) for listed in BOT["commandLists"] for scope in listed["scopes"]]
WORDS = sorted({command["title"] for _, listed in LISTED for command in listed["commands"]})


def faults(manifest: dict[str, Any]) -> list[str]:
    """What the vendor's schema finds wrong."""
    return [error.message for error in Draft4Validator(SCHEMA).iter_errors(manifest)]


@pytest.mark.parametrize("manifest", [MANIFEST, READING], ids=["as usual", "reading threads"])
def test_the_manifest_is_as_the_vendors_schema_wants_it(manifest: dict[str, Any]) -> None:
    assert faults(manifest) == []


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda made: made.pop("icons"), "'icons' is a required property"),
        (lambda made: made.update(id="baton"), "'baton' does not match"),
        (lambda made: made["bots"][0].update(scopes=["teams"]), "'teams' is not one of"),
        (lambda made: made["bots"][0].update(slash=True), "'slash' was unexpected"),
        (lambda made: made["composeExtensions"][0]["commands"][0].update(title="x" * 33), "is too long"),
        (lambda made: made["bots"][0]["commandLists"].append({}), "'scopes' is a required property"),
    ],
)
def test_a_broken_manifest_is_none(broken: Callable[[dict[str, Any]], Any], told: str) -> None:
    made = json.loads(json.dumps(MANIFEST))
    broken(made)
    assert [fault for fault in faults(made) if told in fault], faults(made)


def test_every_id_in_the_manifest_is_the_one_given_and_so_is_every_address() -> None:
    ids = [MANIFEST["id"], BOT["botId"], MANIFEST["composeExtensions"][0]["botId"], READING["webApplicationInfo"]["id"]]
    assert set(ids) == {APP_ID}
    assert {MANIFEST["developer"][f"{of}Url"] for of in ("website", "privacy", "termsOfUse")} == {
        "https://baton.contoso.example"
    }
    assert manifests.APP_ID not in json.dumps(READING)
    assert manifests.ADDRESS not in json.dumps(READING)


@pytest.mark.parametrize("app_id", ["", "baton", "ba70ba70-0000-4000-8000-00000000000", "28:ba70ba70"])
def test_what_is_no_id_makes_no_manifest(app_id: str) -> None:
    with pytest.raises(ValueError):
        manifests.teams(app_id, "https://baton.contoso.example")


def test_baton_asks_to_hear_every_message_only_when_it_is_told_to() -> None:
    assert "authorization" not in MANIFEST
    assert "webApplicationInfo" not in MANIFEST
    asked = READING["authorization"]["permissions"]["resourceSpecific"]
    assert {permission["name"] for permission in asked} == {"ChannelMessage.Read.Group", "ChatMessage.Read.Chat"}
    assert {permission["type"] for permission in asked} == {"Application"}


@pytest.mark.parametrize("spoken", ["{}", "/{}", "/Baton {}", "<at>Baton</at> {}", "<at>Baton</at> /{}", "{} ", "{}\n"])
@pytest.mark.parametrize("word", WORDS)
def test_every_word_that_teams_offers_is_understood_however_its_clients_send_it(word: str, spoken: str) -> None:
    raw = {
        "text": spoken.format(word),
        "recipient": {"id": f"28:{APP_ID}", "isTargeted": True},
        "entities": [{"type": "mention", "text": "<at>Baton</at>", "mentioned": {"id": f"28:{APP_ID}"}}],
    }
    arrival = Arrival(raw, None, Workspace(Platform.TEAMS, TENANT_ID))
    assert not isinstance(said_in(raw, sender_of(arrival), None).command, Problem)


def test_a_problem_that_begins_with_a_slash_stays_one() -> None:
    raw = {"text": "/etc/hosts is empty"}
    arrival = Arrival(raw, None, Workspace(Platform.TEAMS, TENANT_ID))
    assert said_in(raw, sender_of(arrival), None).command == Problem("/etc/hosts is empty")


def test_words_are_offered_where_they_can_be_said_and_by_a_slash_where_others_read() -> None:
    assert sorted(scope for scope, _ in LISTED) == sorted(BOT["scopes"])
    for scope, listed in LISTED:
        words = [command["title"] for command in listed["commands"]]
        assert ("here" in words) == (scope == "team")
        assert ("slash" in listed["triggers"]) == (scope != "personal")
    assert BOT["supportsTargetedMessages"] is True


def test_the_message_action_is_the_one_that_baton_and_its_stand_in_know() -> None:
    (command,) = MANIFEST["composeExtensions"][0]["commands"]
    assert command["id"] == COMMAND == ESCALATE
    assert (command["type"], command["fetchTask"], command["triggers"]) == ("action", True, ["slash"])
    assert command["context"] == ["message", "compose"]


def test_the_package_holds_the_manifest_and_both_icons_and_is_the_same_each_time() -> None:
    made = manifests.package(MANIFEST)
    assert made == manifests.package(MANIFEST)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        assert json.loads(package.read("manifest.json")) == MANIFEST
        assert size_of(package.read(MANIFEST["icons"]["color"])) == (192, 192)
        assert size_of(package.read(MANIFEST["icons"]["outline"])) == (32, 32)
        assert package.read("color.png") == colour()
        assert package.read("outline.png") == outline()


def test_the_outline_is_white_on_nothing_and_the_full_icon_covers_all() -> None:
    outlined = list(points(outline()))
    assert {point[:3] for point in outlined} == {(255, 255, 255)}
    assert {point[3] for point in outlined} >= {0, 255}
    full = list(points(colour()))
    assert {point[3] for point in full} == {255}
    assert len(set(full)) > 2


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def points(picture: bytes) -> Iterator[tuple[int, ...]]:
    """Every point of a PNG as we draw them: one chunk, four bytes to a point, no filter."""
    width, height = size_of(picture)
    length = struct.unpack(">I", picture[33:37])[0]
    rows = zlib.decompress(picture[41 : 41 + length])
    for y in range(height):
        row = rows[y * (width * 4 + 1) + 1 : (y + 1) * (width * 4 + 1)]
        yield from (tuple(row[x : x + 4]) for x in range(0, len(row), 4))
