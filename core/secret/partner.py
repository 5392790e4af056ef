"""Which words beside a user's name are taken for a password."""

import re
from collections.abc import Callable

from core.secret import factory, fit
from core.secret.look import is_chosen as looks_chosen
from core.secret.look import is_ordinary, looks_secret

Fits = Callable[[str, re.Match[str]], bool]
"""The word, and what was found before it."""

_LONGEST = 32
_SIGN = re.compile(r"[!@#$%^&*~?§€](?=[\w])|(?<=[\w])[!$*&#%](?=\W*\Z)|(?<=[a-z])_(?=\d)")
_NO_PASSWORD = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\S*%[0-9A-F]{2}\S*|[\w-]+\\\S+|\S*[/\\]\S*[/\\]\S*|\S*://\S*|#\S+"
    r"|[\w.]+/[\w.]+![a-z]+|\w+=|[a-z]+@[a-z]+-?\d*|\S*:\S*:\S*|svc_\S*|\S*[=&]\S*=\S*"
    r"|[\w+~.-]+/[\w+~.*-]+|[\w~*-]+\.[a-z]\w{0,3}|[\w.+-]+`\S*|\w+!\d+|[A-Z][a-z]+[A-Z]\w*#\d+"
)
_PAIR = re.compile(r"\s[/|]\s\S")
"""What stands before this is a user."""

_LOOSE = re.compile(rf"(?i)cred|daten|[:=]|\s[/|-]\s|\bis\b|{factory.USUAL}")


def is_chosen(word: str, _: re.Match[str]) -> bool:
    """After much: what looks like a password anywhere."""
    return _is_one(word) and looks_chosen(word)


def is_strange(word: str, _: re.Match[str]) -> bool:
    """After what hardly anything but a password follows."""
    return _is_one(word) and looks_secret(word)


def is_any(word: str, found: re.Match[str]) -> bool:
    """After what nothing but a password follows."""
    return len(word) > 3 and not is_ordinary(word) and not _PAIR.match(found.string, found.end() + len(word))


def is_last(word: str, found: re.Match[str]) -> bool:
    """A plain word that ends the clause."""
    at = (found.end(), found.end() + len(word))
    if word in factory.PASSWORDS:
        return fit.ends_clause(found.string, at[1])
    return len(word) > 5 and word.islower() and fit.is_said(found.string, at)


def is_from_factory(word: str, _: re.Match[str]) -> bool:
    """What everybody knows."""
    return word.casefold() in factory.PASSWORDS


def is_credential(word: str, found: re.Match[str]) -> bool:
    """After "creds", a user and a stroke."""
    return is_strange(word, found) if _LOOSE.search(found[0]) else is_chosen(word, found)


def is_beside(word: str, found: re.Match[str]) -> bool:
    """After a user."""
    return is_strange(word, found) if re.search(r"(?i):|cred", found[0]) else is_chosen(word, found)


def is_with_people(word: str, found: re.Match[str]) -> bool:
    """After anything with a slash or a colon, in a text about signing in: apart, or with a sign in it."""
    return is_chosen(word, found) and (found[0].endswith(" ") or bool(_SIGN.search(word)))


def _is_one(word: str) -> bool:
    return 5 <= len(word) <= _LONGEST and word[0] != "-" and not _NO_PASSWORD.fullmatch(word)
