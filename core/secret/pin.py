"""PINs, door codes and the like: a few digits after their name."""

import re
from collections.abc import Iterator

from core.secret.name import ALONE, IS
from core.secret.span import Span

_OF_CODE = (
    r"door|gate|alarm|access|entry|unlock|safe|garage|building|key.?box|lock.?box|lock|keypad|key.?pad|disarm|arming"
    r"|voicemail|mfa|2fa|otp|one[-\s]time|verification|sms|authenticator|security|confirmation|pairing|pass|master"
    r"|installer|engineer|user|admin|guest|panel|duress|cleaner|office|reception|front|back|lift|elevator|parking"
    r"|car.?park|barrier|shutter|locker|cabinet|rack|cage|vault|screen|phone|device|tablet|kiosk|supervisor|manager"
    r"|technician|service|print|printer|copier|copy|badge|conference|meeting|host|participant|attendee|login|sign-in"
    r"|authentication|activation|recovery|setup|transfer|room",
    r"tür|tor|zugangs?|bestätigungs|sicherheits|freischalt|entsperr|alarmanlagen|verifizierungs|tresor|schließ|haus",
    r"toegangs|deur|kluis|beveiligings",
)
_NAMES = (
    r"(?:[a-zäöü]{2,12}-)?PIN(?:s|\d)?|PUK\d?|pin[- ]?codes?|PIN-?(?:Nummer|number)|pass ?code|otp",
    rf"(?:{'|'.join(_OF_CODE)})[- ]?(?:codes?|zahl|pins?|nummer)",
    r"einmal(?:passwort|kennwort|code)|one[- ]time[- ]pass(?:word|code)?|mot de passe à usage unique",
    r"(?:lock |safe |door )?combination|kombination|geheim(?:zahl|nummer)|codes? (?:pin|puk)|digicode",
    r"code (?:d['’](?:accès|entrée)|de (?:la |l['’])?(?:porte|alarme|vérification|sécurité)|du (?:portail|coffre))",
    r"code (?:alarme|porte)|codice (?:di accesso|pin|porta|allarme|di sicurezza)",
    r"código (?:de acceso|de la (?:puerta|alarma)|de verificación|pin)|code van (?:de|het) (?:deur|poort|alarm|kluis)",
    r"code (?:for|to) the (?:\w+ )?(?:door|gate|alarm|safe|server room|comms room|cage|rack)",
    r"(?:safe|vault|door|gate|padlock|locker|tresor) (?:\w+ ){0,5}?(?:opens?|unlocks?) with",
)
_NAME = re.compile(rf"{ALONE}(?:{'|'.join(_NAMES)})(?!\w)", re.IGNORECASE)
_HINTS = ("pin", "puk", "cod", "cód", "zahl", "nummer", "ombination", "otp", " with", "einmal", "time", "unique")
"""One of these is in every name."""

_UNITS = (
    r"digits?|days|users|times|characters|stellen|stellig|min|sec|zeichen|tekens|caractères|attempts|tries|versuche|left"
    r"|pins?|codes|of|or more|connector|seconds|minutes|minuten|stück|hours|entries"
)
_OF = r"(?:for|of|on|at|vom|von|für|de|du|van|del|pour)"
_IS = rf"(?:{IS}|it['’]?s|it is|(?:got |was |been )?(?:reset|set|changed) to|auf|geändert auf)"
_NO_NUMBER = r"(?<!ext)(?<!ext\.)(?<!extension)(?<!durchwahl)(?<!room)(?<!unit)(?<!poste)"
_VALUE = re.compile(
    r"(?i)(?![^\n]{0,12}\b(?:error|length|event|valid|expir\w*|läng\w*|policy|complexity|attempts?)\b)"
    r"[\"'`*]{0,2}(?:\s?\([^()\n]{1,30}\)"
    rf"|\s{_OF}\s[^\n.;:=,]{{1,40}}?(?=,?\s?[:=]|,?\s{_IS}\s))?"  # for extension 214
    rf"(?:[^\n.;!?\d:=,]{{0,40}}?,?\s{{0,2}}(?:[:=]|{_IS}\s|->)|\s(?:to|{_OF})\s[^\n.;!?\d:=,]{{1,40}}?{_NO_NUMBER}\s|\s)"
    r"\s{0,4}[\"'`*(]{0,3}(?!\d{4}-\d\d-\d\d)"
    r"(?P<code>[*#]?(?:[A-Z](?=\d{3}))?(?:\d(?:[ -]?\d){2,11}(?:[#*]|[A-Z](?!\w))?|\d{2,5}[A-F]\d{1,4}))"
    rf"(?![\w.%/:-]\d|\w)(?!\s?(?:{_UNITS})\b)"
)


def pins(text: str) -> Iterator[Span]:
    """The digits after their names."""
    lower = text.casefold()
    for name in _NAME.finditer(text) if any(hint in lower for hint in _HINTS) else ():
        if found := _VALUE.match(text, name.end()):
            yield Span(*found.span("code"), "PIN")
