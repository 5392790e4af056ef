"""Secrets that are known by their shape alone, wherever they stand."""

import re
from collections.abc import Iterator

from core.secret.span import Span

_KEY = "private key"
_BEGIN = r"-{4,5} ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)? ?-{4,5}"
_PEM = re.compile(
    rf"{_BEGIN}(?:(?:[^-]|-(?!---[- ]?(?:BEGIN"
    rf"|END))){{0,20000}}-{{4,5}} ?END [A-Z0-9 ]{{0,30}}PRIVATE KEY(?: BLOCK)? ?-{{4,5}}"
    r"|(?:\s{1,4}[A-Z][\w-]{1,30}: [^\n]{1,80}){0,5}(?:[\s>|]|\\n){0,4}(?=[a-z]*[A-Z0-9])[\w+/=]+(?:(?:[\s>|]"
    r"|\\n){1,4}[\w+/=]{16,})*)"
)
"""Whole, or as much of it as was pasted."""

_PUTTY = re.compile(
    r"Private-Lines: \d{1,4}\s+(?P<secret>[A-Za-z0-9+/=]{20,80}(?:\s[A-Za-z0-9+/=]{4,80}(?=\s|\Z)){0,120})"
)
_WIREGUARD = re.compile(r"(?i)(?<![a-z])(?:private|preshared)key\s{0,4}[=:]\s{0,4}(?P<secret>[A-Za-z0-9+/]{43}=)")
_JWK = re.compile(r"\"d\"\s?:\s?\"(?P<secret>[A-Za-z0-9_-]{32,800})\"")
_BITLOCKER = re.compile(r"(?<![\d-])\d{6}(?:[- ]\d{6}){7}(?![\d-])")
_HASHES = re.compile(
    r"\$(?:1|5|6|7|8|9|y|apr1|2[abxy]?|argon2(?:id|i|d)|pbkdf2[\w-]{0,12}|krb5\w{2,8})\$[\w./$=,+*-]{16,2000}"
    r"|(?<=:)[0-9a-fA-F]{32}:[0-9a-fA-F]{32}(?=:::)"
)

_TOKENS = (
    # chats
    r"xox[abceoprs]-(?=[A-Za-z-]{0,40}\d)[A-Za-z0-9-]{8,}|xoxe\.xox[bp]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}"
    r"|(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{32,34}|[MNO][A-Za-z\d_-]{23,25}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,}",
    # code
    r"gh[opsur]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:pat|dt|rt|soat|ft|imt|agent|cbt|ptt"
    r"|oas)-[A-Za-z0-9_.-]{16,}"
    r"|GR1348941[A-Za-z0-9_-]{20}|ATBB[A-Za-z0-9]{28,}|ATCTT3[A-Za-z0-9_=-]{40,}|ATATT3[A-Za-z0-9_=-]{40,}"
    r"|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{40,}|rubygems_[a-f0-9]{40,}|dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}"
    r"|cio[A-Za-z0-9]{32}(?![A-Za-z0-9])|oy2[a-z0-9]{43}|AKCp[A-Za-z0-9]{60,}|CCIPAT_[A-Za-z0-9_]{20,}"
    r"|bkua_[a-z0-9]{40}|sq[up]_[a-f0-9]{40}|sqa_[a-f0-9]{40}",
    # clouds
    r"(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}(?![0-9A-Za-z])|AIza[0-9A-Za-z_-]{30,}|ya29\.[0-9A-Za-z_-]{20,}"
    r"|1//0[0-9A-Za-z_-]{30,}|GOCSPX-[0-9A-Za-z_-]{20,}"
    r"|[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,37}|do[opr]_v1_[a-f0-9]{64}|dapi[a-f0-9]{32}(?:-\d)?"
    r"|HRKU-[A-Za-z0-9_-]{30,}"
    r"|LTAI[A-Za-z0-9]{16,24}|AKID[A-Za-z0-9]{13,40}|fo1_[\w-]{40,}|fm[12]r?_[A-Za-z0-9+/=_-]{80,}"
    r"|FlyV1 fm\d_[A-Za-z0-9+/=_,-]{80,}"
    r"|nfp_[A-Za-z0-9]{36,}|vercel_[A-Za-z0-9]{24,}|v[cp][ikpr]?_[A-Za-z0-9]{50,}|sbp_[a-f0-9]{40,}"
    r"|sb_secret_[A-Za-z0-9_-]{20,}"
    r"|pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{30,}|EAAC[A-Za-z0-9]{60,}|ocid1\.secret\.\S{20,}"
    r"|tok_[A-Za-z0-9]{32,}|s?cfk?_[A-Za-z0-9]{37,}"
    r"|v1\.0-[a-f0-9]{24}-[a-f0-9]{146}|rnd_[A-Za-z0-9]{26,}|napi_[a-z0-9]{40,}|scw_[A-Za-z0-9-]{30,}",
    # models
    r"sk-(?:ant|proj|svcacct|admin|or|lf)-[A-Za-z0-9_-]{12,}|sk-[A-Za-z0-9]{20,}|gsk_[A-Za-z0-9]{30,}"
    r"|hf_[A-Za-z0-9]{30,}|api_org_[A-Za-z]{30,}"
    r"|r8_[A-Za-z0-9]{30,}|xai-[A-Za-z0-9]{40,}|pplx-[A-Za-z0-9]{30,}|nvapi-[A-Za-z0-9_-]{40,}|lsv2_(?:pt"
    r"|sk)_[a-f0-9_]{30,}|co_[A-Za-z0-9]{38,}|csk-[a-z0-9]{40,}|fw_[A-Za-z0-9]{20,}",
    # money and shops
    r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{20,}|sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{20,}"
    r"|EAAA[A-Za-z0-9_-]{58,62}"
    r"|shp(?:at|ca|pa|ss|ua|rk)_[a-fA-F0-9]{32}|access_token\$production\$[a-z0-9]{16}\$[a-f0-9]{32}"
    r"|rzp_(?:live|test)_[A-Za-z0-9]{14,}"
    r"|pdl_(?:live|sdbx)_\w{20,}|flwseck(?:_test)?-[a-z0-9]{32}-x|live_[a-f0-9]{32}[a-f0-9]*|ATNA-[\w-]{20,}",
    # mail and telephony
    r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{20,64}|xkeysib-[a-f0-9]{40,64}-[A-Za-z0-9]{16}"
    r"|xsmtpsib-[a-f0-9]{40,64}-[A-Za-z0-9]{16}|key-[a-f0-9]{32}"
    r"|(?:pubkey-)?[a-f0-9]{32}-us\d{1,2}|[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}|SK[a-f0-9]{32}"
    r"|re_[A-Za-z0-9]{6,10}_[A-Za-z0-9]{20,}|pm[ask]_[A-Za-z0-9-]{30,}|PMAK-[a-f0-9]{24}-[a-f0-9]{34}"
    r"|mlsn\.[a-f0-9]{60,}",
    # operations
    r"hv[bsr]\.[A-Za-z0-9_-]{20,}|(?<![\w.])s\.[A-Za-z0-9]{24}(?![\w.])"
    r"|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{40,}|dp\.(?:pt|st|ct|scim|audit)\.[A-Za-z0-9._-]{20,}"
    r"|AGE-SECRET-KEY-1[A-Z0-9]{50,60}|NRAK-[A-Z0-9]{24,}|NR(?:AA|II|IQ|BR|JS)-[A-Za-z0-9-]{20,}|gl(?:sa"
    r"|c)_[A-Za-z0-9+/=_]{24,}|sntr(?:ys|yu)_[A-Za-z0-9_+/=-]{40,}"
    r"|PRV?KEY-[\w-]{20,}|dd[ap]p?_[A-Za-z0-9]{30,}|dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}"
    r"|eyJrIjoi[A-Za-z0-9+/=]{40,}|pul-[a-f0-9]{40}|ops_eyJ[A-Za-z0-9+/=_-]{80,}"
    r"|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}"
    r"|tskey-[a-z]{3,12}-[A-Za-z0-9-]{12,}|akv1_[\w-]{30,}|u\+[A-Za-z0-9_+/-]{18}(?![A-Za-z0-9])"
    r"|PD[A-Z]{2}-[A-Za-z0-9_+/-]{20,}|shippo_(?:live|test)_[a-f0-9]{40}|phx_[A-Za-z0-9]{40,}"
    r"|[a-z0-9]{14}\.[a-f0-9]{32}\.live|rdme_[a-z0-9]{60,}",
    # desks, notes, work
    r"lin_(?:api|oauth)_[A-Za-z0-9]{30,}|secret_[A-Za-z0-9]{40,}|ntn_[A-Za-z0-9]{40,}"
    r"|pat(?:[A-Za-z0-9]{14})\.[a-f0-9]{64}|figd_[\w-]{38,}|pat-(?:na|eu)\d-[a-f0-9-]{36}|sl\.(?:B"
    r"|u\.)?[A-Za-z0-9_-]{60,}"
    r"|tfp_[A-Za-z0-9_.=-]{40,}|00D[A-Za-z0-9]{12,15}![A-Za-z0-9_.]{60,}|[12]/\d{14,18}:[a-f0-9]{32}"
    r"|[12]/\d{10,}/\d{10,}:[a-f0-9]{32}|dG9rO[A-Za-z0-9+/]{40,}={0,2}|ico-[A-Za-z0-9]{32}"
    r"|NGHG[A-Za-z0-9]{20,}|fio-u-[\w=-]{60,}|mfp-[a-f0-9]{40}",
)
_TOKEN = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_TOKENS)})")
_API_KEY = re.compile(r"sk-|[rs]k_|A[KS]IA|AIza|gsk_|NRAK|key-")
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,8000}\.[A-Za-z0-9_-]{0,4000}(?:\.[\w-]{0,4000}){0,2}")
_WEBHOOKS = re.compile(
    r"(?:(?<=hooks\.slack\.com/services/)(?!T\w{3,20}/B)|(?<=hooks\.slack\.com/workflows/)"
    r"|(?<=hooks\.slack\.com/triggers/)"
    r"|(?<=webhook\.office\.com/webhookb2/)(?!\S{1,90}/IncomingWebhook/)|(?<=webhook\.office\.com/webhook/)"
    r"|(?<=outlook\.office\.com/webhook/)|(?<=hooks\.zapier\.com/hooks/catch/)"
    r"|(?<=/hooks/)(?=[a-z0-9]{26}))[^\s<>\"'|)]{6,600}"
    r"|(?:(?<=/api/webhooks/)\d{15,22}/|(?<=slack\.com/services/)T\w{3,20}/B\w{3,20}/"
    r"|(?<=office\.com/webhookb2/)\S{1,90}/IncomingWebhook/)"
    r"(?P<secret>[^\s<>\"'|)]{1,600})"
)


def shapes(text: str) -> Iterator[Span]:
    """Private keys, recovery keys, webhooks, hashes of passwords and the tokens of vendors."""
    yield from (Span(*found.span(), _KEY) for found in _PEM.finditer(text))
    yield from (
        Span(*at.span("secret"), _KEY) for pattern in (_PUTTY, _WIREGUARD, _JWK) for at in pattern.finditer(text)
    )
    yield from (Span(*found.span(), "recovery key") for found in _BITLOCKER.finditer(text))
    yield from (Span(*found.span("secret" if found["secret"] else 0), "webhook") for found in _WEBHOOKS.finditer(text))
    yield from (Span(*found.span(), "password hash") for found in _HASHES.finditer(text))
    yield from (Span(*found.span(), "token") for found in _JWT.finditer(text))
    for found in _TOKEN.finditer(text):
        yield Span(*found.span(), "API key" if _API_KEY.match(found[0]) else "token")
