"""Passwords that stand before their name: "P@nther44 is the password", "use Tr4ctor-Beam as password"."""

import re

from core.secret.look import looks_secret
from core.secret.name import AS
from core.secret.value import Stretch, word_at

_IS = r"(?:is|was|ist|war|est|es|è)"
_VERB = re.compile(rf"(?i)\s(?:{_IS}|{AS})\s")
_WORD = re.compile(
    rf"(?i)(?P<word>\S{{4,60}})\s+(?:{_IS}\s+(?:the|my|her|his|their|our|your|das|mein|ihr|sein|le|son|la|su|il|het)"
    rf"|{AS}(?:\s+(?:the|a|his|her|my|new|das))?)\s+(?:[\w-]{{1,20}}\s+){{0,3}}\S{{0,12}}\Z"
)
_QUOTED = re.compile(
    rf"(?i)[\"'“„«](?P<phrase>[^\"'\n“”»]{{4,60}})[\"'”“»]\s(?:{_IS}\s(?:the|my|her|his|their|our|your|das|le|la|su|het)"
    rf"|{AS}(?:\s(?:a|the|his|her|my|new|das|un|une|een))?)\s(?:[\w-]{{1,20}}\s){{0,2}}\S{{0,12}}\Z"
)
_BACK = 110


def word_ahead(text: str, name: int) -> Stretch | None:
    """The word before "is the password", if it looks like one; the name begins at ``name``."""
    begin = max(0, name - _BACK)
    if quoted := _QUOTED.search(text, begin, name):
        return quoted.span("phrase")
    found = _WORD.search(text, begin, name) if _VERB.search(text, begin, name) else None
    at = word_at(text, found.start("word")) if found else None
    return at if at and looks_secret(text[slice(*at)]) else None
