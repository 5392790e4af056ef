"""What people see of a handoff in each of its states, as plain text, letter by letter."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.card import card_for
from core.listing import mine_list
from core.message import Action, Buttons, Tone, words_of
from core.outcome import Mine
from core.receipt import receipt_for
from tests import golden
from tests.homes import homes
from tests.people import FULL_CASE, HANDOFF, JANE, READY, SAM, after, claimed, open_handoff, story
from tests.shown import shown

RAGGED = re.compile(r"[.!?…:;,]\.(\s|$)|(?<!\.)\.\.(?!\.)|\S +[,.;:!?](\s|$)|\(\s|\(\)|· *$|· ·|: ·")
"""Two stops, a space before one, brackets around nothing, a separator that separates nothing."""

FOLDER = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", shown())
def test_this_is_what_people_see(name: str) -> None:
    message = shown()[name]
    golden.same_as(FOLDER / f"{name}.txt", f"{message.title}\n{message.tone}\n\n{words_of(message)}\n")


def test_no_golden_file_is_left_over() -> None:
    golden.nothing_else_in(FOLDER, {*(f"{name}.txt" for name in (*shown(), *homes())), "answers.txt", "replies.txt"})


@pytest.mark.parametrize("name", story())
def test_a_card_has_its_pick_up_exactly_while_it_may_be_picked_up(name: str) -> None:
    handoff = story()[name]
    [buttons] = [part.buttons for part in card_for(handoff).parts if isinstance(part, Buttons)]
    assert (Action.PICK_UP in [button.action for button in buttons]) == handoff.claimable
    assert {button.value for button in buttons} == {str(HANDOFF)}


@pytest.mark.parametrize("name", story())
def test_a_card_is_the_same_however_often_it_is_made(name: str) -> None:
    assert card_for(story()[name]) == card_for(replace(story()[name]))


def test_both_orders_of_claim_and_assessment_end_the_same() -> None:
    asked = open_handoff(FULL_CASE)
    assert card_for(claimed(replace(asked, assessment=READY))) == card_for(replace(claimed(asked), assessment=READY))


def test_a_card_looks_handled_once_it_is() -> None:
    tones = {name: card_for(handoff).tone for name, handoff in story().items()}
    assert tones["open"] is Tone.WAITING
    assert tones["open_urgent_directed"] is Tone.ALERT
    assert tones["assessed_then_claimed"] is Tone.TAKEN
    assert tones["withdrawn"] is Tone.OVER


@pytest.mark.parametrize("name", story())
def test_a_receipt_says_once_who_did_it(name: str) -> None:
    handoff = story()[name]
    said = words_of(receipt_for(handoff, [], takers=3))
    if handoff.ending is not None:
        assert said.count(f"by {handoff.ending.by.name}") == 1
    assert said.count("Picked up") <= 1


def test_one_s_own_list_says_what_one_does_not_know() -> None:
    taken = claimed(open_handoff())
    aside = replace(taken, wake_at=after(18_000))
    said = words_of(mine_list(Mine((taken, aside), SAM.id, after(60))))
    assert "with Sam Okafor" not in said
    assert said.count(" · until ") == 1
    assert " · with Sam Okafor" in words_of(mine_list(Mine((taken,), JANE.id, after(60))))


@pytest.mark.parametrize("name", shown())
def test_nothing_is_said_with_a_stop_too_many_or_a_space_missing(name: str) -> None:
    for said in words_of(shown()[name]).splitlines():
        assert not RAGGED.search(said), said
