"""Secrets that stand after their name: ``password: …``, "the password is …", "reset his password to …"."""

import re
from collections.abc import Callable, Iterator

from core.secret import fit
from core.secret.ahead import word_ahead
from core.secret.link import LINKS, TOKEN_LINKS, Link
from core.secret.look import looks_secret
from core.secret.name import PASSWORD, TOKEN
from core.secret.phrase import phrase_after
from core.secret.said import is_asked
from core.secret.span import Span
from core.secret.value import Stretch, word_at

_PASSWORD = re.compile(PASSWORD, re.IGNORECASE)
_TOKEN = re.compile(TOKEN, re.IGNORECASE)
_KEY = r"(?:key|code|schl(?:ü|ue)ssel|clé|clave|sleutel|pass|pw)"
_NETWORK = r"(?:ssid|wi-?fi|wlan|hotspot)"
_WIFI = re.compile(
    rf"(?i)\b{_NETWORK}\b[^\n]{{0,60}}?(?:\b{_KEY}\b[\"']?|/(?!\s?{_KEY}))\s{{0,3}}(?:is|ist|est|es|è|:|=)?\s{{0,3}}"
    rf"|\b{_KEY}\b[^\n.:=]{{0,30}}\b(?:wlan|wi-?fi)\b[^\n.:=]{{0,15}}?\s?(?:(?:is|ist|heißt|lautet|est|es)\s|[:=])\s{{0,3}}"
    r"|\bWIFI:[^\n]{0,80}?\bP:"
)
_SAYS = re.compile(r"(?i)\b(?:is|ist|heißt|lautet|est|es|è)\s+\Z")
_MORE = re.compile(
    r"[\"'`”“)]{0,2}\s{0,2}(?:,|/|\bor\b|\boder\b|\band\b|\bund\b|\bou\b|\bet\b|\bo\b|\by\b"
    r"|\s&\s)\s{0,2}(?:(?:and|or|then|also|maybe)\s+)?"
)
_NAMED_AGAIN = re.compile(
    rf"[\w.$-]{{0,20}}(?:{PASSWORD}|{TOKEN})\w{{0,10}}[\"']?\s?[=:]|(?:s[vpsitre]|spr|srt)=", re.IGNORECASE
)
"""Another name: "the token in .npmrc: _authToken=…"."""

_SETTING = re.compile(r"[\"']\s?[:=]")
_AT_MOST = 6
_SEPARATORS = tuple(";,|\t")


def assignments(text: str) -> Iterator[Span]:
    """Passwords, tokens and keys after their names."""
    for found in _WIFI.finditer(text):
        stretch = word_at(text, found.end())
        if stretch and _after_wifi(found[0])(text, stretch):
            yield Span(*stretch, "password")
    for found in _PASSWORD.finditer(text):
        asked = is_asked(text, found.start())
        yield from (at for at in _around(text, found) if not asked or looks_secret(text[at.start : at.end]))
    for found in _TOKEN.finditer(text):
        yield from _linked(text, found.end(), "secret", TOKEN_LINKS)


def _around(text: str, name: re.Match[str]) -> Iterator[Span]:
    yield from _linked(text, name.end(), "password", LINKS)
    for at in (phrase_after(text, name.end()), word_ahead(text, name.start())):
        if at:
            yield Span(*at, "password")


def _after_wifi(said: str) -> Callable[[str, Stretch], bool]:
    if said.rstrip().endswith((":", "=")):
        return fit.is_any
    return fit.is_said if _SAYS.search(said) else fit.is_strange


def _linked(text: str, end: int, kind: str, links: tuple[Link, ...]) -> Iterator[Span]:
    for link in links:
        found = link.pattern.match(text, end)
        stretch = _secret_at(text, found.end(), link) if found else None
        if stretch:
            yield Span(*stretch, kind)
            yield from others(text, stretch[1], kind)
            return


def _secret_at(text: str, at: int, link: Link) -> Stretch | None:
    stretch = None if _NAMED_AGAIN.match(text, at) else word_at(text, at)
    return stretch if stretch and link.is_secret(text, stretch) and not _is_cell(text, stretch) else None


def _is_cell(text: str, at: Stretch) -> bool:
    """Whether this begins a line of cells: the name before is the last of the head."""
    return text[at[0] - 1 : at[0]] == "\n" and text[at[1] : at[1] + 1] in _SEPARATORS


def others(text: str, end: int, kind: str) -> Iterator[Span]:
    """The further ones of a list: "tried Winter1! and Winter2!"."""
    for _ in range(_AT_MOST):
        more = _MORE.match(text, end)
        stretch = word_at(text, more.end()) if more else None
        if not stretch or not looks_secret(text[slice(*stretch)]) or "=" in text[slice(*stretch)]:
            return
        if _SETTING.match(text, stretch[1]):
            return
        yield Span(*stretch, kind)
        end = stretch[1]
