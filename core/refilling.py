"""A form that is filled in already: with what a button was about, or once more with what was entered."""

from dataclasses import replace

from core.asking import ABOUT, NEW, OUTCOME, WAITED
from core.form import Choice, Field, Filled, Form, Kind


def pointed(form: Form, about: str) -> Form:
    """The form with what a button was about chosen already, where that is a choice."""
    fields = tuple(
        replace(asked, filled=about)
        if asked.name == ABOUT and about in [choice.value for choice in asked.choices]
        else asked
        for asked in form.fields
    )
    return replace(form, fields=fields)


def again(form: Form, filled: Filled, fault: str, at: str = "") -> Form:
    """The form with what was entered, and what is wrong."""
    people = {name: identity.user for name, identity in filled.people.items()}
    known = {**filled.values, **people}
    fields = tuple(replace(asked, filled=known.get(asked.name, asked.filled)) for asked in form.fields)
    names = [asked.name for asked in fields]
    return replace(form, fields=fields, fault=fault, at=at if at in names else names[0])


def returned(form: Form, filled: Filled, fault: str) -> Form:
    """What its author entered, and why it cannot be done: with nothing that the form knows of a handoff which may not
    be theirs to see. Without a field where they entered nothing."""
    answered = {*filled.people, *(name for name, value in filled.values.items() if value)}
    kept = tuple(_theirs(asked, filled) for asked in form.fields if asked.name in answered)
    if not kept:
        return replace(form, fields=(), intro="", fault=fault)
    return again(replace(form, fields=kept, intro=""), filled, fault)


def _theirs(asked: Field, filled: Filled) -> Field:
    """The question in words of ours, and of an attempt that was chosen no more than that it was."""
    own = replace(asked, filled="", hint="")
    if asked.name == ABOUT and filled.text(ABOUT) != NEW:
        return replace(own, choices=(Choice(filled.text(ABOUT), "The one you chose"),))
    if asked.name == WAITED:
        return replace(own, label="Did what waits to be verified work?")
    if asked.name.startswith(OUTCOME) and asked.kind is Kind.CHOICE:
        return replace(own, label="What came of it?")
    return own
