"""Secrets on command lines, by what the tool takes where."""

import re
from collections.abc import Iterator

from core.secret.look import is_ordinary
from core.secret.span import Span
from core.secret.value import word_at

_LINE = r"[^\n|]{0,200}?\s"
_TOOLS: tuple[tuple[str, str], ...] = (
    ("net", r"\bnet1?(?:\.exe)?\s+user\s+(?:/domain\s+)?(?:\"[^\"\n]{1,60}\"|[^\s/]{1,60})\s+(?![/*])"),
    ("net", r"\bnet(?:\.exe)?\s+use\s+[^\n]{0,120}?/u(?:ser)?:(?:\"[^\"\n]{1,60}\"|\S{1,80})\s+(?![/*])"),
    ("net", r"\bnet(?:\.exe)?\s+use\s+(?:\S:\s+|\*\s+)?\\\\\S{1,120}\s+(?![/*\\])(?=\S{1,80}\s+/u)"),
    ("mysql", rf"\bmysql(?:dump|admin|sh)?\s(?:{_LINE})?(?-i:-p)(?=[^\s-])"),
    ("maria", rf"\bmariadb(?:-\w+)?\s(?:{_LINE})?(?-i:-p)(?=[^\s-])"),
    ("curl", rf"\bcurl(?:\.exe)?\s(?:{_LINE})?(?:-u|--user|-U|--proxy-user)[ =]?[\"']?[^\s:\"']{{0,80}}:(?!//)"),
    ("psexec", rf"\bpsexec(?:64)?(?:\.exe)?\s(?:{_LINE})?(?-i:-p)\s+"),
    ("sshpass", r"\bsshpass\s+(?-i:-p)\s{0,2}"),
    ("-pw", rf"\b(?:plink|pscp|psftp|putty)(?:\.exe)?\s(?:{_LINE})?-pw\s+"),
    ("sqlcmd", rf"\bsqlcmd\s(?:{_LINE})?(?-i:-P)\s{{0,2}}"),
    ("bcp", rf"\bbcp\s(?:{_LINE})?(?-i:-P)\s{{0,2}}"),
    ("sql", rf"\b[oi]sql\s(?:{_LINE})?(?-i:-P)\s{{0,2}}"),
    (
        "/",
        r"\b(?:sqlplus|impdp|expdp|imp|exp|sqlldr|rman\s+target|connect)\s+(?:-\w\s+)?\"?[\w.]{1,40}/(?=[^\s/]{3,60}@)",
    ),
    ("ldap", rf"\bldap\w{{2,10}}\s(?:{_LINE})?-w\s+"),
    ("%", r"\s(?:-U|--user)[ =][\"']?[^\s%\"']{1,80}%"),
    ("redis", rf"\bredis-cli\s(?:{_LINE})?(?:-a|--pass)\s+"),
    (
        "login",
        rf"\b(?:docker|podman|helm|az|oc|nerdctl|skopeo|buildah|crane)\s(?:{_LINE})?login\s(?:{_LINE})?(?-i:-p)\s+",
    ),
    ("mongo", rf"\bmongo(?:sh|dump|restore|export|import)?\s(?:{_LINE})?(?-i:-p)\s+"),
    ("pass:", r"\s-pass(?:in|out)?\s+pass:"),
    ("7z", rf"\b7z[az]?(?:\.exe)?\s(?:{_LINE})?(?-i:-p)(?=\S)"),
    ("zip", rf"\b(?:un)?zip\s(?:{_LINE})?(?-i:-P)\s{{0,2}}"),
    ("rar", rf"\b(?:un|win)?rar\s(?:{_LINE})?-h?p(?=\S)"),
    ("/p:", r"\s/p:(?=\S)"),
    ("/pass", r"\s/pass(?:wordd?)?:"),
    ("/rp", rf"\bschtasks\s(?:{_LINE})?/rp\s+"),
    ("rdesktop", rf"\brdesktop\s(?:{_LINE})?(?-i:-p)\s+"),
    ("ipmitool", rf"\bipmitool\s(?:{_LINE})?(?-i:-P)\s+"),
    ("racadm", rf"\bracadm\s(?:{_LINE})?(?-i:-p)\s+"),
    ("winrs", rf"\bwinr[sm]\s(?:{_LINE})?[-/]p(?:assword)?:"),
    ("snmp", rf"\bsnmp\w{{2,10}}\s(?:{_LINE})?(?-i:-c|-A)\s+"),
    ("snmp", rf"\bsnmp\w{{2,10}}\s(?:{_LINE})?(?-i:-X)\s+"),
    ("htpasswd", r"\bhtpasswd\s+-\w{0,8}b\w{0,8}\s+\S{1,120}\s+\S{1,60}\s+"),
    ("rasdial", r"\brasdial\s+(?:\"[^\"\n]{1,60}\"|\S{1,60})\s+\S{1,60}\s+(?!/)"),
    ("vncpasswd", r"\becho\s+(?=\S{1,80}\s{0,2}\|\s{0,2}vncpasswd)"),
    ("stdin", r"\becho\s+(?:-n\s+)?(?=[^\n|]{1,80}\|[^\n]{0,80}--(?:passwd|password)?-?stdin)"),
    ("sudo -s", r"\becho\s+(?:-n\s+)?(?=\S{1,80}\s{0,2}\|\s{0,2}sudo\s+-S)"),
    ("chpasswd", r"\becho\s+[\"']?[\w.-]{1,40}:(?=[^\n|]{1,80}\|\s{0,2}(?:sudo\s+)?chpasswd)"),
    ("securestring", r"ConvertTo-SecureString(?:\s+-(?:String|AsPlainText|Force|Key))*\s+(?!-|\$)"),
    ("credential", r"(?:NetworkCredential|PSCredential)\s?\(\s?[\"'][^\"'\n]{1,80}[\"']\s?,\s?(?=[\"'])"),
    ("dsmod", rf"\bds(?:mod|add)\s(?:{_LINE})?-pwd\s+"),
    ("keytool", rf"\bkeytool\s(?:{_LINE})?-(?:store|key)pass\s+"),
    (
        "-",
        r"(?<!\S)--?[a-z-]{0,24}(?:passw(?:or)?d|passphrase|storepass|keypass|pwd|token|secret|api-?key)(?:="
        r"|:|\s+)(?![-($])",
    ),
    ("identified by", r"\bidentified\s+(?:with\s+\S{1,40}\s+)?by\s+(?:password\s+)?(?=[\"'])"),
    ("with password", r"\bwith\s+(?:encrypted\s+)?password\s+(?=['\"])"),
    ("pgpass", r"\bpgpass\b[^\n:]{0,60}?[\w.*-]{1,80}:(?:\d{2,5}|\*):[^\s:]{1,60}:[^\s:]{1,60}:"),
    (":5432", r"[\w.*-]{1,80}:5432:[^\s:]{1,60}:[^\s:]{1,60}:"),
    # what network devices are told
    ("enable", r"\benable\s+(?:secret|password)\s+(?:level\s+\d+\s+)?(?:\d\s+)?"),
    ("username", r"\busername\s+\S{1,60}\s+(?:privilege\s+\d+\s+)?(?:secret|password)\s+(?:\d\s+)?"),
    ("community", r"\bsnmp(?:-server|-agent)?\s+(?:set\s+)?communit(?:y|ies)\s+(?:(?:read|write|cipher|simple)\s+)?"),
    ("community", r"^\s{0,8}r[ow]community6?\s+"),
    ("community", r"\bcommunity(?:\s+string)?\s?(?:[:=]|is)\s+"),
    ("community", r"\bset\s+community\s+"),
    (
        "-p",
        r"^(?![^\n]{0,300}?\b(?:mysql|mariadb|docker run))[^\n]{0,200}?"
        r"\s-u(?:ser)?[ =]?[^\s:]{1,80}\s(?:[^\n|]{0,80}?\s)?(?-i:-p)\s+(?!\d+\b)",
    ),
    ("ssh-keygen", rf"\bssh-keygen\s(?:{_LINE})?(?-i:-P)\s+"),
    ("ssh-keygen", rf"\bssh-keygen\s(?:{_LINE})?(?-i:-N)\s+"),
    ("certutil", rf"\bcertutil\s(?:{_LINE})?(?-i:-p)\s+"),
    ("isakmp", r"\bisakmp\s+key\s+(?:\d\s+)?"),
    ("key", r"\b(?:radius|tacacs)(?:-server|\+)?\s[^\n]{0,80}?(?:\n\s[^\n]{0,60}){0,4}?\bkey\s+(?:\d\s+)?(?!chain)"),
    ("aaa-", r"\baaa-server\s[^\n]{0,80}\n\s+key\s+"),
    (
        "key",
        r"\bkey-string\s+(?:\d\s+)?|\bpre-shared-key\s+(?:(?:local|remote|ascii-text|hexadecimal"
        r"|address\s+\S+\s+key)\s+)?(?:\d\s+)?",
    ),
    ("-psk", r"\bwpa-psk\s+(?:ascii|hex)\s+(?:\d\s+)?|\b(?:wpa-)?passphrase\s+(?:ascii|hex)\s+(?:\d\s+)?"),
    ("set ", r"\bset\s+(?:psksecret|passw(?:or)?d|passphrase|psk|secret|auth-pwd|private-key)\s+(?:ENC\s+)?(?!to\b)"),
    ("md5", r"\bmessage-digest-key\s+\d+\s+md5\s+(?:\d\s+)?"),
    ("wpa_", r"\bwpa_passphrase\s+(?:\"[^\"\n]{1,40}\"|\S{1,40})\s+"),
    ("nmcli", rf"\bnmcli\s(?:{_LINE})?password\s+"),
    ("ntp", r"\bntp\s+authentication-key\s+\d+\s+md5\s+"),
    ("password ", r"^\s{0,8}(?:line\s|)password\s+[07]\s+"),
    ("key", r"\bkey\s+7\s+|\bmd5\s+7\s+|\bauthentication-key\s+\"?"),
)
_COMMANDS = tuple((hint, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for hint, pattern in _TOOLS)


def commands(text: str) -> Iterator[Span]:
    """Passwords and keys that were given to a tool."""
    lower = text.casefold()
    for hint, pattern in _COMMANDS:
        if hint in lower:
            yield from _given(pattern, text)


def _given(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for found in pattern.finditer(text):
        stretch = word_at(text, found.end())
        if stretch and stretch[1] - stretch[0] > 2 and not _is_harmless(text[slice(*stretch)]):
            yield Span(*stretch, "password")


def _is_harmless(word: str) -> bool:
    """Not given, or what every device is delivered with."""
    return is_ordinary(word) or word in ("public", "private")
