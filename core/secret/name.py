"""What people and programs call a secret, as pieces of patterns. All are for re.IGNORECASE.

Long names count inside a word too (``Initialpasswort``, ``DB_PASSWORD``); short ones only by themselves.
"""

ALONE = r"(?<![^\W_])"
"""Not inside a word. Not ``\\b``: ``DB_PW`` is named too."""

PASSWORD = (
    r"(?:passwords?|passw[oö]rt(?:er|es|s)?|passw[oö]rter|passwd|passphrases?|pass phrase|pas+w(?:rd|ord|rod"
    r"|prd)|pas+ow(?:rd|r?d)|paswort|kennw(?:ort|örter)(?:es|s)?"
    r"|mots? de passe|contrase[ñn]as?|wachtwoord(?:en)?|palavra-passe|parola d['’]ordine|parola chiave"
    r"|l[öo]senord(?:et)?"
    r"|adgangskode|passord(?:et)?|salasana|hasło|hasla|heslo|parool|пароль"
    rf"|{ALONE}(?:pass(?:key)?|passcode|code ?word|pswd|pword|p/w|pwd|pw|pwort|pws|mdp|clave|senha|psw|parola))"
)

_OF_KEY = (
    r"api|access|account|secret|private|shared|shared[_ -]?access|auth|authentication|encryption|signing"
    r"|master|storage"
    r"|subscription|function|admin|wi-?fi|wlan|wpa[23]?|network|pre-?shared|security|setup"
    r"|ipsec|vpn|tunnel|radius|tacacs|snmp|app|integration|client|deploy|webhook|hmac|consumer|sas"
    r"|ingest(?:ion)?|restricted|datadog|mailgun|pagerduty|okta|meraki|sendgrid|zapier|openai|stripe|algolia"
    r"|mapbox|twilio|cloudflare|halo|autotask|connectwise"
)
TOKEN = (
    rf"(?:{ALONE}(?:(?:{_OF_KEY})[_ -]?keys?|(?:secret|token)(?:s|key)?|psk|pat|passkey|shared[_ -]secret"
    rf"|key content)"
    r"|(?<!publickey)(?<!publicke)[a-z](?:secret|token|apikey)(?:key)?(?![a-z])|(?:api|access|account|secret"
    r"|private|encryption|auth|validation|decryption)key|(?<=\")auth(?=\"\s?:)|_auth(?=\s?=)"
    r"|(?:wlan|wi-?fi|netzwerk|api|sicherheits|wpa2?|zugriffs)-?schlüssel|clé (?:wi-?fi|wpa2?|api|secrète"
    r"|de sécurité|réseau)"
    r"|chiave (?:wi-?fi|wpa2?|api|segreta|di rete)|(?:wi-?fi|netwerk|api)-?sleutel|(?:secreto|jeton|gettone"
    r"|geheimnis)"
    r"|(?-i:(?<=[A-Z0-9]_)(?:KEY|PAT|AUTH|CREDENTIALS?|SALT|DSN)(?=\s?[=:])))"
)

IS = (
    r"(?:is|are|was|were|be|lautet|lautete|ist|war|wäre|heißt|heisst|est|était|c['’]est|es|era|è|é|fue|ser"
    r"|jest|är|er|['’]s)"
)
"""The verb between a name and its secret."""

WITH = r"(?:with|using|mit|via|avec|con|met|com)"
AS = r"(?:as|als|comme|como|come)"
TO = r"(?:to|into|auf|zu|in|en|à|a|naar)"
OF = r"(?:for|of|on|to|at|from|für|fuer|von|vom|zum|zur|der|des|pour|de|du|d['’]|para|del|voor|van|per|di|do|i|till)"
