"""What is said around a password that nothing names: "we reset it to …", "he gets in with …"."""

import re

from core.secret.name import PASSWORD

_BACK, _AROUND = 80, 110
_NAMED = re.compile(PASSWORD, re.IGNORECASE)
_SIGNING_IN = (
    r"log(?:ged|s|ging)?[ -]?(?:in|on|into|ins|ons)|sign(?:ed|s|ing)?[ -]?in|accounts?|users?(?:name)?|admin\w*|root",
    r"cred(?:s|entials?)?|unlock\w*|lock(?:ed|s)? ?out|reset\w*|vpn|rdp|ssh|ftp|owa|sql|psk|snmp\w*|radius|secret|laps",
    r"svc|[a-z]\w+\\\w+|runs? as|access denied|permission denied|rejected|works? with|wi-?fi|wlan|ssid",
    r"konto|\w*benutzer\w*|\w*anmeld\w*|angemeldet|einlogg\w*|eingeloggt|zugang\w*",
    r"compte|utilisateur|connexion|connecter|identifiant\w*|accède|cuenta|usuario|entrar?|acceso|utente|accesso",
    r"gebruiker\w*|inlogg\w*|aanmeld\w*",
)
_TALK = re.compile(rf"(?i)\b(?:{'|'.join(_SIGNING_IN)})\b")

_OPEN = r"\s{1,2}[\"'`„“«(]{0,2}\Z"
_WITH = (
    r"\b(?:with|using|uses?|used|mit|avec|con|met|utiliser|usar|gebruik|enter(?:ed|s|ing)?|type[ds]?|typing|tried|try"
    r"|as)"
)
_LED = re.compile(
    rf"(?i)(?:{_WITH}|\b(?:to|auf|in|naar|en|à|a|from)|\b(?:gave|give|given|told|sent|texted|handed|dictated)\s\w+"
    r"|\b(?:is|was|it['’]?s|be|were|c['’]est|ist|war|est|es|era|is het|called|which is|same|same old|default|standard"
    rf"|old|new|like|and|und|et|y|plus|then|it|everywhere,|year,)){_OPEN}|\s\(\Z|\w\([\"']?\Z"
)
_GIVEN = re.compile(
    r"(?i)(?:\breset\b[^\n.:;!?]{0,40}?\s(?:to|auf|naar|à|a)|\b(?:gave|give|texted|dictated)\s(?:him|her|them|the user)"
    rf"|\b(?:typed|types|typing|entered|enters|entering|tippt|same old|same|note[^\n.]{{0,20}} says))(?:\sthe)?{_OPEN}"
)
_ASKED = re.compile(r"(?i)\b(?:enter|re-?enter|retype|confirm|geben sie|saisissez|introduzca|voer)\b[\w\s'\"-]{0,16}\Z")
_RESET = re.compile(r"[\"'”“»]?\s(?:zurückgesetzt|gesetzt|geändert|gestellt|umgestellt|ingesteld|gezet|gewijzigd)\b")
_CHANGED = re.compile(
    rf"(?i)\b(?:changed|set|switched|updated|old one|new one)\b[^\n.:;!?]{{0,30}}?\s(?:to|was|is|from){_OPEN}"
)
_SIGNS_IN = re.compile(rf"(?i)(?:{_WITH}|\band|it['’]s){_OPEN}")
_PRINTED = re.compile(rf"(?i)\b(?:tag|label|sticker|aufkleber|etikett|étiquette|etiqueta)(?:\s\w+){{0,2}}:?{_OPEN}")


def is_asked(text: str, name: int) -> bool:
    """Whether the name that begins here is a prompt: "Enter PEM pass phrase:"."""
    return bool(_ASKED.search(text, max(0, name - 24), name))


def is_given(text: str, start: int, end: int) -> bool:
    """Whether this was given to somebody, typed, or what something was reset to."""
    begin = max(0, start - _BACK)
    return bool(_GIVEN.search(text, begin, start) or (_RESET.match(text, end) and _LED.search(text, begin, start)))


def is_led(text: str, start: int) -> bool:
    """Whether what begins here is what a sentence about a password comes to."""
    return bool(_LED.search(text, max(0, start - _BACK), start))


def is_used(text: str, start: int) -> bool:
    """Whether what begins here is what somebody signs in with, or what something was changed to."""
    begin = max(0, start - _BACK)
    return bool(_CHANGED.search(text, begin, start) or _SIGNS_IN.search(text, begin, start))


def is_printed(text: str, start: int) -> bool:
    """Whether what begins here stands on a device."""
    return bool(_PRINTED.search(text, max(0, start - _BACK), start))


def names_password(text: str, start: int, end: int) -> bool:
    """Whether a password is named near."""
    return bool(_NAMED.search(_around(text, start, end)))


def is_about_signing_in(text: str, start: int, end: int) -> bool:
    """Whether it is about accounts near."""
    return bool(_TALK.search(_around(text, start, end)))


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _AROUND) : start] + " " + text[end : end + _AROUND]
