"""Passwords beside a user's name: "jane / …", "creds admin:…", "log in with svc_scan and …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.secret import factory, partner
from core.secret.assignment import others
from core.secret.name import PASSWORD, WITH
from core.secret.span import Span
from core.secret.value import word_at

_USER = r"(?:[\w.-]{1,30}\\)?[\w.+-]{1,40}(?:@[\w.-]{1,60})?"
_AND = r"(?:and|und|with|mit|then|avec|con|met|y|e|et|en|&)"
_LOGIN = r"(?:log(?:ged|s|ging)?[ -]?(?:in|on)(?:to)?|sign(?:ed|ing|s)?[ -]?in)"
_CREDENTIALS = (
    r"(?:log ?ins?|log ?on|credentials?|creds?|(?:user(?:name)?|u|un|login) ?[/|&+] ?(?:p|pw|pwd|pass(?:word)?)"
    r"|zugangsdaten|anmeldedaten|zugang|identifiants?|credenziali|credenciales|inloggegevens|accesso|acceso|accès)"
)
_OWNER = (
    r"(?:log ?ins?|log ?on|credentials?|creds?|user(?:name)?|account|benutzer(?:name)?|konto|zugangsdaten|utilisateur"
    r"|identifiants?|usuario|utente|gebruiker)"
)
_PEOPLE = re.compile(
    r"(?i)\b(?:user|account|log|sign|test|konto|benutzer|anmeld|vpn|rdp|ssh|ftp|credential|creds|admin|compte|connexion"
    r"|cuenta|utente|usuario|access denied|gebruiker|wi-?fi|wlan|ssid|hotspot|network|root)"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands before a password, a user's name in it; which words are taken for one then."""

    pattern: re.Pattern[str]
    fits: partner.Fits


def _pair(pattern: str, fits: partner.Fits) -> Pair:
    return Pair(re.compile(pattern, re.IGNORECASE), fits)


_PAIRS = (
    _pair(
        rf"\b{_CREDENTIALS}\b[^\n/]{{0,40}}?(?:[:=]|\s)\s{{0,3}}[\"'`(]?{_USER}"
        r"[\"'`]?\s{0,2}(?:[/|:]|-(?=\s)|–)\s{0,2}",
        partner.is_credential,
    ),
    _pair(
        r"\b(?:credentials?|creds|(?:user(?:name)?|usr|u|un|id|login) ?[/|&+] ?(?:p|pw|pwd|pass(?:word)?)|zugangsdaten)"
        r"(?: (?:combo|pair|combination))?(?: (?:are|is|sind|was))?\s?[:=]?\s{1,3}"
        rf"[\"'`(]?{_USER}\s{{0,2}}[/:]\s{{0,2}}(?=[^\s/]{{5}})",
        partner.is_any,
    ),
    _pair(rf"(?<![\w.\\/-]){factory.USUAL}\s{{0,2}}[/:|]\s{{0,2}}(?!/)", partner.is_strange),
    _pair(rf"(?<![\w.\\/-]){factory.USER}\s{{0,2}}[/:]\s{{0,2}}(?=\w{{3,12}}(?![\w@/.-]))", partner.is_from_factory),
    _pair(
        r"(?<!\w)(?:u|un|usr|user(?:name)?|benutzer(?:name)?|utente|usuario|gebruiker|utilisateur|login|id|l)\s?[:=]"
        r"\s?\S{1,80}[\s,;/|]{1,4}p\s?[:=]\s?",
        partner.is_strange,
    ),
    _pair(
        rf"\b(?:{_LOGIN} (?:as|with|using|mit|als)(?: (?:user|account|benutzer)\b)?|{_OWNER})\b"
        rf"(?: (?:is|are|ist|name|as))?\s?[:=]?\s{{0,3}}{_USER}(?:\s?,\s?|\s+{_AND}\s+|\s{{1,4}})",
        partner.is_beside,
    ),
    _pair(
        rf"\b(?:{_LOGIN}|anmeld\w*|einloggen) (?:with|using|mit|as|als|avec|con|met) {_USER}\s+{_AND}\s+",
        partner.is_strange,
    ),
    _pair(
        r"\b(?:(?:username|login(?: name)?|benutzername|utilisateur|identifiant|gebruikersnaam)\s?[:=]?"
        rf"|(?:user|benutzer|usuario|utente|gebruiker)\s?[:=])\s{{0,2}}(?!(?:and|und|or|name)\b){_USER}"
        rf"[\s,;/&]{{1,3}}(?:(?:and|und|with|mit|y|et|e|en)\s)?(?:the\s)?{PASSWORD}\s?[:=]?\s+",
        partner.is_any,
    ),
    _pair(
        r"(?<![\w.:/@%-])[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}(?:\s?[:|/]\s?|\s?,\s|\s{1,3})(?=\S)",
        partner.is_chosen,
    ),
    _pair(
        r"(?<![\w.\\:-])[\w.-]{1,30}\\[\w.-]{1,40}(?:\s?[,:|/]\s?|\s(?:with|mit|and|und|-)\s|\s{1,3})(?=[^\s\\/])",
        partner.is_chosen,
    ),
)
_LAST = _pair(rf"(?:[,;]|\b{_AND})\s{{1,3}}(?:the\s)?{PASSWORD}\s{{1,3}}(?=[a-zäöüß]{{4,}})", partner.is_last)
_ANYBODY = _pair(
    rf"(?<![\w.@\\/+=-])(?!(?:sha\d{{1,3}}|md5|urn|arn|https?|\d+)\b)(?=[\w.+-]{{2}}){_USER}"
    r"(?:\s/\s|:(?!//)|\s\|\s|/|\s?//\s?)(?=\S)",
    partner.is_with_people,
)
_SIGN_IN = _pair(
    rf"\b(?:{_LOGIN}|unlock(?:ed|s)?|connect(?:ed)?|authenticat(?:e|ed)|get in|anmelden|angemeldet|einloggen|eingeloggt"
    rf"|entsperren|connecter|entrar|entrare|inloggen)\b[^\n.;]{{0,60}}?\b{WITH}\s+"
    rf"(?:[\w.\\@-]{{1,60}}\s(?:and|/|und|&|et|y|e|en)\s+)?",
    partner.is_chosen,
)


def pairs(text: str) -> Iterator[Span]:
    """What is given beside a user's name, or to sign in with."""
    for pair in (*_PAIRS, _LAST, _ANYBODY) if _PEOPLE.search(text) else _PAIRS:
        yield from _beside(pair, text)
    for span in _beside(_SIGN_IN, text):
        yield span
        yield from others(text, span.end, span.kind)


def _beside(pair: Pair, text: str) -> Iterator[Span]:
    for found in pair.pattern.finditer(text):
        at = word_at(text, found.end())
        if at and pair.fits(text[slice(*at)], found):
            yield Span(*at, "password")
