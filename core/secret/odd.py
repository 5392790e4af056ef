"""Passwords that nothing names, by their look and by what is said around them.

What only passwords look like needs nothing; the more a word could be something else, the more must be said of signing
in.
"""

import re
from collections.abc import Iterator

from core.secret import said
from core.secret.look import is_chosen
from core.secret.span import Span

_WORD = re.compile(
    r"(?<![^\s,;|\"'`“„«‘(\[>*])(?=[^\s,;|\"'`”“»’)\]<]{0,39}(?:\d|[a-z][!#$%^*][A-Z]))"
    r"[^\s,;|\"'`”“»’()\[\]<>{}/\\=]{6,40}(?=[\s,;|\"'`”“»’)\]<{]|\Z)"
)
"""With a digit in it, or a sign between two words, up to the next separator."""

_USER_BEFORE = re.compile(r"[\w.@\\-]{1,40}:[^:]{6,}")
_TAIL = re.compile(r"[.,:;*]+\Z|(?<=[^\W\d_])[!?]\Z")
_QUOTES = tuple("\"'`”“»’")
_EXPLAINED = (
    # addresses, versions of packages
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+:?|[a-z0-9._+-]+@[\w-]+:?|[\w@/.-]+@v?\d+(?:\.\d+)+\S*",
    # escaped for the web, of a program
    r"\S*%[0-9A-Fa-f]{2}\S*|\S*&(?:[a-z]+|#\d+);?\S*|\S*:\S*:\S*|\S*::\S*|[$@#%&*!+~^?-]\S*|\w*\+\+\w*",
    # symbols of a debugger, names of malware, cells of a sheet
    r"[\w.:/]*\.[A-Z]!\w+|(?:nt|hal|\w*(?:krnl|dll|sys|exe|32|64|32k\w*))![A-Za-z_]\w*(?:\+\S*)?",
    r"\w+![$]?[A-Z]{1,3}[$]?\d*(?::\S*)?",
    # files
    r"\w+~\d\S*|\S*\.\w{2,4}[#!?]\S*|\S*\.(?:xlsx?|docx?|pptx?|pdf|txt|zip|msi|exe|csv|log|jpe?g|png|vhdx?|pst)",
    # numbered things
    r"(?:ticket|case|issue|bug|room|order|invoice|item|unit|step|line|po|pr|inv|ref|inc|build|task|apt|no|nr|id)#\d+",
    r"[A-Z]+[#-]?\d+[A-Z]*[!?]?|[a-z]+#\d+|[\d.,:]+\W?[a-zA-Z]{0,3}\W?|(?:svc|adm|usr|sa)_\S*",
    # names in programs, versions
    r"[a-z0-9]+(?:_[a-z0-9]+)+|[A-Z0-9]+(?:_[A-Z0-9]+)+|\d+(?:\.\d+)+[+~-]\S*",
)
_NO_PASSWORD = re.compile("|".join(_EXPLAINED))

_MADE = re.compile(
    r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?:.*[^\W_][!#$%^*?§€]{1,3}[^\W_].*|.*[^\W_]&[^\W_].*\d{2,}|.*\d[!$%&*?#]{2,3})"
)
"""As only passwords are."""

_COMMON = re.compile(
    r"P[a@4][s5$]{1,2}w[o0]r[dt][@._-]?\d{1,4}[!?#$.*]{0,3}|(?i:(?:welcome|willkommen|changeme|letmein|qwert[yz]"
    r"|bienvenue|bienvenido|welkom|hunter|monkey|dragon|sunshine|princess|football|superman|iloveyou|azerty)"
    r"[@._-]?\d{1,4}[!?#$.*]{0,3}"
    r"|p[a@4][s5$]{2}w0rd[!?#$.*]{0,3}|p@ssword[!?#$.*]{0,3})"
)
"""Everybody's."""

_SIGNED = re.compile(r"[!@#$%^&*~?§€+](?=[^\W_])|(?<=[^\W_])[!$*&#%?](?=\W*\Z)|(?<=[^\W\d])_(?=\d)|(?<=\d)_(?=[^\W\d])")
_SPOKEN = re.compile(
    r"(?!(?i:server|printer|laptop|desktop|switch|router|firewall|host|node|room|floor|site|building|port|vlan|user"
    r"|test|drive|disk|volume|kiosk|camera|phone|tablet|scanner|access|meeting|office|branch|team|group|device|update"
    r"|patch|build|version|release)(?![a-z]))"
    r"[A-Z][a-zäöüé]{2,}(?:[-_.]?[A-Z]?[a-zäöüé]{2,}){0,3}[-_.]?\d{1,4}[!?]?"
)
"""Words and a number: Barley-Wine-12."""

_LEET = re.compile(r"[A-Za-z][013457][a-z]{2}")
"""Digits for letters."""

_JOINED = re.compile(r"[A-Z][a-zäöüé]{2,}[!#$%^*][A-Z][a-zäöüé]{2,}")
_SERIAL = re.compile(r"(?=.*\d.*[A-Z])(?=.*[A-Z].*\d)[A-Z0-9]{8,16}")


def odd_words(text: str) -> Iterator[Span]:
    """Words that are passwords by their look and by what is said around them."""
    for found in _WORD.finditer(text):
        start, end = found.span()
        start = start + found[0].rfind(":") + 1 if _USER_BEFORE.fullmatch(found[0]) else start
        tail = None if text[end : end + 1] in _QUOTES else _TAIL.search(found[0])
        end -= len(tail[0]) if tail else 0
        if end - start > 5 and _is_password(text, start, end):
            yield Span(start, end, "password")


def _is_password(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if _COMMON.fullmatch(word):
        return True
    if _JOINED.fullmatch(word):
        return said.names_password(text, start, end) or said.is_about_signing_in(text, start, end)
    if _SERIAL.fullmatch(word):
        return said.is_printed(text, start) and said.names_password(text, start, end)
    if not is_chosen(word) or _NO_PASSWORD.fullmatch(word):
        return False
    return bool(_MADE.fullmatch(word)) or _is_said(text, start, end)


def _is_said(text: str, start: int, end: int) -> bool:
    if said.is_given(text, start, end):
        return True
    signed = bool(_SIGNED.search(text, start, end))
    if said.names_password(text, start, end):
        return signed or said.is_led(text, start)
    if not said.is_about_signing_in(text, start, end):
        return False
    written = _SPOKEN.fullmatch(text, start, end) or _LEET.search(text, start, end)
    return signed or (bool(written) and said.is_used(text, start))
