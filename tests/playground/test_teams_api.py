"""The Bot Connector stand-in takes what the Bot Connector takes, and refuses what it refuses."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.playground.tiny_bot import Scene, card, execute, message, scene, text


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as made:
        yield made


async def test_a_card_is_posted_as_a_thread_edited_and_answered(here: Scene) -> None:
    teams, client = here.teams, here.client
    made = await client.thread("Escalations", message())
    assert made.status == 201
    assert made.json["id"] == f"{teams.channel('Escalations').id};messageid={made.json['activityId']}"
    sam = teams.person("Sam")
    seen = sam.sees("#escalations")[0]
    assert (seen.ts, seen.notification(), seen.has("pick_up")) == (
        made.json["activityId"],
        "Escalation from Jane",
        True,
    )
    reply = await client.post(made.json["id"], {"type": "message", "text": "**Picked up** by Sam"})
    assert (reply.status, [m.text() for m in sam.sees("Escalations", thread=seen)][1:]) == (201, ["Picked up by Sam"])
    changed = await client.put(made.json["id"], seen.ts, message(card(text("Picked up"))))
    assert (changed.status, changed.json) == (200, {"id": seen.ts})
    assert (seen.text(), seen.has("pick_up"), len(seen.message.versions)) == ("Picked up", False, 2)
    assert (await client.call("DELETE", f"v3/conversations/{made.json['id']}/activities/{seen.ts}")).status == 200
    assert [m.text() for m in sam.sees("Escalations")] == []
    assert teams.complaints == []


async def test_a_chat_needs_the_app_installed_and_keeps_its_id(here: Scene) -> None:
    first, again = await here.client.chat("Jane"), await here.client.chat("Jane")
    assert (first.status, again.json["id"]) == (201, first.json["id"])
    await here.client.post(first.json["id"], {"type": "message", "text": "a receipt"})
    assert [(m.text(), m.notified_me) for m in here.teams.person("Jane").dms()] == [("a receipt", True)]
    refused = await here.client.chat("Alex")
    assert (refused.status, refused.code) == (403, "ForbiddenOperationException")
    await here.teams.person("Alex").install()
    assert (await here.client.chat("Alex")).status == 201
    assert (await here.client.chat("Eve")).status == 403


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"members": []}, "BadArgument"),
        ({"members": [{"id": "29:nobody"}]}, "BadArgument"),
        ({"members": [{"id": "jane@contoso.example"}]}, "BadArgument"),
        ({"isGroup": True}, "BadArgument"),
        ({"tenantId": None}, "BadArgument"),
        ({"tenantId": "another"}, "BadArgument"),
        ({"topic": "x"}, "BadArgument"),
    ],
)
async def test_a_chat_is_made_only_of_what_teams_knows(here: Scene, change: dict[str, Any], code: str) -> None:
    body = {"isGroup": False, "members": [{"id": here.teams.person("Jane").id}], "tenantId": here.teams.tenant.id}
    told = await here.client.call(
        "POST", "v3/conversations", {k: v for k, v in (body | change).items() if v is not None}
    )
    assert (told.status, told.code) == (400, code)


@pytest.mark.parametrize(
    "change",
    [
        {"sumary": "a typing mistake"},
        {"type": "event"},
        {"attachments": [], "text": ""},
        {"attachments": [{"content": {}}]},
        {"importance": "highest"},
        {"entities": [{"type": "shout"}]},
        {"channelData": {"alert": True}},
    ],
)
async def test_unknown_and_wrong_fields_are_refused(here: Scene, change: dict[str, Any]) -> None:
    told = await here.client.post(here.teams.channel("General").id, message() | change)
    assert told.status == 400
    assert len(here.teams.complaints) == 1


async def test_there_must_be_a_conversation_with_the_app_in_it(here: Scene) -> None:
    client, teams = here.client, here.teams
    assert (await client.post("19:nobody@thread.tacv2", message())).code == "ConversationNotFound"
    where = teams.channel("General").id
    assert (await client.post(f"{where};messageid=1", message())).code == "ConversationNotFound"
    assert (await client.put(where, "1", message())).code == "ActivityNotFoundInConversation"
    own = (await teams.person("Jane").say("General", "hello")).message
    assert own is not None
    assert (await client.put(where, own.id, message())).code == "NotEnoughPermissions"
    await teams.person("Jane").manages.archive_team()
    assert (await client.post(where, message())).code == "MessageWritesBlocked"
    await teams.person("Jane").manages.remove_from_team()
    told = await client.post(where, message())
    assert (told.status, told.code) == (403, "BotNotInConversationRoster")
    chat = (await client.chat("Jane")).json["id"]
    teams.block("Jane")
    assert (await client.post(chat, message())).code == "ConversationBlockedByUser"


async def test_text_with_a_card_is_split_and_has_no_id(here: Scene) -> None:
    told = await here.client.thread("General", message(text="and words"))
    assert (told.status, "activityId" in told.json) == (201, False)
    assert (await here.client.post(here.teams.channel("General").id, message(text="again"))).json == {}
    assert len(here.teams.person("Jane").sees("General")) == 4
    assert {c.error for c in here.teams.complaints} == {"TextAndCard"}


@pytest.mark.parametrize(
    ("size", "status", "errors"),
    [
        (20, 201, set()),
        (30, 201, {"CardIsLarge"}),
        (45, 201, {"CardIsLarge", "MessageIsLarge"}),
        (52, 413, {"MessageSizeTooBig"}),
    ],
)
async def test_size_is_counted_as_teams_counts_it(here: Scene, size: int, status: int, errors: set[str]) -> None:
    told = await here.client.thread("General", message(card(text("x" * size * 1000))))
    assert (told.status, {c.error for c in here.teams.complaints}) == (status, errors)


async def test_who_is_pinged_follows_from_entities_and_their_words(here: Scene) -> None:
    sam = here.teams.person("Sam")
    entity = {"type": "mention", "text": "<at>Sam Okafor</at>", "mentioned": {"id": sam.id, "name": "Sam Okafor"}}
    shown = card(text("for <at>Sam Okafor</at>"), msteams={"width": "Full", "entities": [entity]})
    await here.client.thread("General", message(shown))
    seen = sam.sees("General")[-1]
    assert (seen.text(), seen.message.pings, seen.notified_me) == ("for Sam Okafor", (sam.id,), True)
    await here.client.thread("General", {"type": "message", "text": "for <at>Sam Okafor</at>"})
    assert sam.sees("General")[-1].message.pings == ()
    for broken in (
        {"type": "message", "text": "for Sam", "entities": [entity]},
        {"type": "message", "text": "<at>Sam Okafor</at>", "entities": [{**entity, "mentioned": {"id": sam.id}}]},
        message(card(text("nobody"), msteams={"entities": [entity]})),
    ):
        assert (await here.client.thread("General", broken)).status == 400


async def test_targeted_messages_are_for_one_person(here: Scene) -> None:
    where, jane = here.teams.channel("Helpdesk").id, here.teams.person("Jane")
    private = "?isTargetedActivity=true"
    told = await here.client.post(where, {"type": "message", "text": "psst", "recipient": {"id": jane.id}}, private)
    assert [(m.text(), m.is_ephemeral) for m in jane.sees("Helpdesk")] == [("psst", True)]
    assert here.teams.person("Sam").sees("Helpdesk") == []
    edited = {"type": "message", "text": "psst!"}
    assert (await here.client.put(where, told.json["id"], edited, private)).status == 200
    assert (await here.client.put(where, told.json["id"], edited)).status == 400
    assert (
        await here.client.put(where, told.json["id"], edited | {"recipient": {"id": jane.id}}, private)
    ).status == 400
    assert (await here.client.post(where, edited, private)).status == 400
    eve = {"recipient": {"id": here.teams.person("Eve").id}}
    assert (await here.client.post(where, edited | eve, private)).status == 400
    now = here.teams.tenant.clock()
    here.teams.tenant.clock = lambda: now + 90_000
    await here.client.sign_in()
    gone = await here.client.put(where, told.json["id"], edited, private)
    assert (gone.status, gone.code) == (404, "ActivityNotFoundInConversation")


async def test_members_teams_and_channels_are_told(here: Scene) -> None:
    where, vic = here.teams.channel("Escalations").id, here.teams.person("Vic")
    one = (await here.client.call("GET", f"v3/conversations/{where}/members/{vic.account.aad}")).json
    assert (one["id"], one["userRole"], one["email"]) == (vic.id, "guest", "vic@guest.example")
    eve = (await here.client.call("GET", f"v3/conversations/{where}/members/{here.teams.person('Eve').id}")).json
    assert eve["tenantId"] != here.teams.tenant.id
    nobody = await here.client.call("GET", f"v3/conversations/{where}/members/29:nobody")
    assert (nobody.status, nobody.code) == (404, "MemberNotFoundInConversation")
    page = (await here.client.call("GET", f"v3/conversations/{where}/pagedmembers?pageSize=100")).json
    assert (len(page["members"]), "continuationToken" in page) == (5, False)
    team = next(iter(here.teams.tenant.teams))
    assert (await here.client.call("GET", f"v3/teams/{team}")).json["name"] == "Contoso Support"
    channels = (await here.client.call("GET", f"v3/teams/{team}/conversations")).json["conversations"]
    assert [channel.get("name") for channel in channels] == [None, "Escalations", "Helpdesk"]
    kind = (await here.client.call("GET", f"v3/conversations/{where}")).json
    assert (kind["conversationType"], kind["isGroup"]) == ("channel", True)


async def test_only_tokens_of_its_own_endpoint_are_good(here: Scene) -> None:
    client, teams = here.client, here.teams
    assert (await client.sign_in(client_secret="wrong")).json["error"] == "invalid_client"
    assert (await client.sign_in(client_id="someone else")).status == 400
    assert (await client.sign_in(scope="openid")).json["error"] == "invalid_scope"
    assert (await client.sign_in(grant_type="password")).json["error"] == "unsupported_grant_type"
    assert (await client.thread("General", message())).status == 201
    assert teams.tokens == 1
    await client.sign_in(scope="https://graph.microsoft.com/.default")
    assert (await client.thread("General", message())).status == 401
    teams.credentials.lifetime = 0
    assert (await client.sign_in()).json["expires_in"] == 0
    assert (await client.thread("General", message())).status == 401
    teams.credentials.lifetime = 60
    await client.sign_in()
    assert (await client.thread("General", message())).status == 201
    teams.credentials.revoke()
    assert (await client.thread("General", message())).status == 401


async def test_unknown_paths_and_other_content_are_refused(here: Scene) -> None:
    assert (await here.client.call("GET", "v3/people")).code == "NotFound"
    assert (await here.client.call("PATCH", "v3/conversations", {})).code == "NotFound"
    path = f"v3/conversations/{here.teams.channel('General').id}/activities"
    assert (await here.client.call("POST", f"{path}?targeted=1", message())).status == 400
    headers = {"Authorization": f"Bearer {here.client.token}", "Content-Type": "text/plain"}
    async with here.client.http.post(f"{here.teams.service_url}{path}", data=b"{}", headers=headers) as answer:
        assert answer.status == 415
    assert (await here.client.call("POST", path, [])).code == "BadSyntax"
    assert len(here.teams.complaints) == 5


async def test_typing_is_answered_with_nothing(here: Scene) -> None:
    told = await here.client.post(here.teams.channel("General").id, {"type": "typing"})
    assert (told.status, told.json, here.teams.person("Jane").sees("General")) == (202, None, [])


async def test_connections_and_tokens_are_counted(here: Scene) -> None:
    for _ in range(3):
        await here.client.thread("General", message(card(actions=(execute(),))))
    assert (here.teams.connections, here.teams.tokens) == (1, 1)
    assert [call.method for call in here.teams.calls] == ["create_conversation"] * 3


@pytest.mark.parametrize(
    "body",
    [
        {"channelData": "x"},
        {"channelData": {"channel": "x"}},
        {"channelData": {"channel": {"id": "19:x"}}, "isGroup": True},
        {"isGroup": True, "channelData": {"channel": {"id": "19:x@thread.tacv2"}}, "activity": []},
        {"members": ["29:x"]},
        {"members": None},
        {"activity": {"type": "message"}},
    ],
)
async def test_nonsense_is_refused_and_nothing_breaks(here: Scene, body: dict[str, Any]) -> None:
    told = await here.client.call("POST", "v3/conversations", body)
    assert 400 <= told.status < 500


@pytest.mark.parametrize(
    "activity",
    [
        {"type": "message", "text": None},
        {"type": "message", "attachments": [None]},
        {"type": "message", "attachments": [{"contentType": 7}]},
        {"type": "message", "text": "x", "entities": ["x", None]},
        {"type": "message", "text": "x", "entities": [{"type": "mention", "mentioned": "x", "text": 7}]},
        {"type": "message", "text": "x", "recipient": "29:x"},
        {"type": ["message"], "text": "x"},
        message(card({"type": "FactSet", "facts": [{"title": 1, "value": None}]})),
        message(card(msteams={"entities": {"type": "mention"}})),
        message(card({"type": "Container", "items": [[]]})),
        message([]),  # type: ignore[arg-type]
    ],
)
async def test_nonsense_in_an_activity_is_refused_and_nothing_breaks(here: Scene, activity: dict[str, Any]) -> None:
    told = await here.client.post(here.teams.channel("General").id, activity, "?isTargetedActivity=true")
    assert 400 <= told.status < 500
    assert here.teams.person("Jane").sees("General") == []
