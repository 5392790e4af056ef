"""What people and programs call a secret, as pieces of patterns. All are for re.IGNORECASE.

Long names count inside a word too (``Initialpasswort``, ``DB_PASSWORD``); short ones only by themselves.
"""

ALONE = r"(?<![^\W_])"
"""Not inside a word. Not ``\\b``: ``DB_PW`` is named too."""

_LONG = (
    # English, and as it is mistyped
    r"passwordd?s?|pass[ -]words?|passwd|pass[ -]?phrases?|pas+w(?:rd|ord|rod|prd)|pas+ow(?:rd|r?d)",
    # German, Dutch
    r"passw[oö]rt(?:er|es|s)?|pass?wort|kenn ?w(?:ort|örter)(?:es|s)?|wacht ?woord(?:en)?",
    # French, Spanish, Portuguese, Italian
    r"mots? de passes?|contrase[ñn]as?|palavra-passe|parola (?:d['’]ordine|chiave)",
    # Swedish, Danish, Norwegian, Finnish, Polish, Czech, Estonian, Russian
    r"l[öo]senord(?:et)?|adgangskode|passord(?:et)?|salasana|has[łl][oa]|heslo|parool|пароль",
)
_SHORT = (
    r"pass(?:key|[ -]?code)?(?!\w)|code ?word|codewort|p(?:s?wd|word|/w|wo?rt|ws?)|psw",
    r"mdp|clave|senha|parola|ww(?=\W{1,3}(?:is|was|van|voor)\b|\s?[:=])",
    r"(?:secret|security) answer|sicherheitsantwort",
)
_ENDING = (
    r"(?<=[a-z][a-z])(?<!by)(?<!com)(?<!sur)(?<!tres)(?<!over)(?<!under)(?<!im)"
    r"(?:pass|pwd?)(?=[\"']?\s?[:=]|\s+[^\s\d]{1,30}\d)"
)
"""As in ``dbpass = …``, not as in "bypass: …"."""

PASSWORD = rf"(?:(?=[pkwmcslahп])(?:{'|'.join(_LONG)}|{ALONE}(?:{'|'.join(_SHORT)})|{_ENDING}))"

_OF_KEY = (
    r"api|access|account|secret|private|priv|shared|shared[_\s-]?access|auth|authentication|encryption|signing|master"
    r"|storage|subscription|function|admin|wi-?fi|wlan|wpa[23]?|network|pre-?shared|security|setup|ipsec|vpn|tunnel"
    r"|radius|tacacs|snmp|app|integration|client|deploy|webhook|hmac|consumer|sas|ingest(?:ion)?|restricted"
    r"|enrol?ment|activation|registration|installation|join|agent",
    r"datadog|mailgun|pagerduty|okta|meraki|sendgrid|zapier|openai|stripe|algolia|mapbox|twilio|cloudflare|halo"
    r"|autotask|connectwise",
)
_TOKENS = (
    rf"{ALONE}(?:(?:{'|'.join(_OF_KEY)})[_ -]?keys?|(?:secret|token)(?:s|key)?|psk|pat|passkey|shared[_ -]secret|skey"
    r"|key[ _-]?(?:content|material))",
    r"(?<=[a-z])(?<!publickey)(?<!publicke)(?:secret|token|apikey)(?:key)?(?![a-z])",
    r"(?:api|access|account|secret|private|encryption|auth|validation|decryption)key",
    r"(?<=\")auth(?=\"\s?:)|_auth(?=\s?=)|credentials?(?=\s?=)",
    r"(?:wlan|wi-?fi|netzwerk|api|sicherheits|wpa2?|zugriffs)-?schl(?:ü|ue)ssel",
    r"(?:vorinstallierter|gemeinsamer|vorab geteilter) schl(?:ü|ue)ssel",
    r"clé (?:wi-?fi|wpa2?|api|secrète|de sécurité|réseau|partagée|pré-?partagée)",
    r"chiave (?:wi-?fi|wpa2?|api|segreta|di rete)|clave (?:api|wi-?fi|wpa2?|precompartida|compartida)",
    r"(?:wi-?fi|netwerk|api)-?sleutel|gedeelde sleutel|secreto|jeton|gettone|geheimnis",
    r"(?-i:(?<=[A-Z0-9]_)(?<!SORT_)(?<!PRIMARY_)(?<!FOREIGN_)(?<!PARTITION_)(?<!CACHE_)(?<!PUBLIC_)(?<!HOST_)(?<!LICENSE_)"
    r"(?:KEY|PAT|AUTH|CREDENTIALS?|SALT|DSN)(?=\s?[=:]))",
)
TOKEN = rf"(?:{'|'.join(_TOKENS)})"

IS = (
    r"(?:used to be|is|are|was|were|be|lautet|lautete|ist|war|wäre|heißt|heisst|est|était|c['’]est|es|era|è|é|fue|ser"
    r"|jest|är|er|['’]s)"
)
"""The verb between a name and its secret."""

WITH = r"(?:with|using|mit|via|avec|con|met|com)"
AS = r"(?:as|als|comme|como|come)"
TO = r"(?:to|into|auf|zu|in|en|à|a|naar)"
OF = r"(?:for|of|on|to|at|from|für|fuer|von|vom|zum|zur|der|des|pour|de|du|d['’]|para|del|voor|van|per|di|do|i|till)"
