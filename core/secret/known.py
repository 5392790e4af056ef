"""What looks like no word for a reason, and is no secret: dates, addresses, files, products, tickets, machines."""

import re

from core.secret.word import PRODUCTS

_UNIT = (
    r"x|h|hrs?|hours?|mins?|minutes?|secs?|seconds?|s|ms|d|days?|weeks?|months?|years?|times|chars?"
    r"|characters?|tage|zeichen"
    r"|stunden|minuten|mal|jours|días|dagen|giorni|th|st|nd|rd|ter|[kmgt]b|am|pm|uhr|users?|attempts"
)
_ENDINGS = (
    r"com|net|org|de|fr|io|local|lan|example|exe|dll|txt|log|pdf|docx?|xlsx?|conf|ini|ya?ml|json|xml|ps1|sh|py|eu"
    r"|uk|ch|at|nl|it|es|be|intern|internal|test|kdbx|pst|ost|csv|app|dev|cloud|zip|7z|msi|bat|cmd|vhdx?|iso|pem|pfx"
    r"|key|crt|cer|cfg|dat|bak|db|sql|js|ts|php|html?|png|jpe?g|eml|msg|corp|ai|me|info|biz"
)
_NUMBERED = (
    r"windows|win|office|o|m|microsoft|server|exchange|outlook|sql|ios|macos|android|teams|chrome|edge|sage|sap"
    r"|ubuntu|debian|php|java|python|iphone|surface|word|excel|acrobat|citrix|dynamics|access|s4|visio|project|rhel"
    r"|centos|vmware|esxi|vsphere|veeam|net|usb|port|vlan|page|step|room|line|level|rev|ver|version|build|case|order|oracle|postgres"
    r"|mysql|mariadb|autocad|revit|solidworks|quickbooks|latitude|optiplex|precision|elitebook|probook|thinkpad"
    r"|catalyst|fortigate|laserjet|officejet|galaxy|pixel|option|phase|layer|group|table|figure|unit|node|nodejs|log4j"
    r"|http|smb|ntlmv|tls|ssl|wpa|ipv|utf|md|sha|aes|rsa|base|kb|hs|rs|ecdsa|ed|h"
)
_KINDS = (
    rf"\d+(?:[.,/:h-]\d+)*[%€$£]?|\d+(?:[.,]\d+)?-?(?:{_UNIT})\.?|[v#]\d[\d.]*\S?|0x[0-9a-f]+",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}",
    rf"[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})(?:[:/]\S*)?",
    r"[a-z][a-z+.-]+://\S*|[/\\~][^\s+=]*|[a-z]:\\\S*|[a-z]+/[a-z]+|\[?[\w-]+(?:\.[\w-]+)*\]?:\d{2,5}",
    r"(?:ou|cn|dc|uid)=\S*|[\w.-]+@[\w.-]+:[~/]\S*|(?:user|test|testuser|client|host|srv|demo)\d{1,3}",
    r"[{(]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[)}]?|s-1-\d[\d-]+",
    r"(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}|@\w+",
    r"(?:[a-z0-9]{5}-){4}[a-z0-9]{5}",
    r"(?:aes|sha|rsa|tls|ssl|ntlmv?|oauth|saml|iso|nist|pbkdf|hs|rs|ecdsa|ed|utf|ipv|wpa|md|base|kb|smb)-?\d[\w.-]*",
    rf"(?:{_NUMBERED})-?\d[\d.]*",
    r"\.[a-z]{2,12}|1password\S*|[23]fa|[23]-?factor|802\.1x|s3|ec2|b2[bc]|p12|pkcs\d+|x509|x64|x86|24/7",
    r"[1-9]\d*-[a-z]+(?:-[a-z]+)*|\d+\+|c#|f#|i'm|e-?mail|e-\d+|r&d|q&a|p&l|t&c'?s?|c\+\+\d*|at&t|h&s",
)
_KNOWN = re.compile("|".join(_KINDS), re.IGNORECASE)
_PATH = re.compile(
    r"(?:[a-z]:)?(?:[/\\][\w.@-]+){2,12}[/\\]?|[a-z][\w-]*(?:/[a-z][\w.-]*){2,6}(?::\w+)?",
    re.IGNORECASE,
)
_TICKET = re.compile(r"[A-Z]{2,8}[-_]?\d{2,}|[A-Z]{2,6}-[A-Z]{2,6}-?\d+|[A-Z]{1,4}\d[A-Z0-9]{6,}")


def is_known(word: str) -> bool:
    """Whether this is odd as what it names is: a date, an address, a file, a product."""
    small = word.casefold()
    return bool(_KNOWN.fullmatch(word)) or is_path(word) or small in PRODUCTS or small.split("-")[0] in PRODUCTS


def is_path(word: str) -> bool:
    """Whether this is the way to a file, or to an entry in a vault."""
    return bool(_PATH.fullmatch(word))


def is_ticket(word: str) -> bool:
    """Whether this is written as tickets, machines and serial numbers are."""
    return bool(_TICKET.fullmatch(word))
