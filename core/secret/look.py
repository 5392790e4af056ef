"""Whether a word looks like a secret: what stands behind "password" is one only sometimes."""

import re
from collections.abc import Sequence

from core.secret.known import is_known, is_ticket
from core.secret.placeholder import is_placeholder
from core.secret.word import ORDINARY

_STRANGE = re.compile(r"\d\W*[^\W\d_]|[^\W\d_]\W*\d|[@$%^&*+=#~§€|<>]|\w[!?_;]+\w|\W!|_\d|\d_")
_STRANGE_AFTER_IS = re.compile(r"\d{4}|\d\D|\D\d|[@$%^&*+=#_~§€|]|\w[!?;]\w|[a-z][A-Z]|^[A-Z]\w{3,}!$")
_IDENTIFIER = re.compile(r"[A-Z]+(?:_[A-Z]+)+|[a-z]+(?:_[a-z]+)+|-\w+|C<\w+")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
_BOTH_CASES_OR_SIGN = re.compile(r"[@$%^&*+=#~§€|!?_;]|[a-z].*[A-Z]|[A-Z].*[a-z]")


def is_ordinary(word: str) -> bool:
    """Whether this is a word of those that are said of passwords, or a placeholder."""
    return word.rstrip("!?.,").casefold().replace("’", "'") in ORDINARY or is_placeholder(word)


def is_talk(words: Sequence[str]) -> bool:
    """Whether more than half of these are ordinary."""
    return sum(map(is_ordinary, words)) * 2 > len(words)


def looks_secret(word: str) -> bool:
    """Whether this, beside a name for secrets, is more likely one than the next word of the sentence."""
    if len(word) < 4 or is_ordinary(word) or is_known(word) or is_ticket(word) or _IDENTIFIER.fullmatch(word):
        return False
    return bool(_STRANGE.search(word))


def looks_secret_after_is(word: str) -> bool:
    """The same for what stands after "the password is": numbers and ``camelCase`` count, too."""
    if len(word) < 3 or is_ordinary(word) or (is_known(word) and not re.fullmatch(r"\d{4,}", word)):
        return False
    return bool(_STRANGE_AFTER_IS.search(word))


def is_chosen(word: str) -> bool:
    """Whether this looks like a password wherever it stands: letters in both cases or a sign, and digits."""
    mixed = _DIGIT.search(word) and _LETTER.search(word)
    return bool(mixed) and looks_secret(word) and bool(_BOTH_CASES_OR_SIGN.search(word))
