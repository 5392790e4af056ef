"""Passphrases: several plain words after a name, to the end of the sentence."""

import re
from collections.abc import Callable, Iterator

from core.secret.link import LABEL, LABEL_OF, SAID, Link
from core.secret.look import is_ordinary
from core.secret.said import is_asked
from core.secret.span import Span
from core.secret.value import Stretch, phrase_at

_PHRASE = re.compile(
    r"(?i)(?:pass[ -]?phrase|mantra|(?:recovery|seed|backup|secret) phrase|seed|mnemonic|passwortsatz|phrase secrète"
    r"|(?:master|encryption|backup|keepass|vault|haupt|verschlüsselungs)[ -]?(?:password|passwort|kennwort))\b"
)
_WORD = r"[^\W\d_]{2,15}"
_SHORT = re.compile(rf"{_WORD}(?: {_WORD}){{1,5}}(?=[ ]?(?:[.,;]?\s{{0,2}}(?:\n|\Z)))")
_NOUNS = re.compile(r"[A-ZÄÖÜ][^\W\d_]{1,15}(?: [A-ZÄÖÜ][^\W\d_]{1,15}){2,6}(?: \d{1,4})?(?=[.,;\n]|\s{0,3}\Z)")
PhraseAt = Callable[[str, int], Stretch | None]


def phrases(text: str) -> Iterator[Span]:
    """Passphrases after their own names."""
    for found in _PHRASE.finditer(text):
        if is_asked(text, found.start()):
            continue
        if at := _linked(text, found.end(), ((LABEL, phrase_at), (SAID, phrase_at), (LABEL_OF, phrase_at))):
            yield Span(*at, "password")


def phrase_after(text: str, name: int) -> Stretch | None:
    """A passphrase after the name of a password, which ends at ``name``, when it is clear where the phrase ends."""
    return _linked(text, name, ((LABEL, _short_at), (LABEL_OF, _short_at), (SAID, _nouns_at)))


def _linked(text: str, end: int, links: tuple[tuple[Link, PhraseAt], ...]) -> Stretch | None:
    for link, read in links:
        found = link.pattern.match(text, end)
        at = read(text, found.end()) if found else None
        if at:
            return at
    return None


def _short_at(text: str, at: int) -> Stretch | None:
    """Up to six words that end the line, hardly one of them said of passwords."""
    found = _SHORT.match(text, at)
    words = found[0].split(" ") if found else []
    return found.span() if found and sum(map(is_ordinary, words)) * 4 < len(words) else None


def _nouns_at(text: str, at: int) -> Stretch | None:
    """Words that begin in capitals."""
    found = _NOUNS.match(text, at)
    return found.span() if found else None
