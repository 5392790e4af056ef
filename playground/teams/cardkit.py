"""Every element and action of Adaptive Cards 1.5 that Teams takes, with its properties.

https://adaptivecards.io/explorer/
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
"""

from playground.teams.rule import Check, anything, array, either, filled, flag, number, one_of, shape, typed, words

MOST_ACTIONS = 6

SPACING = one_of("default", "none", "small", "medium", "large", "extraLarge", "padding")
ALIGN = one_of("left", "center", "right")
VERTICAL = one_of("top", "center", "bottom")
STYLE = one_of("default", "emphasis", "good", "attention", "warning", "accent")
COLOUR = one_of("default", "dark", "light", "accent", "good", "warning", "attention")
SIZE = one_of("default", "small", "medium", "large", "extraLarge")
WEIGHT = one_of("default", "lighter", "bolder")
FONT = one_of("default", "monospace")
WIDTH = either(words, number)

COMMON: dict[str, Check] = {
    "type": words,
    "id": filled,
    "isVisible": flag,
    "separator": flag,
    "spacing": SPACING,
    "height": one_of("auto", "stretch"),
    "requires": anything,
    "fallback": anything,
    "msteams": anything,
}
TEXT: dict[str, Check] = {
    "color": COLOUR,
    "fontType": FONT,
    "isSubtle": flag,
    "size": SIZE,
    "weight": WEIGHT,
}
INPUT: dict[str, Check] = COMMON | {"label": words, "isRequired": flag, "errorMessage": words, "value": words}
ACTION: dict[str, Check] = {
    "type": words,
    "id": filled,
    "title": filled,
    "iconUrl": words,
    "style": one_of("default", "positive", "destructive"),
    "tooltip": words,
    "isEnabled": flag,
    "mode": one_of("primary", "secondary"),
    "fallback": anything,
    "requires": anything,
}

element = typed(lambda: ELEMENTS)
action = typed(lambda: ACTIONS)
select_action = typed(lambda: ACTIONS, ("Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ToggleVisibility"))
items = array(element)
actions = array(action)
choice = shape({"title": words, "value": words}, {})
fact = shape({"title": words, "value": words}, {})
background = either(words, shape({"url": words}, {"fillMode": words, "horizontalAlignment": words}))
text_run = shape(
    {"type": one_of("TextRun"), "text": words},
    TEXT | {"highlight": flag, "italic": flag, "strikethrough": flag, "underline": flag, "selectAction": select_action},
)
_BOX: dict[str, Check] = {
    "style": STYLE,
    "verticalContentAlignment": VERTICAL,
    "bleed": flag,
    "backgroundImage": background,
    "minHeight": words,
    "rtl": flag,
    "selectAction": select_action,
}
column = shape({"type": one_of("Column")}, COMMON | _BOX | {"items": items, "width": WIDTH})
cell = shape({"type": one_of("TableCell"), "items": items}, COMMON | _BOX)
row = shape({"type": one_of("TableRow"), "cells": array(cell)}, COMMON | {"style": STYLE})
image = shape(
    {"type": one_of("Image"), "url": filled},
    COMMON
    | {
        "altText": words,
        "backgroundColor": words,
        "height": words,
        "horizontalAlignment": ALIGN,
        "selectAction": select_action,
        "size": one_of("auto", "stretch", "small", "medium", "large"),
        "style": one_of("default", "person"),
        "width": words,
    },
)

ELEMENTS: dict[str, Check] = {
    "TextBlock": shape(
        {"text": words},
        COMMON
        | TEXT
        | {"horizontalAlignment": ALIGN, "maxLines": number, "wrap": flag, "style": one_of("default", "heading")},
    ),
    "RichTextBlock": shape({"inlines": array(either(words, text_run))}, COMMON | {"horizontalAlignment": ALIGN}),
    "Image": image,
    "ImageSet": shape({"images": array(image)}, COMMON | {"imageSize": words}),
    "FactSet": shape({"facts": array(fact)}, COMMON),
    "Container": shape({"items": items}, COMMON | _BOX),
    "ColumnSet": shape({}, COMMON | _BOX | {"columns": array(column), "horizontalAlignment": ALIGN}),
    "ActionSet": shape({"actions": actions}, COMMON | {"horizontalAlignment": ALIGN}),
    "Table": shape(
        {"columns": array(anything), "rows": array(row)},
        COMMON
        | {
            "firstRowAsHeader": flag,
            "showGridLines": flag,
            "gridStyle": STYLE,
            "horizontalCellContentAlignment": ALIGN,
            "verticalCellContentAlignment": VERTICAL,
        },
    ),
    "Input.Text": shape(
        {"id": filled},
        INPUT
        | {
            "isMultiline": flag,
            "maxLength": number,
            "placeholder": words,
            "regex": words,
            "style": one_of("text", "tel", "url", "email", "password"),
            "inlineAction": select_action,
        },
    ),
    "Input.Number": shape(
        {"id": filled}, INPUT | {"max": number, "min": number, "placeholder": words, "value": number}
    ),
    "Input.Date": shape({"id": filled}, INPUT | {"max": words, "min": words, "placeholder": words}),
    "Input.Time": shape({"id": filled}, INPUT | {"max": words, "min": words, "placeholder": words}),
    "Input.Toggle": shape({"id": filled, "title": words}, INPUT | {"valueOff": words, "valueOn": words, "wrap": flag}),
    "Input.ChoiceSet": shape(
        {"id": filled},
        INPUT
        | {
            "choices": array(choice),
            "choices.data": shape({"type": one_of("Data.Query"), "dataset": words}, {}),
            "isMultiSelect": flag,
            "style": one_of("compact", "expanded", "filtered"),
            "placeholder": words,
            "wrap": flag,
        },
    ),
}

_DATA: dict[str, Check] = {
    "data": anything,
    "associatedInputs": one_of("auto", "none"),
    "conditionallyEnabled": flag,
    "msTeams": anything,
}
ACTIONS: dict[str, Check] = {
    "Action.Execute": shape({"verb": filled}, ACTION | _DATA),
    "Action.Submit": shape({}, ACTION | _DATA),
    "Action.OpenUrl": shape({"url": filled}, ACTION),
    "Action.ShowCard": shape({"card": lambda value, at: inner_card(value, at)}, ACTION),
    "Action.ToggleVisibility": shape({"targetElements": array(anything)}, ACTION),
}

_CARD: dict[str, Check] = {
    "$schema": words,
    "body": items,
    "actions": actions,
    "fallbackText": words,
    "speak": words,
    "lang": words,
    "minHeight": words,
    "rtl": flag,
    "verticalContentAlignment": VERTICAL,
    "backgroundImage": background,
    "selectAction": select_action,
    "metadata": anything,
    "style": STYLE,
}
inner_card: Check = shape({"type": one_of("AdaptiveCard")}, _CARD | {"version": words})
outer_card = shape(
    {"type": one_of("AdaptiveCard"), "version": words},
    _CARD
    | {
        "refresh": shape({"action": action}, {"userIds": array(filled, 60), "expires": words}),
        "authentication": anything,
        "msteams": shape({}, {"width": words, "entities": array(anything), "allowExpand": flag}),
    },
)
