"""Which words are taken for a secret where one is expected: the less was said, the stranger a word must be."""

import re

from core.secret.known import is_known, is_path
from core.secret.look import is_chosen, is_ordinary, is_talk, looks_secret, looks_secret_after_is
from core.secret.value import Stretch, quoted_at

_COUNTED = re.compile(
    r"\s+(?:days?|weeks?|months?|hours?|times|characters?|chars?|min\w*|users?|attempts?|tage\w*|zeichen|stunden"
    r"|tekens|caractères|jours|días|dagen|digits?|ziffern|cifras)\b",
    re.IGNORECASE,
)
_TALLY = re.compile(r"[,;/|]?\s{0,3}(?:fail|skip|err|warn|xfail|total|ok)\w*\b", re.IGNORECASE)
_SPELLED = re.compile(
    r"(?i)[,.!]?\s{0,2}[-–(,]?\s?(?:all|no|with|without|one|in|alles|ohne|tout|todo|allemaal)\s(?:one\s|in\s|en\s)?"
    r"(?:lower|upper|caps?|capitals?|small|word|spaces?|a (?:zero|capital)|zero|klein|groß|minuscule|minúscula)\w*"
)
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4}|\d\d?:\d\d(?::\d\d)?|https?://\S*", re.IGNORECASE)
_ID = re.compile(r"\d{6,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FIELD = re.compile(r"(?:name|id|type|class|for|href|title|placeholder|autocomplete|field|label|style)=", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[\"'`”]?\s{0,2}(?:[.,;)\n]|\Z)")
_NOUN = re.compile(r"[A-ZÄÖÜÉ][a-zäöüßéèñ]{4,20}|[a-zäöüßéèñ]{6,20}|[a-zäöüßéèñ]{3,12}(?:-[a-zäöüßéèñ]{2,12}){1,3}")
_ADJECTIVE = re.compile(
    r".*(?:ed|ing|able|ible|ive|ful|less|ent|ant|ary|ory|ous|al|ic|ly|y|ish|ate|some|like|proof|only|free|based|wide"
    r"|bar|lich|isch|ig|é|ée|és|eux|euse|if|ado|ada|ido|ida|ble|ario|aria|lijk|baar|ato|ata|uto|uta|bile|ivo|iva)"
    r"|(?:ge|ver|be|er|ent|un|ab|aus|an|ein|zurück|nicht|her|ont).*(?:t|en|d)|(?:un|in|im|mis|non|re|pre|over|not)\w*",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:januar|februar)\w*|march|april|june|july|august|\w+ember"
)


def is_any(text: str, at: Stretch) -> bool:
    """After a colon or an equals sign: any word, but those that are said of passwords."""
    word = text[slice(*at)]
    if len(word) < 3 or is_ordinary(word) or _DATE.fullmatch(word) or is_path(word):
        return False
    if word.startswith("!!"):
        return False
    if " " in word and is_talk(word.split()):
        return False
    return not (word.isdigit() and (_COUNTED.match(text, at[1]) or _TALLY.match(text, at[1])))


def is_last(text: str, at: Stretch) -> bool:
    """After "password for the NAS:", which may be followed by what is wrong with it: what ends there."""
    word = text[slice(*at)]
    if is_said(text, at):
        return True
    return is_any(text, at) and not is_known(word) and bool(_CLAUSE_END.match(text, at[1])) and word.isascii()


def is_token(text: str, at: Stretch) -> bool:
    """After the name of a token: not what is known, but numbers and GUIDs are."""
    word = text[slice(*at)]
    if is_known(word) and not _ID.fullmatch(word):
        return False
    return is_any(text, at) and not word.casefold().startswith("sha256:")


def is_said(text: str, at: Stretch) -> bool:
    """After "is": quoted, spelled out, strange, or a noun that ends the clause."""
    word = text[slice(*at)]
    if is_quoted(text, at):
        return len(word) > 2 and not is_talk(word.split())
    if _SPELLED.match(text, at[1]):
        return len(word) > 3 and not is_ordinary(word)
    if _NOUN.fullmatch(word.rstrip("!")) and _CLAUSE_END.match(text, at[1]):
        return not (_is_described(word) or is_known(word) or _DAY.fullmatch(word.casefold()))
    return looks_secret_after_is(word) and not _COUNTED.match(text, at[1])


def is_strange(text: str, at: Stretch) -> bool:
    """Beside a name: quoted, or what looks like no word."""
    word = text[slice(*at)]
    if is_quoted(text, at):
        return len(word) > 3 and not is_talk(word.split()) and not is_known(word)
    return looks_secret(word) and not _FIELD.match(word)


def is_quite_strange(text: str, at: Stretch) -> bool:
    """Farther from a name: quoted, or what looks like a password anywhere."""
    return is_strange(text, at) and (is_quoted(text, at) or is_chosen(text[slice(*at)]))


def is_unmistakable(text: str, at: Stretch) -> bool:
    """Anywhere in the sentence: what looks like a password, quoted or not."""
    return is_chosen(text[slice(*at)])


def is_long(text: str, at: Stretch) -> bool:
    """Beside the name of a token: what is strange and long."""
    word = text[slice(*at)]
    return looks_secret(word) and (len(word) >= 12 or (len(word) >= 8 and is_chosen(word)))


def ends_clause(text: str, end: int) -> bool:
    """Whether nothing of the clause follows."""
    return bool(_CLAUSE_END.match(text, end))


def is_quoted(text: str, at: Stretch) -> bool:
    """Whether quotes stand around it."""
    return at[0] > 0 and quoted_at(text, at[0] - 1) == at


def _is_described(word: str) -> bool:
    """Whether this says how a password is, not what."""
    parts = word.rstrip("!").split("-")
    asked = (parts[0], parts[-1]) if len(parts) > 2 else parts
    return any(map(is_ordinary, asked)) or bool(_ADJECTIVE.fullmatch(word.rstrip("!")))
