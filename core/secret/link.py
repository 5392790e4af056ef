"""What may stand between a name and its secret.

After a colon or an equals sign any word counts, but those that are said of passwords; in a sentence only one that
looks like none of the language, because "the password is expired" is what people escalate.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.secret import fit
from core.secret.name import IS, OF, TO
from core.secret.value import Stretch

_CLOSED = r"[\"'`*_)\]\\]{0,4}"
_WHOSE = (
    rf"(?:\s{{1,3}}(?:\([^()\n]{{1,40}}\)|(?:{OF}|between|zwischen|entre|tussen)(?<=[a-z'’])\s?"
    r"(?:[^\n:=.;?!,]|\.(?=\S)){1,60}?))?"
    r"(?:\s{1,3}(?:wi-?fi|wlan|admin|root|bios|guest|temporaire|administrateur|provisoire|par défaut|por defecto"
    r"|actuel|temporal|nuev[oa]|provisional|tijdelijk))?"
    r"(?:\s{1,3}(?:that|which)?\s?(?:we|you|they|he|she|i)\s[a-z ]{1,40}?)?(?:\s{1,3}\([^()\n]{1,30}\))?"
)
_FILLER = (
    r"(?:(?:it(?:['’]s| is)?|still|now|currently|just|simply"
    r"|literally|actually|basically|really|exactly|exakt|einfach|wörtlich|vraiment|simplement|literalmente|gewoon|letterlijk"
    r"|probably|always|either|set to|changed to"
    r"|previously|used to be|jetzt|noch|immer|bisher|bislang|zuletzt|vorher|das ist|also"
    r"|avant|maintenant|toujours|antes|ahora|nu|nog)\s+){0,2}"
)
_SEPARATOR = r"(?::=|=>|->|-->|→|[:=]+(?!=))"
_BOLD = r"(?:[*_]{1,2}(?=\s))?"
_NO_SETTING = (
    r"(?!(?:\w{0,20}_)?(?:id|uri|url|name|type|user|file|path|hash|host|alg\w*|expir\w*|length|ttl|version|ref|count"
    r"|arn|policy|age|field|hint|reset|vault|store|manager|endpoint|scope|issuer|prefix|format|class|rotation|maps?)"
    r"[\"'\s:=])"
)


@dataclass(frozen=True, slots=True)
class Link:
    """What may stand between a name and a secret, and which words are taken for one then."""

    pattern: re.Pattern[str]
    is_secret: Callable[[str, Stretch], bool]


def _link(pattern: str, is_secret: Callable[[str, Stretch], bool]) -> Link:
    return Link(re.compile(pattern, re.IGNORECASE), is_secret)


LABEL = _link(
    rf"{_CLOSED}\s{{0,20}}(?:{IS}\s{{0,3}})?{_SEPARATOR}{_BOLD}\s{{0,8}}(?:is\s+|!{{1,2}}[a-z]+\s+)?(?:\\(?=\"))?",
    fit.is_any,
)
LABEL_OF = _link(rf"{_CLOSED}{_WHOSE}{_CLOSED}\s{{0,20}}{_SEPARATOR}{_BOLD}\s{{0,8}}{_FILLER}", fit.is_last)
SAID = _link(
    rf"{_CLOSED}{_WHOSE}{_CLOSED}(?:\s+|(?='s?\s)|(?=’s?\s)|,\s+which\s+)(?:that\s+\w+\s+\w+\s+)?{IS}\s+{_FILLER}",
    fit.is_said,
)
"""The three that a passphrase may follow, too."""

_LISTED = _link(r"[\"']\s?,\s?(?=[\"'])", fit.is_any)
_XML = _link(r">\s{0,20}(?:<value>)?(?=[^<\s/])", fit.is_any)
_ATTRIBUTE = _link(
    r"[\"']?(?:\s{1,3}(?!value)\w{1,30}\s?=\s?[\"'][^\"'\n]{0,60}[\"']){0,3}"
    r"(?:\s{1,3}value\s?=\s?(?=[\"'])|\s?>\s{0,20}<value>(?=[^<\s]))",
    fit.is_any,
)
_REGISTRY = _link(r"[\"']?\s{1,20}(?:/t\s{1,3})?REG_(?:EXPAND_|MULTI_)?SZ\s{1,20}(?:/d\s{1,3})?", fit.is_any)
_NEXT_LINE = _link(r"[\"']?\s{0,3}\n\s{0,20}value:\s{0,3}", fit.is_any)
_SUFFIX = _link(rf"[_-]{_NO_SETTING}[A-Za-z0-9_]{{1,20}}[\"']?\s?[:=]\s?", fit.is_strange)
_DASHED = _link(r"[\"'`*)]{0,3}(?:\s{1,4}[-–—]\s{0,4}|\s{0,4}[|(>–—]\s{0,4}|-\s{1,4})(?=[^\s:=<>])", fit.is_strange)
_MOVED = _link(rf"\s(?:of|for|von|für|voor|de|del|du)\s[^\n.:;!?]{{1,40}}?\s{TO}\s+(?=\S)", fit.is_strange)
_RESET = _link(
    r"(?:\s[^\n.:;?!]{0,40}?(?:set|changed?|updated|rotated|back|geändert|gesetzt|zurückgesetzt|mis"
    rf"|changé|cambiad[ao]|gewijzigd|veranderd))?\s(?:{TO}|of|now)\s+(?:be\s+)?",
    fit.is_strange,
)
_SET = _link(rf"\b[^\n.:;?!]{{0,60}}?\s{TO}\s+(?:be\s+)?", fit.is_quite_strange)
_BESIDE = _link(r"['’]?s?\b[\"'`*)]{0,3}\s{1,4}(?=[^\s:=<>(|,–—-])", fit.is_strange)
_ASIDE = _link(r"['’]?s?\b[\"'`*)]{0,3}(?:\s{1,4}|[-–—|(,>]\s{0,4}){1,3}(?=[^\s:=<>])", fit.is_quite_strange)
_FAR = _link(
    rf"(?:\b[^\n.:;?!]{{1,70}}?(?:\s{IS}\s|[:=])\s{{0,4}}{_FILLER}"
    rf"|\s{IS}(?:\s[^\W\d_]{{2,12}}){{1,4}}\s)",
    fit.is_unmistakable,
)
_TOKEN_FAR = _link(r"\s[^\n.:;?!]{1,30}?[:=]\s{0,4}", fit.is_long)
_TOKEN_BESIDE = _link(r"[\"'`*)]{0,3}(?:\s+(?:value|we use|used))?\s{0,4}[-–—|(,]?\s{1,4}", fit.is_long)

_ANSWER = _link(
    r"[^\n?]{0,60}\?\s{1,3}(?:[^\n]{0,20}?\s)?(?:it['’]?s|it is|das ist|es ist|c['’]est|es|het is)\s+", fit.is_strange
)

LINKS = (
    LABEL,
    _LISTED,
    _XML,
    _ATTRIBUTE,
    _REGISTRY,
    _NEXT_LINE,
    _SUFFIX,
    SAID,
    LABEL_OF,
    _BESIDE,
    _DASHED,
    _ASIDE,
    _MOVED,
    _RESET,
    _SET,
    _FAR,
    _ANSWER,
)
"""After a password's name; the first that fits."""

TOKEN_LINKS = (
    Link(LABEL.pattern, fit.is_token),
    _XML,
    _ATTRIBUTE,
    _NEXT_LINE,
    _SUFFIX,
    SAID,
    LABEL_OF,
    _TOKEN_BESIDE,
    _TOKEN_FAR,
)
"""After a token's name."""
