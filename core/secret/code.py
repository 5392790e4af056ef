"""Secrets made of digits and short groups: PINs, door codes, recovery codes, authenticator seeds."""

import re
from collections.abc import Iterator

from core.secret.name import ALONE, IS
from core.secret.span import Span

_PIN = re.compile(
    rf"{ALONE}(?:[a-zäöü]{{2,12}}-)?(?:PINs?|PUK\d?|pin[- ]?codes?|PIN-?Nummer|passcode|(?:lock |safe "
    rf"|door )?combination|kombination|geheimzahl|geheimnummer|geräte-pin|codes? pin|code? puk"
    r"|(?:door|gate|alarm|access|entry|unlock|safe|garage|building|key ?box|lock ?box|lock|keypad|disarm"
    r"|voicemail|mfa|2fa|otp"
    r"|one[- ]time|verification|sms|authenticator|security|confirmation|pairing|pass|tür|tor|zugangs?"
    r"|bestätigungs|sicherheits"
    r"|freischalt|entsperr|alarmanlagen|verifizierungs|toegangs|deur|alarm)[- ]?(?:code|zahl|pin)s?"
    r"|code (?:d['’]accès|de (?:la )?porte|du portail|alarme|de l['’]alarme|de vérification|porte)"
    r"|codice (?:di accesso|pin|porta|allarme|di sicurezza)"
    r"|código (?:de acceso|de la puerta|de la alarma|de verificación|pin)|otp|code (?:for"
    r"|to) the (?:\w+ )?(?:door|gate|alarm|safe))(?![\w])",
    re.IGNORECASE,
)
_PIN_VALUE = re.compile(
    rf"(?i)(?![^\n]{{0,12}}\b(?:error|length|event|valid|expir\w*"
    rf"|läng\w*)\b)[\"'`*]{{0,2}}(?:\s?\([^()\n]{{1,30}}\))?[^\n.;!?\d:=,]{{0,40}}?\s{{0,2}}(?:[:=]|{IS}\s|->|\s)"
    r"\s{0,4}[\"'`*(]{0,3}(?P<code>[*#]?\d(?:[ -]?\d){3,11}[#*]?)(?![\w.%/:-]\d|\w)(?!\s?(?:digits?|days"
    r"|users|times|characters|stellen|stellig|min|sec|zeichen)\b)"
)
_SEED = re.compile(
    r"(?i)(?:totp|otp|mfa|2fa|authenticator|one[- ]time)[- ]?(?:app )?(?:setup |shared |secret "
    r"|manual )?(?:secret|seed|key|code)[\"'`*]?"
    r"[^\n]{0,30}?[\s:=\"'`(](?P<code>[a-z2-7]{4}(?:[ -][a-z2-7]{4}){3,15}|[a-z2-7]{16,128}=*)(?![A-Za-z0-9])"
)
_CODES = re.compile(
    r"(?i)(?:codes? de (?:récupération|secours)|códigos? de (?:recuperación|respaldo)"
    r"|codic[ei] di (?:recupero|backup)|einmalcodes|herstelcodes?|(?:mfa|2fa|one[- ]time) codes"
    r"|(?:recovery|backup|scratch|rescue|emergency|wiederherstellungs|ersatz|notfall|back-up|herstel"
    r"|récupération|secours|2fa[- ]backup|mfa[- ]backup)"
    r"[- ]?(?:codes?|keys?|schlüssel|tokens?|kit))(?!\s+id)(?:\s?\([^()\n]{1,30}\)|[^\n:\d=.]{0,60}(?=[:=]))?"
)
_LIST = re.compile(
    r"(?i)(?P<before>(?:[\s:=,;/|*•\"'`-]|\b(?:is|are|and|und|or|left|was|et|e|y|en|ist|sind|lautet|unused"
    r"|used)\b|\b\d{1,2}[.)])*)"
    r"(?P<code>[a-z0-9]{4,8}(?:[- ][a-z0-9]{4,8}){1,7}|[a-z0-9]{6,64})(?![\w-])"
)
_DATED = re.compile(r"\d{4}-\d\d(?:-\d\d)?|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}.*|\d{1,2}[a-z]+|[a-z]+\d?|\d{1,5}")
_CODES_AT_MOST = 24


def codes(text: str) -> Iterator[Span]:
    """Codes after their names; a list of them as long as it goes on."""
    for name in _PIN.finditer(text):
        found = _PIN_VALUE.match(text, name.end())
        if found:
            yield Span(*found.span("code"), "PIN")
    yield from (Span(*found.span("code"), "secret") for found in _SEED.finditer(text))
    for name in _CODES.finditer(text):
        yield from _listed(text, name.end())


def _listed(text: str, at: int) -> Iterator[Span]:
    for _ in range(_CODES_AT_MOST):
        found = _LIST.match(text, at, at + 200)
        if not found:
            return
        start, end = found.span("code")
        words = text[start:end].split(" ")
        plain = next((at for at, word in enumerate(words) if not re.search(r"\d|^[A-Z-]+$|-", word)), len(words))
        code = " ".join(words[:plain])
        if not code or _DATED.fullmatch(code) or not re.search(r"\d|-[A-Z]|[a-z]{4}-[a-z]{4}", code) or len(code) < 6:
            return
        yield Span(start, start + len(code), "recovery code")
        at = start + len(code)
