"""Recovery codes and the seeds of authenticators: short groups of letters and digits."""

import re
from collections.abc import Iterator

from core.secret.span import Span

_SEED_VALUE = r"(?P<code>[a-z2-7]{4}(?:[ -][a-z2-7]{4}){3,15}|[a-z2-7]{16,128}=*)(?![A-Za-z0-9])"
_APP = r"totp|otp|mfa|2fa|authenticator|one[- ]time"
_SEEDS = (
    re.compile(
        rf"(?i)(?:(?:{_APP})[- ]?(?:app )?(?:setup |shared |secret |manual )?(?:secret|seed|key|code|(?=\s?[:=]))"
        r"|(?:manual|setup|enrol?ment)[- ](?:entry |setup )?(?:key|code|secret))[\"'`*]?"
        rf"[^\n]{{0,30}}?[\s:=\"'`(]{_SEED_VALUE}"
    ),
    re.compile(
        r"(?i)\b(?:key|secret|seed|schl(?:ü|ue)ssel|clé|clave)\W{1,4}(?P<code>[a-z2-7]{4}(?: [a-z2-7]{4}){5,15})(?!\w)"
    ),
    re.compile(
        rf"(?i)\b(?:secret|seed|key|geheimnis|schl(?:ü|ue)ssel|clé|clave)\b[^\n.:=]{{0,20}}?"
        rf"\b(?:{_APP}|authentifizierung\w*)\b"
        rf"[^\n.]{{0,20}}?[\s:=]{_SEED_VALUE}"
    ),
)
_NAME = re.compile(
    r"(?i)(?:codes? de (?:récupération|secours)|códigos? de (?:recuperación|respaldo)|codic[ei] di (?:recupero|backup)"
    r"|einmalcodes|herstelcodes?|(?:mfa|2fa|one[- ]time) codes|(?:2fa|mfa) backup(?=\s?:)"
    r"|(?:recovery|backup|scratch|rescue|emergency|wiederherstellungs|ersatz|notfall|back-up|herstel"
    r"|récupération|secours|2fa[- ]backup|mfa[- ]backup)"
    r"[- ]?(?:codes?|keys?|schl(?:ü|ue)ssel|tokens?|kit))(?!\s+id)(?:\s?\([^()\n]{1,30}\)|[^\n:\d=.]{0,60}(?=[:=]))?"
)
_NEXT = re.compile(
    r"(?i)(?:[\s:=,;/|*•\"'`-]|\b(?:is|are|and|und|or|left|was|et|e|y|en|ist|sind|lautet|unused|used|est|es)\b"
    r"|\b\d{1,2}[.)])*"
    r"(?P<code>[a-z0-9]{4,8}(?:[- ][a-z0-9]{4,8}){1,7}|[a-z0-9]{6,64})(?![\w-])"
)
_OTHER = re.compile(r"\d{4}-\d\d(?:-\d\d)?|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}.*|\d{1,2}[a-z]+|[a-z]+\d?|\d{1,5}")
"""Dates, ids, words."""

_EVEN = re.compile(r"(?i)[a-z0-9]{4}(?:[ -][a-z0-9]{4}){4,7}|[a-z0-9]{5}(?:[ -][a-z0-9]{5}){3,7}")
_HINTS = ("cod", "key", "schl", "token", "kit", "otp", "fa", "authent", "time", "secret", "seed", "clé", "clave", "cód")
"""One of these is in every name."""

_AT_MOST = 24


def codes(text: str) -> Iterator[Span]:
    """Codes after their names; a list of them as long as it goes on."""
    lower = text.casefold()
    if not any(hint in lower for hint in _HINTS):
        return
    for pattern in _SEEDS:
        yield from (Span(*found.span("code"), "secret") for found in pattern.finditer(text) if _is_seed(found["code"]))
    for name in _NAME.finditer(text):
        yield from _listed(text, name.end())


def _is_seed(code: str) -> bool:
    """Not a word of that length."""
    return bool(re.search(r"\d", code)) or code.isupper() or " " in code


def _listed(text: str, at: int) -> Iterator[Span]:
    for _ in range(_AT_MOST):
        found = _NEXT.match(text, at, at + 200)
        code = _code_of(found["code"]) if found else ""
        if not found or not code:
            return
        at = found.start("code") + len(code)
        yield Span(found.start("code"), at, "recovery code")


def _code_of(words: str) -> str:
    """As much of this as is a code: "4821-9930 and" goes on in words."""
    if _EVEN.fullmatch(words) and re.search(r"\d", words):
        return words
    read = words.split(" ")
    plain = next((at for at, word in enumerate(read) if not re.search(r"\d|^[A-Z-]+$|-", word)), len(read))
    code = " ".join(read[:plain])
    if len(code) < 6 or _OTHER.fullmatch(code) or not re.search(r"\d|-[A-Z]|[a-z]{4}-[a-z]{4}", code):
        return ""
    return code
