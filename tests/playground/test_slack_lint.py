"""Blocks and views Slack would refuse are refused."""

from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from playground.slack.chat import check_blocks
from playground.slack.lint import block_problems, size_of, view_problems
from playground.slack.refusal import SlackError
from tests.playground.blocks import (
    CARD,
    FORM,
    actions,
    button,
    field,
    modal,
    mrkdwn,
    plain,
    section,
    text_input,
)

DIVIDER = {"type": "divider"}
BAD: dict[str, list[Any]] = {
    "a field over 2000": [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
    "eleven fields": [{"type": "section", "fields": [mrkdwn("x")] * 11}],
    "a section over 3000": [section("x" * 3001)],
    "empty text": [section("")],
    "a section without text": [{"type": "section"}],
    "markup on a button": [actions(button() | {"text": mrkdwn("Pick Up")})],
    "markup in a header": [{"type": "header", "text": mrkdwn("E-42")}],
    "a header over 150": [{"type": "header", "text": plain("x" * 151)}],
    "a button in a context": [{"type": "context", "elements": [button()]}],
    "eleven context elements": [{"type": "context", "elements": [mrkdwn("x")] * 11}],
    "the same action id twice": [actions(button(), button())],
    "the same block id twice": [{**DIVIDER, "block_id": "a"}, {**DIVIDER, "block_id": "a"}],
    "51 blocks": [DIVIDER] * 51,
    "a value over 2000": [actions(button(value="x" * 2001))],
    "a button text over 75": [actions(button("x" * 76))],
    "an action id over 255": [actions(button(action_id="x" * 256))],
    "a block id over 255": [{**DIVIDER, "block_id": "x" * 256}],
    "26 buttons": [actions(*(button(action_id=f"a{n}") for n in range(26)))],
    "no buttons": [actions()],
    "an unknown key": [{**DIVIDER, "color": "red"}],
    "an unknown block": [{"type": "marquee"}],
    "an unknown style": [actions(button() | {"style": "shiny"})],
    "a text input among buttons": [actions(text_input())],
    "a confirm title over 100": [
        actions(
            button()
            | {
                "confirm": {
                    "title": plain("x" * 101),
                    "text": plain("?"),
                    "confirm": plain("y"),
                    "deny": plain("n"),
                }
            }
        )
    ],
    "an option over 75": [
        actions(
            {
                "type": "static_select",
                "action_id": "s",
                "options": [{"text": plain("x" * 76), "value": "v"}],
            }
        )
    ],
    "six overflow options": [
        actions(
            {
                "type": "overflow",
                "action_id": "o",
                "options": [{"text": plain(str(n)), "value": str(n)} for n in range(6)],
            }
        )
    ],
    "a menu without options": [actions({"type": "static_select", "action_id": "s"})],
    "a preset that is not offered": [
        actions(
            {
                "type": "static_select",
                "action_id": "s",
                "options": [{"text": plain("A"), "value": "a"}],
                "initial_option": {"text": plain("B"), "value": "b"},
            }
        )
    ],
    "two tables": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2,
    "markdown over 12000": [{"type": "markdown", "text": "x" * 7000}] * 2,
    "an image without alt text": [{"type": "image", "image_url": "https://x.example/i.png"}],
    "something that is no object": ["hello"],
}


@pytest.mark.parametrize("blocks", BAD.values(), ids=BAD.keys())
def test_bad_blocks_are_found(blocks: list[Any]) -> None:
    assert block_problems(blocks)


GOOD = [
    *CARD,
    {"type": "header", "text": plain("E-42")},
    {"type": "context", "elements": [mrkdwn("a"), plain("b")]},
    DIVIDER,
    {"type": "section", "fields": [mrkdwn("a"), mrkdwn("b")], "accessory": button("More", "more")},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "verbatim"}]}],
    },
]


def test_good_blocks_pass_here_and_in_slacks_own_models() -> None:
    assert block_problems(GOOD) == []
    assert all(block.to_dict() for block in Block.parse_all(GOOD))


def test_a_message_has_a_budget_of_characters() -> None:
    big = [section("x" * 2900)] * 5
    assert size_of(big) > 13_200
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_blocks(big)


VIEWS: dict[str, dict[str, Any]] = {
    "a title over 24": FORM | {"title": plain("x" * 25)},
    "inputs without submit": {key: value for key, value in FORM.items() if key != "submit"},
    "private_metadata over 3000": FORM | {"private_metadata": "x" * 3001},
    "a callback_id over 255": FORM | {"callback_id": "x" * 256},
    "a label with markup": modal(field("x", text_input(), "b") | {"label": mrkdwn("x")}),
    "a home as a modal": FORM | {"type": "home"},
    "101 blocks": modal(*[DIVIDER] * 101),
    "markdown in a form": modal({"type": "markdown", "text": "x"}),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_bad_views_are_found(view: dict[str, Any]) -> None:
    assert view_problems(view, "modal")


def test_a_good_form_passes() -> None:
    assert view_problems(FORM, "modal") == []
