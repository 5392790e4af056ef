"""What each Block Kit block and element may hold.

Limits: https://docs.slack.dev/reference/block-kit and the models of slack_sdk 3.47.
"""

from playground.slack.rule import (
    Check,
    anything,
    array,
    flag,
    number,
    one_of,
    plain,
    shape,
    string,
    text,
    typed,
)

_ID = string(255)
_CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
_FOCUS: dict[str, Check] = {"focus_on_load": flag}
_TYPE: dict[str, Check] = {"type": anything}
_ACTING: dict[str, Check] = {"action_id": _ID, "confirm": _CONFIRM}
_PROMPT: dict[str, Check] = {"placeholder": plain(150)}


def _option(words: Check) -> Check:
    return shape({"text": words, "value": string(150)}, {"description": plain(75), "url": string(3000)})


_CHOICE = _option(plain(75))
_RICH_CHOICE = _option(text(75))
_GROUP = shape({"label": plain(75), "options": array(_CHOICE, 100)}, {})
_IDS = array(string(255), 100, least=0)


def _select(**more: Check) -> Check:
    return shape(_TYPE, _ACTING | _FOCUS | _PROMPT | more)


def _input(**more: Check) -> Check:
    dispatch: Check = shape({}, {"trigger_actions_on": anything})
    return shape(_TYPE, {"action_id": _ID, "dispatch_action_config": dispatch} | _FOCUS | _PROMPT | more)


_LISTS: dict[str, Check] = {"options": array(_CHOICE, 100), "option_groups": array(_GROUP, 100)}

ELEMENTS: dict[str, Check] = {
    "button": shape(
        _TYPE | {"text": plain(75)},
        _ACTING
        | {"value": string(2000, 0), "url": string(3000), "style": one_of("primary", "danger")}
        | {"accessibility_label": string(75)},
    ),
    "overflow": shape(_TYPE | {"options": array(_CHOICE, 5)}, _ACTING),
    "static_select": _select(**_LISTS, initial_option=_CHOICE),
    "multi_static_select": _select(**_LISTS, initial_options=array(_CHOICE, 100), max_selected_items=number),
    "external_select": _select(initial_option=_CHOICE, min_query_length=number),
    "users_select": _select(initial_user=string(255)),
    "multi_users_select": _select(initial_users=_IDS, max_selected_items=number),
    "conversations_select": _select(
        initial_conversation=string(255),
        default_to_current_conversation=flag,
        response_url_enabled=flag,
        filter=anything,
    ),
    "channels_select": _select(initial_channel=string(255), response_url_enabled=flag),
    "datepicker": _select(initial_date=string(10)),
    "timepicker": _select(initial_time=string(5), timezone=string(100)),
    "datetimepicker": shape(_TYPE, _ACTING | _FOCUS | {"initial_date_time": number}),
    "checkboxes": shape(
        _TYPE | {"options": array(_RICH_CHOICE, 10)},
        _ACTING | _FOCUS | {"initial_options": array(_RICH_CHOICE, 10)},
    ),
    "radio_buttons": shape(
        _TYPE | {"options": array(_RICH_CHOICE, 10)}, _ACTING | _FOCUS | {"initial_option": _RICH_CHOICE}
    ),
    "plain_text_input": _input(initial_value=string(3000, 0), multiline=flag, min_length=number, max_length=number),
    "email_text_input": _input(initial_value=string(3000, 0)),
    "url_text_input": _input(initial_value=string(3000, 0)),
    "number_input": shape(
        _TYPE | {"is_decimal_allowed": flag},
        {"action_id": _ID, "initial_value": string(100), "min_value": anything, "max_value": anything}
        | _FOCUS
        | _PROMPT,
    ),
    "image": shape(_TYPE | {"alt_text": string(2000)}, {"image_url": string(3000), "slack_file": anything}),
    "mrkdwn": text(3000),
    "plain_text": text(3000),
}

_SELECTS = frozenset(name for name in ELEMENTS if name.endswith("_select"))
_PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"})
_TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})

INTERACTIVE = frozenset({"button", "overflow"}) | _SELECTS | _PICKERS
"""Elements a person can act on in place."""

ACCESSORIES = INTERACTIVE | {"image"}
INPUTS = _SELECTS | _PICKERS | _TYPED
_CONTEXT = frozenset({"image", "mrkdwn", "plain_text"})
_ONE_SELECT = frozenset(name for name in INTERACTIVE if not name.startswith("multi_"))

_STYLE: dict[str, Check] = {"style": anything}
_LEAVES: dict[str, Check] = {
    "text": shape(_TYPE | {"text": string(12000)}, _STYLE),
    "link": shape(_TYPE | {"url": string(3000)}, _STYLE | {"text": string(3000), "unsafe": flag}),
    "user": shape(_TYPE | {"user_id": string(255)}, _STYLE),
    "usergroup": shape(_TYPE | {"usergroup_id": string(255)}, _STYLE),
    "channel": shape(_TYPE | {"channel_id": string(255)}, _STYLE),
    "broadcast": shape(_TYPE | {"range": one_of("here", "channel", "everyone")}, _STYLE),
    "emoji": shape(_TYPE | {"name": string(255)}, _STYLE | {"unicode": anything, "skin_tone": number}),
    "date": shape(
        _TYPE | {"timestamp": number, "format": string(255)},
        _STYLE | {"url": string(3000), "fallback": string(3000)},
    ),
}
_RUN = array(typed(_LEAVES, frozenset(_LEAVES), "element"), 1000, least=0)
_BORDER: dict[str, Check] = {"border": number}
_SECTION = shape(_TYPE | {"elements": _RUN}, {})
_RICH: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": shape(_TYPE | {"elements": _RUN}, _BORDER | {"language": string(50)}),
    "rich_text_quote": shape(_TYPE | {"elements": _RUN}, _BORDER),
    "rich_text_list": shape(
        _TYPE
        | {"elements": array(typed({"rich_text_section": _SECTION}, {"rich_text_section"}, "item"), 200)}
        | {"style": one_of("bullet", "ordered")},
        _BORDER | {"indent": number, "offset": number},
    ),
}
_RICH_TEXT = array(typed(_RICH, frozenset(_RICH), "element"), 200)
_CELLS: dict[str, Check] = {
    "raw_text": shape(_TYPE | {"text": string(3000, 0)}, {}),
    "rich_text": shape(_TYPE | {"elements": _RICH_TEXT}, {}),
}
_ROW = array(typed(_CELLS, frozenset(_CELLS), "cell"), 20)

_NAMED: dict[str, Check] = _TYPE | {"block_id": _ID}

BLOCKS: dict[str, Check] = {
    "section": shape(
        _TYPE,
        _NAMED
        | {"text": text(3000), "fields": array(text(2000), 10), "expand": flag}
        | {"accessory": typed(ELEMENTS, ACCESSORIES, "accessory")},
    ),
    "header": shape(_TYPE | {"text": plain(150)}, _NAMED | {"level": number}),
    "divider": shape(_TYPE, _NAMED),
    "context": shape(_TYPE | {"elements": array(typed(ELEMENTS, _CONTEXT, "element"), 10)}, _NAMED),
    "actions": shape(_TYPE | {"elements": array(typed(ELEMENTS, _ONE_SELECT, "element"), 25)}, _NAMED),
    "input": shape(
        _TYPE | {"label": plain(2000), "element": typed(ELEMENTS, INPUTS, "element")},
        _NAMED | {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "image": shape(
        _TYPE | {"alt_text": string(2000)},
        _NAMED | {"image_url": string(3000), "slack_file": anything, "title": plain(2000)},
    ),
    "rich_text": shape(_TYPE | {"elements": _RICH_TEXT}, _NAMED),
    "markdown": shape(_TYPE | {"text": string(12000)}, _NAMED),
    "table": shape(_TYPE | {"rows": array(_ROW, 100)}, _NAMED | {"column_settings": anything}),
}

ON_MESSAGES = frozenset(BLOCKS)
IN_VIEWS = frozenset(BLOCKS) - {"markdown", "table"}
