"""Secrets in addresses, headers and cookies."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator

from core.secret.placeholder import is_placeholder
from core.secret.span import Span

_USER_INFO = re.compile(r"(?<=://)[^\s:/?#]{0,100}:(?!\d{2,5};)(?P<secret>[^\s/]{1,200})(?=@)")
_TOKEN_INFO = re.compile(r"(?<=://)(?P<secret>[A-Za-z0-9_-]{20,200})(?=(?::x-oauth-basic)?@)")
_QUERY = re.compile(
    r"(?i)[?&#](?:amp;)?(?:sig|signature|x-amz-signature|x-amz-security-token|x-amz-credential"
    r"|x-goog-signature|[\w-]{0,20}token|t(?:icket|kt)"
    r"|(?:x-)?(?:api|access|auth|app|secret|subscription|functions?)[_-]?key|key|[\w-]{0,12}secret"
    r"|[\w-]{0,12}password|passwd|pwd|pass|pw|auth|authkey"
    r"|code|session(?:id)?|sid|jwt|assertion|apikey|credential|otp|hash|sas)=(?P<secret>[^\s&#\"'<>|)]{4,2000})"
)
_PATH = re.compile(
    r"(?i)(?<=/)(?:reset|password-?reset|invite|invitation|verify|activate|activation|confirm|magic|magic-?link|otp|token)"
    r"/(?P<secret>(?=[\w-]{0,40}\d)[\w-]{20,400})"
)
_SHORT = re.compile(r"(?i)[?&#](?:amp;)?(?:code|key|sid|session|ticket|hash|auth|otp|\w{0,20}token)=")
_AUTHORIZATION = re.compile(
    r"(?i)\bauthorization[\"']?\s{0,4}[:=]\s{0,4}[\"']?(?:[a-z]{3,12}\s{1,3})?(?!(?:bearer|basic|token|digest"
    r"|negotiate|ntlm|apikey)\b)(?P<secret>[^\s\"'<]{6,4000})"
)
_BEARER = re.compile(
    r"(?i)\bbearer(?:\s+token)?\s{0,2}[:=]?\s{0,3}[\"'`]?(?P<secret>"
    r"(?![a-z_]{2,20}=)(?=[a-z._~+/=-]{0,200}\d)[a-z0-9._~+/=-]{12,4000})"
)
_BASIC = re.compile(r"(?i)\bbasic\s{1,3}(?P<secret>[a-z0-9+/]{8,400}={0,2})(?![\w+/=])")
_COOKIES = re.compile(r"(?i)\b(?:set-)?cookie[\"']?:[ \t]{0,4}(?P<pairs>[^\n]{1,4000})")
_COOKIE = re.compile(
    r"(?<![\w.!%-])(?!_g[a-z]|_fbp|utm|amp|optimizely|consent|cookieconsent"
    r"|expires)[\w.!%-]{1,60}=(?P<secret>[^;\s\"']{16,4000})"
)
_SESSION = re.compile(
    r"(?i)(?<![\w.])(?:jsessionid|phpsessid|asp\.net_sessionid|\.?aspxauth|\.aspnet[\w.]{0,40}|connect\.sid"
    r"|session(?:_?id|-token)?|sid|estsauth\w{0,20}"
    r"|fedauth|rtfa|laravel_session|_?[a-z]{0,20}_session(?:_id)?|auth_?token|remember_token"
    r"|wordpress_logged_in\w{0,40}|buid)=(?P<secret>[^;\s\"'&]{8,4000})"
)


def addresses(text: str) -> Iterator[Span]:
    """User infos and parameters of addresses, authorization headers, session cookies."""
    lower = text.casefold()
    if "://" in text:
        yield from _all(_USER_INFO, text, "password")
        yield from _all(_TOKEN_INFO, text, "token")
        yield from _all(_PATH, text, "token")
    if "=" in text:
        yield from (span for span in _all(_QUERY, text, "token") if _is_long_enough(text, span))
        yield from _all(_SESSION, text, "session")
    if "authorization" in lower or "bearer" in lower:
        yield from (span for pattern in (_AUTHORIZATION, _BEARER) for span in _all(pattern, text, "token"))
    if "basic" in lower:
        yield from (span for span in _all(_BASIC, text, "token") if _is_user_and_password(text[span.start : span.end]))
    for found in _COOKIES.finditer(text) if "cookie" in lower else ():
        pairs = _COOKIE.finditer(text, *found.span("pairs"))
        yield from (Span(*pair.span("secret"), "session") for pair in pairs)


def _all(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[Span]:
    for found in pattern.finditer(text):
        if not is_placeholder(found["secret"]):
            yield Span(*found.span("secret"), kind)


def _is_long_enough(text: str, span: Span) -> bool:
    """``?code=…`` and ``?key=…`` are often no secrets; long and mixed ones are."""
    value = text[span.start : span.end]
    name = text.rfind("=", 0, span.start)
    asked = max(text.rfind(mark, max(0, name - 40), name) for mark in "?&#")
    if asked < 0 or not _SHORT.match(text, asked):
        return True
    return len(value) >= 12 and bool(re.search(r"\d", value))


def _is_user_and_password(encoded: str) -> bool:
    try:
        return b":" in b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
