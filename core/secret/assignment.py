"""Secrets that stand after their name: ``password: …``, "the password is …", "reset his password to …".

After a colon or an equals sign any word counts, but those that are said of passwords; in a sentence only one that
looks like none of the language, because "the password is expired" is what people escalate.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.secret.look import is_chosen, is_known, is_ordinary, is_talk, looks_secret, looks_secret_after_is
from core.secret.name import IS, OF, PASSWORD, TO, TOKEN
from core.secret.span import Span
from core.secret.value import Stretch, phrase_at, quoted_at, word_at

_PASSWORD = re.compile(PASSWORD, re.IGNORECASE)
_TOKEN = re.compile(TOKEN, re.IGNORECASE)
_PHRASE = re.compile(
    r"(?i)(?:pass ?phrase|mantra|(?:recovery|seed|backup|secret) phrase|seed|mnemonic"
    r"|passwortsatz)\b"
)

_CLOSED = r"[\"'`*_)\]\\]{0,4}"
_WHOSE = (
    rf"(?:\s{{1,3}}(?:\([^()\n]{{1,40}}\)|{OF}(?<=[a-z'’])\s?(?:[^\n:=.;?!,]|\.(?=\S)){{1,60}}?))?"
    r"(?:\s{1,3}(?:we|you|they|he|she|i)\s[a-z ]{1,20}?)?(?:\s{1,3}\([^()\n]{1,30}\))?"
)
_FILLER = (
    r"(?:(?:it(?:['’]s| is)?|still|now|currently|just|simply|probably|always|either|set to|changed to"
    r"|jetzt|noch|immer|das ist|also)\s+){0,2}"
)
_SEPARATOR = r"(?::=|=>|->|-->|→|[:=]+(?!=))"


@dataclass(frozen=True, slots=True)
class Link:
    """What may stand between a name and a secret, and which words are taken for one then."""

    pattern: re.Pattern[str]
    is_secret: Callable[[str, Stretch], bool]


_WIFI = re.compile(
    r"(?i)\b(?:ssid|wi-?fi|wlan|hotspot)\b[^\n]{0,60}?(?:\b(?:key|code|schlüssel|clé|pass|pw)\b[\"']?"
    r"|/)\s{0,3}(?:is|ist|:|=)?\s{0,3}|\bWIFI:[^\n]{0,80}?\bP:"
)


def assignments(text: str) -> Iterator[Span]:
    """Passwords, passphrases, tokens and keys after their names."""
    for found in _PHRASE.finditer(text):
        yield from _phrase(text, found.end())
    for found in _WIFI.finditer(text):
        stretch = word_at(text, found.end())
        labelled = found[0].rstrip().endswith((":", "="))
        if stretch and (_is_strange(text, stretch) or (labelled and _is_any(text, stretch))):
            yield Span(*stretch, "password")
    for found in _PASSWORD.finditer(text):
        yield from _linked(text, found.end(), "password", _LINKS)
    for found in _BARE_KEY.finditer(text):
        if not is_known(found["secret"]):
            yield Span(*found.span("secret"), "secret")
    for found in _TOKEN.finditer(text):
        yield from _linked(text, found.end(), "secret", _TOKEN_LINKS)


_BARE_KEY = re.compile(
    r"(?i)(?<!public )(?<!cache )(?<!host )(?<!primary )(?<!foreign )(?<!product )(?<!license )(?<!object )"
    r"(?<!registry )"
    r"(?<![\w-])keys?[\"']?\s?(?:[:=]"
    r"|is)\s?[\"'`]?(?P<secret>(?=[a-z_+/-]{0,60}\d)(?=[\d_+/-]{0,60}[a-z])[a-z0-9_+/-]{20,200}={0,2})"
    r"(?![\w.:\\@-])"
)


def _linked(text: str, end: int, kind: str, links: tuple[Link, ...]) -> Iterator[Span]:
    for link in links:
        found = link.pattern.match(text, end)
        stretch = _secret_at(text, found.end(), link) if found else None
        if stretch:
            yield Span(*stretch, kind)
            yield from others(text, stretch[1], kind)
            return


def _phrase(text: str, end: int) -> Iterator[Span]:
    for link in (_LABEL, _SAID, _LABEL_OF):
        found = link.pattern.match(text, end)
        if found and (stretch := phrase_at(text, found.end())):
            yield Span(*stretch, "password")
            return


def _secret_at(text: str, at: int, link: Link) -> Stretch | None:
    stretch = word_at(text, at)
    return stretch if stretch and link.is_secret(text, stretch) else None


_MORE = re.compile(
    r"[\"'`”“)]{0,2}\s{0,2}(?:,|/|\bor\b|\boder\b|\band\b|\bund\b|\bou\b|\bet\b|\bo\b|\by\b"
    r"|\s&\s)\s{0,2}(?:(?:and|or|then|also|maybe)\s+)?"
)
_AT_MOST = 6


def others(text: str, end: int, kind: str) -> Iterator[Span]:
    """The further ones of a list: "tried Winter1! and Winter2!"."""
    for _ in range(_AT_MOST):
        more = _MORE.match(text, end)
        stretch = word_at(text, more.end()) if more else None
        if not stretch or not looks_secret(text[slice(*stretch)]) or "=" in text[slice(*stretch)]:
            return
        yield Span(*stretch, kind)
        end = stretch[1]


# which words are taken for a secret

_COUNTED = re.compile(
    r"\s+(?:days?|weeks?|months?|hours?|times|characters?|chars?|min\w*|users?|attempts?|tage\w*|zeichen|stunden)\b",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"(?i)[,.!]?\s{0,2}[-–(,]?\s?(?:all|no|with|without|one|in)\s(?:one\s)?(?:lower|upper|caps?|capitals?"
    r"|small|word|spaces?|a (?:zero|capital)|zero)\w*"
)
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4}|\d\d?:\d\d(?::\d\d)?|https?://\S*", re.IGNORECASE)


_ID = re.compile(r"\d{6,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _is_any(text: str, stretch: Stretch) -> bool:
    word = text[slice(*stretch)]
    if len(word) < 3 or is_ordinary(word) or _DATE.fullmatch(word):
        return False
    return not (word.isdigit() and _COUNTED.match(text, stretch[1]))


def _is_token(text: str, stretch: Stretch) -> bool:
    word = text[slice(*stretch)]
    if is_known(word) and not _ID.fullmatch(word):
        return False
    return _is_any(text, stretch) and not word.casefold().startswith("sha256:")


def _is_said(text: str, stretch: Stretch) -> bool:
    word = text[slice(*stretch)]
    if _is_quoted(text, stretch):
        return len(word) > 2 and not is_talk(word.split())
    if _SPELLED.match(text, stretch[1]):
        return len(word) > 3 and not is_ordinary(word)
    return looks_secret_after_is(word) and not _COUNTED.match(text, stretch[1])


def _is_strange(text: str, stretch: Stretch) -> bool:
    word = text[slice(*stretch)]
    if _is_quoted(text, stretch):
        return len(word) > 3 and not is_talk(word.split()) and not is_known(word)
    return looks_secret(word)


def _is_quite_strange(text: str, stretch: Stretch) -> bool:
    return _is_strange(text, stretch) and (_is_quoted(text, stretch) or is_chosen(text[slice(*stretch)]))


def _is_long(text: str, stretch: Stretch) -> bool:
    word = text[slice(*stretch)]
    return looks_secret(word) and (len(word) >= 12 or (len(word) >= 8 and is_chosen(word)))


def _is_quoted(text: str, stretch: Stretch) -> bool:
    return stretch[0] > 0 and quoted_at(text, stretch[0] - 1) == stretch


_LABEL = Link(
    re.compile(
        rf"(?i){_CLOSED}\s{{0,20}}(?:{IS}\s{{0,3}})?{_SEPARATOR}(?:\*\*(?=\s))?\s{{0,8}}(?:is\s+)?(?:\\(?=\"))?"
    ),
    _is_any,
)
_LABEL_OF = Link(re.compile(rf"(?i){_CLOSED}{_WHOSE}{_CLOSED}\s{{0,20}}{_SEPARATOR}\s{{0,8}}{_FILLER}"), _is_said)
_XML = Link(re.compile(r"(?i)>\s{0,20}(?:<value>)?(?=[^<\s])"), _is_any)
_LISTED = Link(re.compile(r"[\"']\s?,\s?(?=[\"'])"), _is_any)
_ATTRIBUTE = Link(re.compile(r"(?i)[\"']?\s{1,3}value\s?=\s?(?=[\"'])"), _is_any)
_SUFFIX = Link(
    re.compile(
        r"(?i)[_-](?!(?:\w{0,20}_)?(?:id|uri|url|name|type|user|file|path|hash|host|alg\w*|expir\w*|length"
        r"|ttl|version|ref|count|arn)[\"'\s:=])[A-Za-z0-9_]{1,20}[\"']?\s?[:=]\s?"
    ),
    _is_strange,
)
_SAID = Link(
    re.compile(rf"(?i){_CLOSED}{_WHOSE}{_CLOSED}(?:\s+|(?='s?\s)|(?=’s?\s))(?:that\s+\w+\s+\w+\s+)?{IS}\s+{_FILLER}"),
    _is_said,
)
_DASHED = Link(re.compile(r"[\"'`*)]{0,3}\s{0,4}[-–—|(>]\s{0,4}(?=[^\s:=<>])"), _is_strange)
_RESET = Link(
    re.compile(
        rf"(?i)(?:\s[^\n.:;?!]{{0,40}}?(?:set|changed?|updated|rotated|back|geändert|gesetzt|zurückgesetzt|mis"
        rf"|changé|cambiad[ao]|gewijzigd))?\s(?:{TO}|of|now)\s+(?:be\s+)?"
    ),
    _is_strange,
)
_SET = Link(re.compile(rf"(?i)\b[^\n.:;?!]{{0,60}}?\s{TO}\s+(?:be\s+)?"), _is_quite_strange)
_BESIDE = Link(re.compile(r"(?i)['’]?s?\b[\"'`*)]{0,3}\s{1,4}(?=[^\s:=<>(|,–—-])"), _is_strange)
_ASIDE = Link(
    re.compile(r"(?i)['’]?s?\b[\"'`*)]{0,3}(?:\s{1,4}|[-–—|(,>]\s{0,4}){1,3}(?=[^\s:=<>])"), _is_quite_strange
)
_TOKEN_BESIDE = Link(re.compile(r"(?i)[\"'`*)]{0,3}(?:\s+(?:value|we use|used))?\s{0,4}[-–—|(,]?\s{1,4}"), _is_long)

_FAR = Link(
    re.compile(rf"(?i)\b[^\n.:;?!]{{1,70}}?(?:\s{IS}\s|[:=])\s{{0,4}}{_FILLER}"),
    lambda text, at: is_chosen(text[slice(*at)]),
)

_LINKS = (_LABEL, _LISTED, _XML, _ATTRIBUTE, _SUFFIX, _SAID, _LABEL_OF, _BESIDE, _DASHED, _ASIDE, _RESET, _SET, _FAR)
_TOKEN_LINKS = (
    *(Link(_LABEL.pattern, _is_token), _XML, _ATTRIBUTE, _SUFFIX, _SAID, _LABEL_OF),
    _TOKEN_BESIDE,
)
