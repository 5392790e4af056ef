"""Of all the messages that Slack tells of, only what people write in threads is listened to."""

from typing import Any

import pytest

from bot.slack.thread import written_in

SAID: dict[str, Any] = {
    "type": "message",
    "user": "U0SAM",
    "team": "T0CONTOSO",
    "channel": "C1",
    "ts": "2.1",
    "thread_ts": "1.1",
    "text": "Restarted it.",
}
FILES = [{"id": "F1"}, {"id": "F2", "mode": "tombstone"}, "nonsense"]


def told(**changed: Any) -> dict[str, Any]:
    """The event with these fields; None takes one away."""
    event = {name: value for name, value in {**SAID, **changed}.items() if value is not None}
    return {"team_id": "T0CONTOSO", "event": event, "authorizations": [{"team_id": "T0CONTOSO"}]}


@pytest.mark.parametrize(
    "changed",
    [
        {"thread_ts": None},
        {"thread_ts": "2.1"},
        {"bot_id": "B1"},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "message_replied"},
        {"subtype": "channel_join"},
        {"subtype": "tombstone"},
        {"user": None},
        {"user": 7},
        {"channel": None},
        {"ts": None},
    ],
    ids=str,
)
def test_what_people_did_not_write_in_a_thread_is_dropped(changed: dict[str, Any]) -> None:
    assert written_in(told()) is not None
    assert written_in(told(**changed)) is None


@pytest.mark.parametrize("subtype", [None, "thread_broadcast", "file_share"])
def test_what_people_wrote_is_read(subtype: str | None) -> None:
    written = written_in(told(subtype=subtype, files=FILES))
    assert written
    assert (written.text, written.files, written.by.user) == ("Restarted it.", 1, "U0SAM")


def test_who_writes_in_a_shared_channel_is_of_their_own_workspace() -> None:
    written = written_in(told(team="T0CONTOSO", user_team="T0FABRIKAM"))
    assert written
    assert (written.by.workspace.id, written.thread.workspace.id) == ("T0FABRIKAM", "T0CONTOSO")


def test_a_message_has_one_name_however_often_it_is_told_of() -> None:
    names = [w.origin.request for w in map(written_in, (told(), told(text="other"), told(ts="2.2"))) if w]
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize("body", [{}, {"event": None}, {"event": []}, {"event": "message"}])
def test_nonsense_is_dropped(body: dict[str, Any]) -> None:
    assert written_in(body) is None
