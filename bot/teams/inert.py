"""Words in which nothing works: shown as they were written, whatever they look like to Teams.

Two things work even in a ``TextRun``, and are broken up by a character that shows nothing: ``{{DATE(…)}}``,
``{{TIME(…)}}``, and the ``<at>`` of a mention. In a ``TextBlock`` Markdown works too, and backslashes are not an
escape in every renderer: there, what Markdown reads is replaced by its full-width twin.
"""

import re

_JOINER = "\u2060"  # the word joiner: it shows nothing, and what it stands in is no longer what it was
_FUNCTION = re.compile(r"\{(?=\{\s*(?:DATE|TIME)\s*\()", re.IGNORECASE)
_AT = re.compile(r"<(?=/?\s*at\b)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_HALF = re.compile("[\ud800-\udfff]")
_MARKDOWN = str.maketrans("\\`*_{}[]<>#|~&!", "＼｀＊＿｛｝［］＜＞＃｜～＆！")
_ADDRESS = re.compile(r"(?i)(?=://|(?<=www)\.|(?<=mailto):)")
_LIST = re.compile(r"\A(?=\s*(?:[-+=]|\d+[.)]))")


def inert(text: str) -> str:
    """Words for whatever is no Markdown: a ``TextRun``, a button, a notification."""
    return _AT.sub(f"<{_JOINER}", _FUNCTION.sub("{" + _JOINER, _HALF.sub("\ufffd", text)))


def unmarked(text: str) -> str:
    """Words for a ``TextBlock``, all on one line."""
    return _ADDRESS.sub(_JOINER, inert(_SPACE.sub(" ", text)).translate(_MARKDOWN))


def unlisted(text: str) -> str:
    """A whole line for a ``TextBlock``, which is no item of a list however it begins."""
    return _LIST.sub(_JOINER, text)
