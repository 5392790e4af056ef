"""Secrets in text from people, masked before the text is stored, shown, mailed, logged or sent to a model.

A first solid set: the tokens of common vendors, private keys, recovery keys, webhooks, credentials in URLs and
connection strings, authorization headers, ``password: …`` in the usual phrasings, and payment card numbers
(Luhn). What is masked keeps the name of its kind, so that a reader knows what stood there: ``[password masked]``.
After a colon any word counts as the secret; after "is" only one that looks like none of the language, because
"the password is expired" is what people escalate. tests/core/test_redaction.py has both lists.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

_QUOTED_OR_WORD = r"(?P<secret>\"[^\"\n]+\"|'[^'\n]+'|\S{3,})"
_NAMED = r"(?<![A-Za-z0-9])"  # not \b: DB_PASSWORD is named too
_IS = r"[\"']?\s*(?:(?P<verb>(?:is|was|ist|lautet)\b(?!\s*[:=]))|(?:is|was|ist|lautet)?\s*[:=]+)\s*"

_WHOLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "private key",
        re.compile(
            r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\Z)",
            re.DOTALL,
        ),
    ),
    ("recovery key", re.compile(r"(?<![\d-])\d{6}(?:-\d{6}){7}(?![\d-])")),  # BitLocker's
    ("token", re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}")),
    (
        "token",
        re.compile(r"\bgh[opsur]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}"),
    ),
    ("API key", re.compile(r"\bsk-(?:ant|proj|svcacct|admin)-[A-Za-z0-9_-]{12,}|\bsk-[A-Za-z0-9]{20,}")),
    ("API key", re.compile(r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}")),
    ("API key", re.compile(r"\bAKIA[0-9A-Z]{16}\b|\bASIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}")),
    ("webhook", re.compile(r"https://hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]+")),
    ("webhook", re.compile(r"https://[\w.-]*webhook\.office\.com/\S+")),
    ("token", re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")),
)

_VALUE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("password", re.compile(r"(?<=://)(?P<keep>[^\s:/@]{0,100}:)(?P<secret>[^\s/]{1,200})(?=@)")),
    ("token", re.compile(r"(?i)(?P<keep>\bauthorization[\"']?\s*:\s*[\"']?[a-z]+\s+)(?P<secret>[^\s\"']{6,})")),
    ("token", re.compile(r"(?i)(?P<keep>\bbearer\s+)(?P<secret>(?=[a-z._~+/=-]*\d)[a-z0-9._~+/=-]{12,})")),
    (
        "password",
        re.compile(
            rf"(?i)(?P<keep>(?:password|passwd|passphrase|passwort|kennwort|{_NAMED}(?:pass|passcode|pwd|pw)){_IS})"
            rf"{_QUOTED_OR_WORD}"
        ),
    ),
    (
        "secret",
        re.compile(
            rf"(?i)(?P<keep>{_NAMED}(?:secret|token|(?:api|access|account|secret|private|shared[_ -]?access)[_ -]?key)"
            rf"{_IS}){_QUOTED_OR_WORD}"
        ),
    ),
)

_ORDINARY = re.compile(
    r"and|any|are|but|changed|correct|empty|expired|for|from|has|have|here|incorrect|invalid|known|lost|missing|n/a|new|no"
    r"|none|not|null|please|policy|rejected|required|reset|same|see|set|that|the|them|then|try|unknown|valid|was|wrong|yes"
    r"|you|abgelaufen|falsch|nicht|unbekannt",
    re.IGNORECASE,
)
"""Words that follow "password:" and are none."""

_CARD_NUMBER = re.compile(
    r"(?<![\w.+-])(?:[2-6]\d{12,18}|[2-6]\d{3}(?:[ -]\d{4}){3}|3\d{3}[ -]\d{6}[ -]\d{4,5})(?![\w-]|\.\d)"
)
_CARD_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5\d{15}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|35\d{14}|6\d{15}(?:\d{3})?"
)
_TAIL = re.compile(r"[.,;:)\]}]+$")
_MASKED = re.compile(r"[\"']?\[[A-Za-z ]+ masked\]")


@dataclass(frozen=True, slots=True)
class Masked:
    """Text without its secrets, and how many were taken out."""

    text: str
    count: int = 0


def masked(text: str) -> Masked:
    """The text with every secret we recognise replaced by the name of its kind."""
    count = 0

    def tell(kind: str) -> str:
        nonlocal count
        count += 1
        return f"[{kind} masked]"

    for kind, pattern in _WHOLE:
        text = pattern.sub(partial(_whole, kind, tell), text)
    for kind, pattern in _VALUE:
        text = pattern.sub(partial(_value, kind, tell), text)
    text = _CARD_NUMBER.sub(lambda found: tell("card number") if _is_card(found[0]) else found[0], text)
    return Masked(text, count)


def _whole(kind: str, tell: Callable[[str], str], _found: re.Match[str]) -> str:
    return tell(kind)


def _value(kind: str, tell: Callable[[str], str], found: re.Match[str]) -> str:
    if _MASKED.match(found.string, found.start("secret")):
        return found[0]
    secret = found["secret"]
    tail = "" if secret[0] in "'\"" else "".join(_TAIL.findall(secret))
    bare = secret.removesuffix(tail)
    said = found.groupdict().get("verb")
    if not bare or (said and not _is_no_word(bare)) or _ORDINARY.fullmatch(bare.rstrip("!?")):
        return found[0]
    return found["keep"] + tell(kind) + tail


def _is_no_word(secret: str) -> bool:
    """Whether this, after "is", is more likely a secret than the next word of the sentence."""
    if secret[0] in "'\"":
        return True
    return bool(re.search(r"\d\D|\D\d|\d{4}|[@$%^&*+=#_~§€|]|\w!\w|[a-z][A-Z]", secret))


def _is_card(digits: str) -> bool:
    """A number as the card companies give them out: their first digits, their lengths, and Luhn's check digit."""
    numbers = [int(c) for c in digits if c.isdigit()]
    doubled = (n * 2 - 9 * (n > 4) if i % 2 else n for i, n in enumerate(reversed(numbers)))
    return bool(_CARD_ISSUERS.fullmatch("".join(map(str, numbers)))) and sum(doubled) % 10 == 0
