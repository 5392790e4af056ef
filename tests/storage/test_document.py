"""Snapshots as documents, also those that an older Baton wrote."""

from dataclasses import replace

from hypothesis import given

from core.handoff import Quote, Snapshot, Source
from storage.document import snapshot_document, snapshot_of
from tests.people import FULL_CASE
from tests.strategy import snapshots


@given(snapshots())
def test_a_snapshot_is_read_as_it_was_kept(snapshot: Snapshot) -> None:
    assert snapshot_of(snapshot_document(snapshot)) == snapshot


def test_a_snapshot_from_before_there_were_sources_has_none() -> None:
    kept = snapshot_document(FULL_CASE)
    del kept["source"]
    assert snapshot_of(kept) == FULL_CASE


def test_a_source_from_before_there_were_threads_has_none() -> None:
    source = Source((Quote("Vic Lang", "It stopped"),), "https://chat.example/1")
    kept = snapshot_document(replace(FULL_CASE, source=source))
    kept["source"] = {name: kept["source"][name] for name in ("quotes", "link")}
    assert snapshot_of(kept).source == source
