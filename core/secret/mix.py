"""Long mixes of letters and digits: tokens without a shape of their own, and ids, hashes and public keys.

Which of the two is said by the name that stands nearest before: "API key for the collector 8doE…" is a secret, "key id
8doE…" is none.
"""

import re
from collections.abc import Iterator

from core.secret.placeholder import is_placeholder
from core.secret.span import Span

_MIX = re.compile(r"(?<![\w/+=.@\\-])(?=[\w/+.~-]{0,60}\d)[A-Za-z0-9_/+][\w/+.~-]{18,400}={0,2}(?![\w/+=@\\])")
_GUID = re.compile(r"(?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])")
_GROUPS = re.compile(r"(?<![\w-])[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){3,9}(?![\w-])")
_PUBLIC = re.compile(r"pk[_.-]|sq0idp-|pub_|public_|AAAA[BCE]3NzaC1")
_PATH = re.compile(r"/[a-z]{3,}/|\.[a-z]{2,4}\Z|\A\w+/\w+\Z")

_OF_SECRETS = (
    r"keys?|tokens?|secrets?|bearer|passwords?|passwd|pwd|pw|credentials?|creds|psk|pat|skey|seed|apikey|auth",
    r"authorization|hmac|schl(?:ü|ue)ssel|geheimnis|kennwort|passwort|jeton|clé|clave|contraseña|wachtwoord|sleutel|chiave",
)
_OF_OTHERS = (
    r"ids?|sid|guid|uuid|kid|thumbprint|fingerprint|hash(?:es)?|md5|sha-?\d{0,3}|checksum|digest|etag|serial|versions?",
    r"commit|rev(?:ision)?|pub(?:lic)?|pubkey|ssh-(?:rsa|dss|ed25519)|ecdsa[\w-]*|tenant|object|correlation|request|trace",
    r"message|license|licence|product|lizenz\w*|licen[cs]ia|invoice|order|tracking|file|path|anchor|integrity|image|ami",
    r"arn|device|machine|host|cert(?:ificate)?|zertifikat|foreign|primary|partition|registry|cache|sort|name|type|tag",
    r"branch|build|publishable|instrumentation|site|url|link|user|username|account|subscription|client|app|service|event",
    r"error|code|dump|session|snapshot|volume|disk|installation|activation id|windows|office|retail|oem",
)
_NAME = re.compile(
    rf"(?i)(?:(?<=[_\W\d])|\b|(?<=[a-z](?=[A-Z])))(?:(?P<secret>{'|'.join(_OF_SECRETS)})|(?:{'|'.join(_OF_OTHERS)}))"
    r"(?![^\W\d_])"
)
_NO_SECRET_KEY = re.compile(
    r"(?i)(?:public|pub|publishable|mak|kms|cd|site|host|product|licen[cs]e|windows|office|retail|oem|foreign|primary"
    r"|partition|sort|cache|instrumentation|i(?=key)|registry|object|volume)[\s_-]{0,2}\Z"
    r"|(?:thumbprint|fingerprint|id|hash|serial|version|name)\s(?:of|for)\s(?:the\s)?\Z"
)
_BACK = 80
_STOP = re.compile(r"[.!?;]\s|\n")
_CLOSE = re.compile(
    r"(?i)[\s\"'`*:=(\[-]{0,6}(?:(?:is|ist|est|es|value|wert)\s{1,2})?[\"'`*(\[]{0,3}\Z|[^:=]{0,50}[:=]\s{0,2}[\"'`]?\Z"
)
_CALLED = re.compile(
    r"(?i)[\"'`)]{0,3}(?:\s{1,2}(?:is|was|as|ist|als|est|es)\s{1,2}|;?\s{0,6}(?:#|//|--|<-|\()\s{0,3})"
    r"(?:the|our|my|your|their|its|a|an|der|das|le|la|el)?\s?"
    r"(?:(?!publi)\w+\s){0,3}?(?:api ?key|key|token|secret|access key)\b(?!\s(?:id|name))"
)


def mixes(text: str) -> Iterator[Span]:
    """Those that are called secret."""
    for found in _MIX.finditer(text):
        if _is_mixed(found[0]) and _is_called_secret(text, *found.span()):
            yield Span(*found.span(), "token")
    for pattern in (_GUID, _GROUPS):
        for found in pattern.finditer(text):
            name = _name_before(text, found.start())
            if name and _CLOSE.match(text, name.end(), found.start()) and re.search(r"\d", found[0]):
                yield Span(*found.span(), "token")


def _is_called_secret(text: str, start: int, end: int) -> bool:
    return _name_before(text, start) is not None or bool(_CALLED.match(text, end))


def _name_before(text: str, start: int) -> re.Match[str] | None:
    """The nearest name, if it is that of a secret."""
    stops = [stop.end() for stop in _STOP.finditer(text, max(0, start - _BACK), start)]
    names = list(_NAME.finditer(text, max([0, start - _BACK, *stops]), start))
    if not names or not names[-1]["secret"]:
        return None
    before = text[max(0, names[-1].start() - 24) : names[-1].start()]
    return None if _NO_SECRET_KEY.search(before) else names[-1]


def _is_mixed(word: str) -> bool:
    """Whether it was drawn, not written: its letters and digits, and mostly its cases, change again and again."""
    if _PUBLIC.match(word) or is_placeholder(word):
        return False
    if "/" in word[1:] and "+" not in word and _PATH.search(word):
        return len(word) >= 36 and bool(re.search(r"[a-z][A-Z]|[A-Z][a-z]+\d", word))
    if re.fullmatch(r"(?=.*\d)(?=.*[a-fA-F])[0-9a-fA-F]{24,}", word):
        return True
    digits, letters = len(re.findall(r"\d+", word)), len(re.findall(r"[A-Za-z]+", word))
    cases = len(re.findall(r"[a-z][A-Z]|[A-Z]{2}[a-z]", word))
    return digits >= 2 and letters > 0 and digits + letters + cases >= len(word) / 4
