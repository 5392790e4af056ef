"""Secrets in text from people, masked before the text is stored, shown, mailed, logged or sent to a model.

A first solid set: the tokens of common vendors, private keys, credentials in URLs and connection strings,
bearer headers, ``password: …`` in the usual phrasings, and payment card numbers (Luhn). What is masked keeps
the name of its kind, so that a reader knows what stood there: ``[password masked]``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

_QUOTED_OR_WORD = r"(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|[^\s\"'<>]{3,200})"

_WHOLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "private key",
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL),
    ),
    ("token", re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}")),
    (
        "token",
        re.compile(r"\bgh[opsur]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}"),
    ),
    ("API key", re.compile(r"\bsk-[A-Za-z0-9_-]{16,}|\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}")),
    ("API key", re.compile(r"\bAKIA[0-9A-Z]{16}\b|\bASIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}")),
    ("webhook", re.compile(r"https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]+")),
    ("token", re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")),
)

_VALUE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("password", re.compile(r"(?<=://)(?P<keep>[^\s:/@]{0,100}:)(?P<secret>[^\s/@]{1,200})(?=@)")),
    ("token", re.compile(r"(?i)(?P<keep>\bbearer\s+)(?P<secret>[A-Za-z0-9._~+/=-]{12,})")),
    (
        "password",
        re.compile(
            r"(?i)(?P<keep>\b(?:pass(?:word|wd|phrase|code)?|pwd|pw|kennwort|passwort)\b\s*(?:is|was|ist|[:=])\s*[:=]?\s*)"
            rf"(?P<secret>{_QUOTED_OR_WORD})"
        ),
    ),
    (
        "secret",
        re.compile(
            r"(?i)(?P<keep>\b(?:secret|token|api[_ -]?key|access[_ -]?key|account[_ -]?key|shared[_ -]?access[_ -]?key"
            r"|client[_ -]?secret|auth[_ -]?token)\b\s*(?:is\s*[:=]?|[:=])\s*)"
            rf"(?P<secret>{_QUOTED_OR_WORD})"
        ),
    ),
)

_CARD_NUMBER = re.compile(r"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])")


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
    text = _CARD_NUMBER.sub(lambda found: tell("card number") if _luhn(found[0]) else found[0], text)
    return Masked(text, count)


def _whole(kind: str, tell: Callable[[str], str], _found: re.Match[str]) -> str:
    return tell(kind)


def _value(kind: str, tell: Callable[[str], str], found: re.Match[str]) -> str:
    secret = found["secret"]
    if secret.startswith("[") or secret.endswith(" masked]"):
        return found[0]
    stop = re.search(r"[.,;:!?)]+$", secret)
    tail = stop[0] if stop and not secret.startswith(("'", '"')) else ""
    return found["keep"] + tell(kind) + tail


def _luhn(digits: str) -> bool:
    numbers = [int(c) for c in digits if c.isdigit()]
    doubled = (n * 2 - 9 * (n > 4) if i % 2 else n for i, n in enumerate(reversed(numbers)))
    return 13 <= len(numbers) <= 19 and len(set(numbers)) > 1 and sum(doubled) % 10 == 0
