"""What only marks the place of a secret: ``<password>``, ``${DB_PASSWORD}``, ``********``, ``YOUR_API_KEY``."""

import re

_KINDS = (
    # brackets with words in them
    r"<[^<>\n]{0,80}>",
    r"\$?\{{1,2}[\w .:|-]{0,80}\}{1,2}",
    r"\{\{[^{}\n]{0,100}\}\}",
    r"\[[^\[\]\d\n]{0,60}\]",
    r"\([^()\s]{1,30}\s[^()\n]{1,60}\)",
    r"\[[^\[\]\s]{1,30}\s[^\[\]\n]{1,60}\]",
    # variables of shells, of programs, of templates
    r"\$(?-i:[A-Z_]{3,})[A-Z_0-9]*",
    r"\$(?:env:|args)\S{1,40}",
    r"\$\([^()\n]{0,80}\)",
    r"\$(?:pass\w*|pw\w*|cred\w*|token|secret\w*|secure\w*|api_?key|plain\w*|key|p|pat)",
    r"%[a-z_]\w{0,60}%",
    r"@?(?:secrets|env|vars|var|data|local|self|this|process\.env|os\.environ|os\.getenv|getenv|system\.getenv|vault"
    r"|config|settings|params|parameters|variables)[.:\[(]\S{0,100}",
    r"\(?(?-i:(?:Get|Read|ConvertTo|New|Import|Set|Add|Invoke|Connect)-[A-Z][A-Za-z]{2,30})\b\S{0,40}",
    r"[A-Za-z_$][\w.]{1,60}\([^()\n]{0,80}\)?",
    r"(?-i:[a-z_]{1,40}(?:\.[a-z_]{1,40}){0,4}\.(?:tokens?|password|passwd|secret|key|pwd|pass))",
    r"(?-i:(?:[A-Z][A-Z0-9]*_)*(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PWD))",
    r"![a-z]{3,20}",
    r"op://\S{0,200}",
    r"@microsoft\.keyvault\S{0,200}",
    r"_{2}\w{1,40}_{2}",
    r"@@\w{1,40}@@",
    # what is masked already
    r"[*•●·.xX?_\-…#]{2,}",
    r"\*{2,}\S{0,4}",
    r"\S{0,4}\*{4,}",
    r"\.{3}\S{0,8}",
    r"x+[_-]?x*",
    r"redacted|removed|masked|hidden|omitted|censored|snip(?:ped)?",
    # words that say so
    r"(?:your|(?:my|the|new|some|insert|enter|put|replace|example|sample|dummy|fake|this|old|db|user)[_-])[a-z_-]{0,40}"
    r"(?:password|passwd|pass|pw|token|key|secret|here|me|value)",
    r"(?:password|passwort|passwd|pass|pwd|secret|token|user|api[_-]?key)(?:_here|s)?",
    r"example|foobar|true|false|null|none|nil|undefined|tbd|todo|n/a",
    r"-{1,2}[a-z][a-z-]{1,30}",
)
_ONE = re.compile("|".join(_KINDS), re.IGNORECASE)
_HERE = re.compile(rf"(?:{_ONE.pattern})(?=[\s\"'`,;.)\]}}&@/<|]|\Z)", re.IGNORECASE)


def is_placeholder(word: str) -> bool:
    """Whether this only marks the place of a secret."""
    return bool(_ONE.fullmatch(word))


def placeholder_at(text: str, at: int) -> bool:
    """Whether one stands here, blanks within it or not."""
    return bool(_HERE.match(text, at))
