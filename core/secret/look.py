"""Whether a word looks like a secret: what stands behind "password" is one only sometimes."""

import re
from collections.abc import Sequence

_ORDINARY = re.compile(
    r"a|about|above|account|accepted|actually|again|all|alone|already|also|always|am|an|and|another|any|are"
    r"|as|asap|ask(?:ed)?"
    r"|at|attached|away|back|be|because|been|before|below|blank|blocked|both|broken|but|by|call(?:ed)?"
    r"|can(?:['’]?t|not)?"
    r"|change[ds]?|changing|check(?:ed)?|complexity|confirmed|copied|correct|could|customer|default|deleted"
    r"|denied|did(?:n['’]t)?"
    r"|disabled|do(?:es)?(?:n['’]t)?|doing|due|each|either|email(?:ed)?|empty|enabled|enter(?:ed)?|error"
    r"|every|expir(?:ed|es|ing|y)"
    r"|fail(?:ed|s|ure|ing)?|false|fine|for|forgot(?:ten)?|from|generated|get|given|gone|good|got|had"
    r"|has(?:n['’]t)?|have|he|her"
    r"|here|hidden|his|how|i|if|in|incorrect|initial|instead|into|invalid|is(?:n['’]t)?|it(?:['’]s)?|its|just"
    r"|keeps?|known|last"
    r"|leave|length|like|locked|lost|manager|match(?:es)?|maybe|me|might|min(?:imum)?|missing|mismatch|must"
    r"|my|n/?a|need(?:s|ed)?"
    r"|never|new|next|no|nobody|none|not|nothing|now|null|nil|ok|okay|old|on|once|one|only|optional|or|our"
    r"|out|over|per|please"
    r"|policy|possible|probably|prompt(?:ed)?|protected|provided|redacted|refused|rejected|removed|required"
    r"|reset|resets|revoked"
    r"|rotated?|said|same|saved?|says?|see|seems|sent|set|she|should|shown?|since|so|some(?:body|one|how"
    r"|thing)?|still|stored"
    r"|synced|tbd|tell|than|that(?:['’]s)?|the|their|them|then|there|these|they|this|those|to|too|true|tried"
    r"|try|typed?"
    r"|unchanged|unknown|unset|until|updated|upon|us|used?|users?|valid|vault|via|wants?|was(?:n['’]t)?|we"
    r"|were|what(?:ever)?"
    r"|when|where|which|while|several|many|multiple|twice|three|correctly|properly|prompts?|dialog|page|link"
    r"|portal|mail|weak|strong|stale|short"
    r"|long|identical|different|compromised|outdated|unavailable|usb|nfc|tpm|hsm|yubi\w*|fido2?|hardware"
    r"|software|force|allow(?:ed)?|apply|sync|work|who|why|will|with|without|won['’]t|working|works|would"
    r"|writes?|wrong|yes|yet|you|your|undefined|string"
    r"|type|field|text|encrypted|hashed|plain|clear|ask-me|secret|password|token|auto|manual|today|yesterday|tomorrow"
    r"|abgelaufen|abgelehnt|aber|bitte|das|dem|den|der|die|durch|ein|eine|falsch|fehlt|für|geändert|geht"
    r"|gesperrt|gültig|hat|ich"
    r"|im|immer|ist|kann|kein|keine|korrekt|leer|mit|muss|nach|nein|neu|nicht|noch|nur|oder|ok|richtig|siehe"
    r"|soll|stimmt|und"
    r"|unbekannt|ungültig|vergessen|vom|von|war|wer|wie|wird|wurde|zurückgesetzt|zurücksetzen|zu|ändern|unverändert"
    r"|a|au|aucun|ce|cela|dans|de|depuis|des|du|elle|en|erroné|est|et|expiré|faux|il|inconnu|incorrect"
    r"|invalide|la|le|les|mais"
    r"|mauvais|ne|non|nouveau|oublié|ou|par|pas|perdu|plus|pour|qui|refusé|sans|son|sur|un|une|voir|à|était"
    r"|al|caducado|caducada|como|con|del|desconocida|el|es|esta|está|ha|incorrecta|inválida|los|ninguna|nueva"
    r"|olvidada|para"
    r"|pero|por|que|se|sin|su|ver|y|no"
    r"|dat|een|geen|het|incorrect|is|klopt|maar|met|niet|nieuw|onbekend|ongeldig|onjuist|verlopen|vergeten"
    r"|voor|werkt|wordt|zie"
    r"|che|di|errata|ed|e|il|lo|nella|non|nuova|per|scaduta|scaduto|sconosciuta|sbagliata|dimenticata|una|vedi|è",
    re.IGNORECASE,
)
"""Words that follow "password:" and are none."""

_PLACEHOLDER = re.compile(
    r"<[^<>\n]{0,80}>|\$?\{{1,2}[\w .:|-]{0,80}\}{1,2}|\$(?-i:[A-Z_]{3,})[A-Z_0-9]*|\$(?:env:|args)\S{1,40}"
    r"|\$\([^()\n]{0,80}\)"
    r"|\$(?:pass\w*|pw\w*|cred\w*|token|secret\w*|api_?key|plain\w*)|%[a-z_]\w{0,60}%|\[[^\[\]\d\n]{0,60}\]"
    r"|[*•●·.xX?_\-…#]{2,}|(?:your|(?:my|the|new|some|insert|enter|put|replace|example|sample|dummy|fake"
    r"|this)[_-])[a-z_-]{0,40}"
    r"(?:password|passwd|pass|pw|token|key|secret|here|me|value)|x+[_-]?x*|(?:password|passwort|passwd|pass"
    r"|pwd|secret|token|user"
    r"|api[_-]?key)(?:_here)?|redacted|example|foobar|_{2}\w{1,40}_{2}|@@\w{1,40}@@"
    r"|\([^()\s]{1,30}\s[^()\n]{1,60}\)|\[[^\[\]\s]{1,30}\s[^\[\]\n]{1,60}\]|(?:secrets|env|vars|var"
    r"|process\.env|os\.environ|vault|config|settings)[.:\[]\S{0,100}"
    r"|op://\S{0,200}|@microsoft\.keyvault\S{0,200}|\*{2,}\S{0,4}|\S{0,4}\*{4,}|\.{3}\S{0,8}|true|false"
    r"|-{1,2}[a-z][a-z-]{1,30}",
    re.IGNORECASE,
)
"""Stands where a secret would: ``<password>``, ``${DB_PASSWORD}``, ``********``, ``YOUR_API_KEY``."""

_PLACEHOLDER_HERE = re.compile(rf"(?:{_PLACEHOLDER.pattern})(?=[\s\"'`,;.)\]}}&@/<]|\Z)", re.IGNORECASE)

_UNIT = (
    r"x|h|hrs?|hours?|mins?|minutes?|secs?|seconds?|s|ms|d|days?|weeks?|months?|years?|times|chars?"
    r"|characters?|tage|zeichen"
    r"|stunden|minuten|mal|jours|días|dagen|giorni|th|st|nd|rd|ter|[kmgt]b|am|pm|uhr|users?|attempts"
)
_KNOWN = re.compile(
    rf"\d+(?:[.,/:h-]\d+)*[%€$]?|\d+(?:[.,]\d+)?-?(?:{_UNIT})\.?|[v#]\d[\d.]*\S?|0x[0-9a-f]+"
    rf"|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{{2,}}"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|de|fr|io|local|lan|example|exe|dll|txt|log|pdf|docx?|xlsx?|conf"
    r"|ini|ya?ml|json|xml|ps1|sh|py|eu"
    r"|uk|ch|at|nl|it|es|be|intern|internal|test|kdbx|pst|ost|csv|app|dev|cloud)|[a-z][a-z+.-]+://\S*"
    r"|[/\\~]\S*|[a-z]:\\\S*|[a-z]+/[a-z]+"
    r"|[{(]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[)}]?|s-1-\d[\d-]+"
    r"|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|@\w+"
    r"|(?:aes|sha|rsa|tls|ssl|ntlmv?|oauth|saml|iso|nist|pbkdf|hs|rs|ecdsa|ed|utf|ipv|wpa|md|base|kb|smb)-?\d[\w.-]*"
    r"|(?:windows|win|office|o|m|server|exchange|outlook|sql|ios|macos|android|teams|chrome|edge|sage|sap"
    r"|ubuntu|debian|php|java"
    r"|python|iphone|surface|word|excel|acrobat|citrix|dynamics|access|s4|visio|project)-?\d[\d.]*"
    r"|1password\S*|[23]fa|[23]-?factor"
    r"|802\.1x|s3|ec2|b2[bc]|p12|pkcs\d+|x509|x64|x86|24/7|[1-9]\d*-[a-z]+(?:-[a-z]+)*|\d+\+|c#|f#|i'm|e-?mail|e-\d+",
    re.IGNORECASE,
)
"""Numbers, dates, addresses, files, products: they look like no word, and are no secret."""

_TICKET = re.compile(r"[A-Z]{2,8}[-_]?\d{2,}|[A-Z]{2,6}-[A-Z]{2,6}-?\d+|[A-Z]{1,4}\d[A-Z0-9]{6,}")
_PRODUCT = re.compile(
    r"KeePass\w*|BitWarden|LastPass|PasswordState|CyberArk|OneDrive|SharePoint|ActiveDirectory|DashLane"
    r"|GitHub|GitLab|NordPass"
    r"|IntelliJ|PowerShell|iCloud|iPhones?|iPads?|macOS|LinkedIn|YouTube|FortiGate|OneNote|AutoTask"
    r"|ConnectWise|DocuSign|HaloPSA"
    r"|ServiceNow|QuickBooks|TeamViewer|AnyDesk|FileVault|BitLocker|OneLogin|DuoMobile|IT[- ]?Glue|HubSpot"
    r"|WordPress|JumpCloud",
    re.IGNORECASE,
)
_STRANGE = re.compile(r"\d\W*[^\W\d_]|[^\W\d_]\W*\d|[@$%^&*+=#~§€|<>]|\w[!?_;]+\w|\W!|_\d|\d_")
_STRANGE_AFTER_IS = re.compile(r"\d{4}|\d\D|\D\d|[@$%^&*+=#_~§€|]|\w[!?;]\w|[a-z][A-Z]|^[A-Z]\w{3,}!$")


def is_placeholder(word: str) -> bool:
    """Whether this only marks the place of a secret."""
    return bool(_PLACEHOLDER.fullmatch(word))


def placeholder_at(text: str, at: int) -> bool:
    """Whether one stands here, blanks within it or not."""
    return bool(_PLACEHOLDER_HERE.match(text, at))


def is_ordinary(word: str) -> bool:
    """Whether this is a word of those that are said of passwords, or a placeholder."""
    return bool(_ORDINARY.fullmatch(word.rstrip("!?"))) or is_placeholder(word)


def is_talk(words: Sequence[str]) -> bool:
    """Whether more than half of these are ordinary."""
    return sum(map(is_ordinary, words)) * 2 > len(words)


def is_known(word: str) -> bool:
    """Whether this looks like no word for a reason: a date, an address, a file, a product."""
    return bool(_KNOWN.fullmatch(word) or _PRODUCT.fullmatch(word) or _PRODUCT.match(word.split("-")[0]))


def looks_secret(word: str) -> bool:
    """Whether this, beside a name for secrets, is more likely one than the next word of the sentence."""
    if len(word) < 4 or is_ordinary(word) or is_known(word) or _TICKET.fullmatch(word):
        return False
    return bool(_STRANGE.search(word))


def looks_secret_after_is(word: str) -> bool:
    """The same for what stands after "the password is": numbers and ``camelCase`` count, too."""
    if len(word) < 3 or is_ordinary(word) or (is_known(word) and not re.fullmatch(r"\d{4,}", word)):
        return False
    return bool(_STRANGE_AFTER_IS.search(word))


def is_chosen(word: str) -> bool:
    """Whether this looks like a password wherever it stands: letters in both cases or a sign, and digits."""
    mixed = re.search(r"\d", word) and re.search(r"[^\W\d_]", word)
    return (
        bool(mixed) and looks_secret(word) and bool(re.search(r"[@$%^&*+=#~§€|!?_;]|[a-z].*[A-Z]|[A-Z].*[a-z]", word))
    )
