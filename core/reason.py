"""A reason: a few words from somebody about a handoff, clean, masked and cut to what is kept."""

from core.redaction import masked
from core.text import clean, cut

REASON_LENGTH = 1_000
"""In code points."""


def reason(text: str) -> str:
    """The text as it may be kept and shown."""
    return cut(masked(clean(text)).text, REASON_LENGTH)
