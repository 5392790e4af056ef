"""Whether two texts speak of the same thing, as far as their words tell. No meaning is understood here.

A content word is a number, or a word of three letters or more that is not in every sentence. Words are compared by
their first five letters, so that "syncing" and "synced" are one; numbers, names with digits and addresses letter by
letter.
"""

import re

_WORD = re.compile(r"\w+(?:[.@:/-]\w+)*")
_STEM = 5
_EVERYWHERE = frozenset(
    re.findall(
        r"\w+",
        """the and for are was were has have had not but with from that this these those there then than when while
        which who whom what where will would can could may might must shall should does did done been being its their
        they them his her our your you she him into onto over under after before again also any all some one only
        other same such very now new just because about between both each more most per via use used using try tried
        trying make makes made check checked see seen get got still yet since already run ran create created open
        opened verify verified confirm confirmed ensure perform performed""",
    )
)


def content_words(text: str) -> frozenset[str]:
    """The words that carry the sense."""
    found = (word.casefold() for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in found if _carries(word))


def share(text: str, of: str) -> float:
    """Which part of the text's content words stands in the other text: from 0 to 1; 0 where it has none."""
    words = content_words(text)
    return len(words & content_words(of)) / len(words) if words else 0.0


def numbers(text: str) -> frozenset[str]:
    """The words with a digit in them: nothing may be made of those."""
    return frozenset(word for word in content_words(text) if _has_digit(word))


def _carries(word: str) -> bool:
    return _has_digit(word) or (len(word) > 2 and word not in _EVERYWHERE)


def _stem(word: str) -> str:
    return word if _has_digit(word) or not word.isalpha() else word[:_STEM]


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)
