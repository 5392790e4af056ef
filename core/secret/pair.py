"""Secrets beside a user's name, before their own, or alone in a sentence about signing in."""

import re
from collections.abc import Iterator

from core.secret.assignment import others
from core.secret.look import is_chosen, is_ordinary, looks_secret
from core.secret.name import AS, PASSWORD, WITH
from core.secret.span import Span
from core.secret.value import Stretch, word_at

_USER = r"(?:[\w.-]{1,30}\\)?[\w.+-]{1,40}(?:@[\w.-]{1,60})?"
_CREDENTIALS = re.compile(
    r"(?i)\b(?:log ?ins?|log ?on|credentials?|creds?|(?:user(?:name)?|u|un|login) ?[/|&+] ?(?:p|pw|pwd"
    r"|pass(?:word)?)|zugangsdaten|anmeldedaten"
    r"|zugang|identifiants?|credenziali|credenciales|inloggegevens|accesso|acceso"
    r"|accès)\b[^\n/]{0,40}?(?:[:=]|\s)\s{0,3}[\"'`(]?"
    rf"(?P<user>{_USER})[\"'`]?\s{{0,2}}(?:[/|:]|-(?=\s)|–)\s{{0,2}}"
)
_EXPLICIT = re.compile(
    r"(?i)\b(?:credentials?|creds|(?:user(?:name)?|usr|u|un|id|login) ?[/|&+] ?(?:p|pw|pwd|pass(?:word)?)"
    r"|zugangsdaten)(?: (?:combo|pair|combination))?(?: (?:are|is|sind|was))?\s?[:=]?\s{0,3}"
    rf"[\"'`(]?{_USER}\s{{0,2}}[/:]\s{{0,2}}(?=[^\s/]{{5}})"
)
_SIDE_BY_SIDE = re.compile(
    r"(?i)\b(?:(?:log(?:ged|s)?[ -]?(?:in|on)|sign(?:ed)?[ -]in) (?:as|with|using|mit|als)(?: (?:user|account"
    r"|benutzer)\b)?"
    r"|log ?ins?|log ?on|credentials?|creds?|user(?:name)?|account|benutzer(?:name)?|konto|zugangsdaten"
    r"|utilisateur|identifiants?|usuario|utente"
    rf"|gebruiker)\b(?: (?:is|are|ist|name|as))?\s?[:=]?\s{{0,3}}{_USER}(?:\s?,\s?|\s+(?:and|und|with|mit|then"
    rf"|avec|con|met|y|e|et|en|&)\s+|\s{{1,4}})"
)
_WELL_KNOWN = (
    r"(?:admin|administrator|root|sa|test\w{0,10}|guest|pi|ubnt|cisco|support|operator|service"
    r"|superuser|backup|manager|kiosk)"
)
_USUAL = re.compile(
    rf"(?i)(?<![\w.\\/-]){_WELL_KNOWN}"
    r"\s{0,2}[/:|]\s{0,2}(?!/)"
)
_DEFAULT = re.compile(
    r"(?i)(?<![\w.\\/-])(?:admin|administrator|root|sa|guest|pi|ubnt|cisco|support|user)\s{0,2}[/:]\s{0,2}"
    r"(?P<password>admin|password|passw0rd|toor|root|1234|12345|123456|changeme|default|letmein|welcome"
    r"|raspberry|ubnt|calvin|cisco)(?![\w@/.-])"
)
_ANYBODY = re.compile(
    rf"(?<![\w.@\\/+=-])(?!(?:sha\d{{1,3}}|md5|urn|arn|https?|\d+)\b)(?P<user>{_USER})(?:\s/\s|:(?!//)|\s\|\s"
    rf"|/|\s?//\s?)(?=\S)"
)
_LOCAL = re.compile(
    r"(?<![\w.\\:-])[\w.-]{1,30}\\[\w.-]{1,40}(?:\s?[,:|/]\s?|\s(?:with|mit|and|und|-)\s|\s{1,3})(?=[^\s\\/])"
)
_MAIL = re.compile(
    r"(?<![\w.:/@%-])[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}(?:\s?[:|/]\s?|\s?,\s|\s{1,3})(?=\S)"
)
_ANYBODY_IN = re.compile(
    r"(?i)\b(?:user|account|log|sign|test|konto|benutzer|vpn|rdp|ssh|ftp|credential|creds|admin|compte|cuenta"
    r"|utente|usuario)"
)
_SHORT = re.compile(
    r"(?i)(?<![\w])(?:u|un|usr|user(?:name)?|benutzer(?:name)?|utente|usuario|gebruiker|utilisateur|login|id"
    r"|l)\s?[:=]\s?\S{1,80}[\s,;/|]{1,4}p\s?[:=]\s?"
)
_BOTH = re.compile(
    rf"(?i)\b(?:(?:username|login(?: name)?|benutzername|utilisateur|identifiant|gebruikersnaam)\s?[:=]?"
    rf"|(?:user|benutzer|usuario|utente|gebruiker)\s?[:=])\s{{0,2}}(?!(?:and|und|or|name)\b){_USER}"
    rf"[\s,;/&]{{1,3}}(?:(?:and|und|with|mit|y|et|e|en)\s)?(?:the\s)?{PASSWORD}\s?[:=]?\s+"
)
_SIGN_IN = re.compile(
    r"(?i)\b(?:log(?:ged|s|ging)?[ -]?(?:in|on)|sign(?:ed|ing|s)?[ -]?in|unlock(?:ed|s)?|connect(?:ed)?"
    r"|authenticat(?:e|ed)|get in|anmelden|angemeldet"
    rf"|einloggen|eingeloggt|entsperren|connecter|entrar|entrare"
    rf"|inloggen)\b[^\n.;]{{0,60}}?\b{WITH}\s+(?:[\w.\\@-]{{1,60}}\s(?:and|/|und|&|et|y|e|en)\s+)?"
)
_NAME = re.compile(PASSWORD, re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?i)(?P<word>\S{{4,60}})\s+(?:(?:is|was|ist|war|est|es|è)\s+(?:the|my|her|his|their|our|your|das|mein"
    rf"|ihr|sein|le|son|la|su|il|het)"
    rf"|{AS}(?:\s+(?:the|a|his|her|my|new|das))?)\s+(?:[\w-]{{1,20}}\s+){{0,3}}\S{{0,12}}\Z"
)
_VERB = re.compile(rf"(?i)\s(?:is|was|ist|war|est|es|è|{AS})\s")
_LONGEST = 32
_NEAR = 110
_USED = re.compile(
    r"(?i)\b(?:use|using|used|try|tried|enter|entered|type|typed|is|was|set to|reset to|as|gave)\s[\"'`]?\Z"
)
_TO_COLON = re.compile(r"[\w.\\-]{1,40}[:=](?=[^\s/])")
_ODD = re.compile(r"(?<!\S)\S{6,40}(?!\S)")
_SIGN = re.compile(r"[!@#$%^&*~?§€](?=[\w])|(?<=[\w])[!$*&#%](?=\W*\Z)|(?<=[a-z])_(?=\d)")
_USER_INFO = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\S*%[0-9A-F]{2}\S*|[\w-]+\\\S+|\S*[/\\]\S*[/\\]\S*|\S*://\S*|#\S+"
    r"|[a-z]+@[a-z]+-?\d*|\S*:\S*:\S*|svc_\S*|\S*[=&]\S*=\S*"
)


def pairs(text: str) -> Iterator[Span]:
    """What is given beside a user's name, before "is the password", or to sign in with."""
    for found in _CREDENTIALS.finditer(text):
        loose = re.search(r"(?i)cred|daten|[:=]|\s[/|-]\s|\bis\b|" + _WELL_KNOWN, found[0])
        stretch = word_at(text, found.end())
        if stretch and _is_one(text[slice(*stretch)], strict=not loose):
            yield Span(*stretch, "password")
    yield from _after(_USUAL, text, strict=False)
    yield from _after(_SHORT, text, strict=False)
    for found in _SIDE_BY_SIDE.finditer(text):
        stretch = word_at(text, found.end())
        if stretch and _is_one(text[slice(*stretch)], strict=not re.search(r":|cred", found[0])):
            yield Span(*stretch, "password")
    for found in _EXPLICIT.finditer(text):
        stretch = word_at(text, found.end())
        if stretch and not is_ordinary(text[slice(*stretch)]):
            yield Span(*stretch, "password")
    yield from _after(_MAIL, text, strict=True)
    yield from _after(_LOCAL, text, strict=True)
    if _ANYBODY_IN.search(text):
        spaced = _after(_ANYBODY, text, strict=True)
        yield from (at for at in spaced if text[at.start - 1] == " " or _SIGN.search(text, at.start, at.end + 1))
    yield from (Span(*found.span("password"), "password") for found in _DEFAULT.finditer(text))
    for found in _BOTH.finditer(text):
        stretch = word_at(text, found.end())
        if stretch and stretch[1] - stretch[0] > 3 and not is_ordinary(text[slice(*stretch)]):
            yield Span(*stretch, "password")
    for span in _after(_SIGN_IN, text, strict=True):
        yield span
        yield from others(text, span.end, span.kind)
    read = 0
    for name in _NAME.finditer(text):
        yield from _before(text, name.start())
        yield from _near(text, name, read)
        read = name.end() + _NEAR


def _after(pattern: re.Pattern[str], text: str, *, strict: bool) -> Iterator[Span]:
    for found in pattern.finditer(text):
        stretch = word_at(text, found.end())
        if stretch and _is_one(text[slice(*stretch)], strict=strict):
            yield Span(*stretch, "password")


def _is_one(word: str, *, strict: bool) -> bool:
    return (
        5 <= len(word) <= _LONGEST
        and word[0] != "-"
        and (is_chosen(word) if strict else looks_secret(word))
        and not _USER_INFO.fullmatch(word)
    )


def _before(text: str, name: int) -> Iterator[Span]:
    begin = max(0, name - _NEAR)
    found = _BEFORE.search(text, begin, name) if _VERB.search(text, begin, name) else None
    stretch = word_at(text, found.start("word")) if found else None
    if stretch and looks_secret(text[slice(*stretch)]):
        yield Span(*stretch, "password")


def _near(text: str, name: re.Match[str], read: int) -> Iterator[Span]:
    """A word with a sign and a digit in it, in the same sentence as "password": hardly anything else looks so."""
    for word in _words_near(text, name, read):
        odd = text[slice(*word)]
        if (
            is_chosen(odd)
            and (_SIGN.search(odd) or _USED.search(text, max(0, word[0] - 12), word[0]))
            and not _USER_INFO.fullmatch(odd)
            and not is_ordinary(odd)
        ):
            yield Span(*word, "password")


def _words_near(text: str, name: re.Match[str], read: int) -> Iterator[Stretch]:
    begin, end = max(0, name.start() - _NEAR, read - _NEAR), min(len(text), name.end() + _NEAR)
    line = (text.rfind("\n", begin, name.start()) + 1 or begin, text.find("\n", name.end(), end))
    for found in _ODD.finditer(text, line[0], line[1] if line[1] > 0 else end):
        named = _TO_COLON.match(text, found.start(), found.end())
        if stretch := word_at(text, named.end() if named else found.start()):
            yield stretch
