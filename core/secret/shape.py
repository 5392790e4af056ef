"""Secrets that are known by their shape alone, wherever they stand."""

import re
from collections.abc import Iterator

from core.secret.span import Span
from core.secret.vendor import API_KEY, PREFIXED, TOKEN

_KEY = "private key"
_BEGIN = r"-{4,5} ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)? ?-{4,5}"
_PEM = re.compile(
    rf"{_BEGIN}(?:(?:[^-]|-(?!---[- ]?(?:BEGIN"
    rf"|END))){{0,20000}}-{{4,5}} ?END [A-Z0-9 ]{{0,30}}PRIVATE KEY(?: BLOCK)? ?-{{4,5}}"
    r"|(?:\s{1,4}[A-Z][\w-]{1,30}: [^\n]{1,80}){0,5}(?:[\s>|]|\\n){0,4}(?=[a-z]*[A-Z0-9])[\w+/=]+(?:(?:[\s>|]"
    r"|\\n){1,4}[\w+/=]{16,})*)"
)
"""Whole, or as much of it as was pasted."""

_PUTTY = re.compile(
    r"Private-Lines: \d{1,4}\s+(?P<secret>[A-Za-z0-9+/=]{20,80}(?:\s[A-Za-z0-9+/=]{4,80}(?=\s|\Z)){0,120})"
)
_WIREGUARD = re.compile(r"(?i)(?<![a-z])(?:private|preshared)key\s{0,4}[=:]\s{0,4}(?P<secret>[A-Za-z0-9+/]{43}=)")
_JWK = re.compile(r"\"d\"\s?:\s?\"(?P<secret>[A-Za-z0-9_-]{32,800})\"")
_BITLOCKER = re.compile(r"(?<![\d-])\d{6}(?:[- ]\d{6}){7}(?![\d-])")
_HASHES = re.compile(
    r"\$(?:1|5|6|7|8|9|y|apr1|2[abxy]?|argon2(?:id|i|d)|pbkdf2[\w-]{0,12}|krb5\w{2,8})\$[\w./$=,+*-]{16,2000}"
    r"|(?<![0-9a-fA-F])[0-9a-fA-F]{32}:[0-9a-fA-F]{32}(?![0-9a-fA-F@])"
)

_LONG = re.compile(r"\S{16,}")
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,8000}\.[A-Za-z0-9_-]{0,4000}(?:\.[\w-]{0,4000}){0,2}")
_WEBHOOKS = re.compile(
    r"(?:(?<=hooks\.slack\.com/services/)(?!T\w{3,20}/B)|(?<=hooks\.slack\.com/workflows/)"
    r"|(?<=hooks\.slack\.com/triggers/)"
    r"|(?<=webhook\.office\.com/webhookb2/)(?!\S{1,90}/IncomingWebhook/)|(?<=webhook\.office\.com/webhook/)"
    r"|(?<=outlook\.office\.com/webhook/)|(?<=hooks\.zapier\.com/hooks/catch/)"
    r"|(?<=/hooks/)(?=[a-z0-9]{26}))[^\s<>\"'|)]{6,600}"
    r"|(?:(?<=/api/webhooks/)\d{15,22}/|(?<=slack\.com/services/)T\w{3,20}/B\w{3,20}/"
    r"|(?<=office\.com/webhookb2/)\S{1,90}/IncomingWebhook/(?=[^/\s]{1,80}(?:/|\s|\Z)))"
    r"(?P<secret>(?:(?<=/IncomingWebhook/)[^/\s<>\"'|)]{1,80}|(?<!/IncomingWebhook/)[^\s<>\"'|)]{1,600}))"
)


def shapes(text: str) -> Iterator[Span]:
    """Private keys, recovery keys, webhooks, hashes of passwords and the tokens of vendors."""
    yield from (Span(*found.span(), _KEY) for found in _PEM.finditer(text))
    yield from (
        Span(*at.span("secret"), _KEY) for pattern in (_PUTTY, _WIREGUARD, _JWK) for at in pattern.finditer(text)
    )
    yield from (Span(*found.span(), "recovery key") for found in _BITLOCKER.finditer(text))
    yield from (Span(*found.span("secret" if found["secret"] else 0), "webhook") for found in _WEBHOOKS.finditer(text))
    yield from (Span(*found.span(), "password hash") for found in _HASHES.finditer(text))
    yield from (Span(*found.span(), "token") for found in _JWT.finditer(text))
    for word in _LONG.finditer(text):
        for found in TOKEN.finditer(text, *word.span()):
            yield Span(*found.span(), "API key" if API_KEY.match(found[0]) else "token")
        yield from (Span(*found.span(), "token") for found in PREFIXED.finditer(text, *word.span()))
