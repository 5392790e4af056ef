"""Payment card numbers: as the companies give them out, and by Luhn's check digit."""

import re
from collections.abc import Iterator

from core.secret.span import Span

_NUMBER = re.compile(
    r"(?<![\w.+-])(?:[2-6]\d{12,18}|[2-6]\d{3}(?:[ .-]\d{4}){3}(?:[ -]\d{3})?"
    r"|3\d{3}[ -]\d{6}[ -]\d{4,5})(?![\w-]|\.\d)"
)
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[0-8]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|35\d{14}|6\d{15}(?:\d{3})?"
)
_OTHER = re.compile(
    r"(?i)(?<![a-z])(?:imei|meid|iccid|serial|s/n|order|tracking|invoice|ean|upc|gtin|barcode|parcel|shipment|asset"
    r"|customer no|reference|ref|sr|inc|req|chg|job|fall|vorgang|bestell\w{0,10}|rechnung\w{0,10}"
    r"|auftrag\w{0,10}|seriennummer|commande|pedido|id)\b(?![^\n]*(?:card|visa|amex|karte|carte|tarjeta"
    r"|kaart|carta))[^\n,;]{0,20}\Z"
)
_CHECK = re.compile(
    r"(?i)(?<![a-z])(?:cvv2?|cvc2?|cvn|cid|prüfziffer|(?:karten)?prüfnummer|kartenprüfcode|cryptogramme)"
    r"(?: code)?(?:\s?[:=]\s?|\s+(?:is"
    r"|ist)\s+|\s+)(?P<code>\d{3,4})(?!\d)"
)


def cards(text: str) -> Iterator[Span]:
    """The numbers of cards, and the code on their back. A number that is said to be another thing's is none."""
    for found in _NUMBER.finditer(text):
        if is_card(found[0]) and not _OTHER.search(text, max(0, found.start() - 40), found.start()):
            yield Span(*found.span(), "card number")
    yield from (Span(*found.span("code"), "card code") for found in _CHECK.finditer(text))


def is_card(digits: str) -> bool:
    """Whether a company gives out such numbers, and the last digit is right."""
    numbers = [int(c) for c in digits if c.isdigit()]
    doubled = (n * 2 - 9 * (n > 4) if i % 2 else n for i, n in enumerate(reversed(numbers)))
    return bool(_ISSUERS.fullmatch("".join(map(str, numbers)))) and sum(doubled) % 10 == 0
