"""What vendors' tokens look like, as their documentation says: one line a vendor."""

import re

_W = "[A-Za-z0-9_-]"
_N = "[A-Za-z0-9]"
_X = "[a-f0-9]"
_GUID = f"{_X}{{8}}(?:-{_X}{{4}}){{3}}-{_X}{{12}}"

TOKENS: tuple[tuple[str, str], ...] = (
    # chats
    ("Slack", rf"xox[abceoprsd]-(?=[A-Za-z-]{{0,40}}\d){_W}{{8,}}|xoxe\.xox[bp]-{_W}{{8,}}|x(?:app|wfp)-{_W}{{8,}}"),
    (
        "Telegram",
        rf"(?<=bot)\d{{8,10}}:AA{_W}{{32,34}}|(?<!\d)\d{{8,10}}:AA{_W}{{32,34}}|(?<!\d)\d{{8,10}}:{_W}{{35}}(?!{_W})",
    ),
    ("Discord", r"[MNO][A-Za-z\d_-]{23,25}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,}"),
    # code and packages
    ("GitHub", rf"gh[opsur]_{_N}{{20,}}|github_pat_[A-Za-z0-9_]{{20,}}"),
    ("GitLab", r"gl(?:pat|dt|rt|rtr|soat|ft|imt|agent|cbt|ptt|oas|ffct|wt)-[A-Za-z0-9_.-]{16,}|GR1348941[\w-]{20}"),
    ("Atlassian", rf"AT(?:BB{_N}{{24,}}|(?:CT|AT|ST)T3[A-Za-z0-9_=-]{{40,}})"),
    ("Azure DevOps", rf"{_N}{{76}}AZDO{_N}{{4}}(?!{_N})"),
    ("npm", rf"npm_{_N}{{30,}}"),
    ("PyPI", rf"pypi-{_W}{{40,}}"),
    ("RubyGems", rf"rubygems_{_X}{{40,}}"),
    ("Docker", rf"dckr_(?:pat|oat)_{_W}{{20,}}"),
    ("crates.io", rf"cio{_N}{{32}}(?!{_N})"),
    ("NuGet", r"oy2[a-z0-9]{43}"),
    ("JFrog", rf"AKCp{_N}{{60,}}|cmVmd{_N}{{59}}(?!{_N})"),
    ("CircleCI", r"CCIP(?:AT|RJ)_[A-Za-z0-9_]{20,}"),
    ("Buildkite", r"bk(?:ua|ct|aj)_[a-z0-9]{40}"),
    ("Sonar", rf"sq[upa]_{_X}{{40}}"),
    ("Octopus", r"API-[A-Z0-9]{25,32}(?![A-Z0-9-])"),
    ("Clojars", rf"CLOJARS_{_X}{{60}}"),
    ("Sourcegraph", rf"sgp_(?:{_X}{{16}}_|local_)?{_X}{{40}}"),
    ("Prefect", rf"pn[ub]_{_N}{{36}}"),
    # clouds
    (
        "AWS",
        rf"(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{{16}}(?!{_N})|ABSK[A-Za-z0-9+/]{{100,}}={{0,2}}|bedrock-api-key-{_W}{{20,}}",
    ),
    ("Google", rf"AIza{_W}{{30,}}|ya29\.{_W}{{20,}}|1//0{_W}{{30,}}|GOCSPX-{_W}{{20,}}|AQ\.Ab{_W}{{30,}}"),
    ("Azure", rf"(?<![\w~.-])[\w~.-]{{3}}[0-9]Q~[\w~.-]{{31,37}}|{_N}{{52,76}}(?:JQQJ99|AACDB|ACDB){_N}{{10,32}}"),
    ("DigitalOcean", rf"do[opr]_v1_{_X}{{64}}"),
    ("Databricks", rf"dapi{_X}{{32}}(?:-\d)?"),
    ("Heroku", rf"HRKU-{_W}{{30,}}"),
    ("Alibaba, Tencent", rf"LTAI{_N}{{16,24}}|AKID{_N}{{13,40}}"),
    ("Yandex", rf"AQVN{_W}{{35,}}|y[0-3]_{_W}{{50,}}"),
    ("Fly", rf"fo1_{_W}{{40,}}|fm[12]r?_[A-Za-z0-9+/=_-]{{80,}}"),
    ("Netlify, Vercel", rf"nf[pcoub]_{_N}{{36,}}|vercel_{_N}{{24,}}|v[cp][ikpr]?_{_N}{{50,}}"),
    ("Supabase", rf"sbp_{_X}{{40,}}|sb_secret_{_W}{{20,}}"),
    ("PlanetScale", r"pscale_(?:tkn|pw|oauth)_[\w.=-]{30,}"),
    ("Meta", rf"EAA[ACM]{_N}{{60,}}"),
    ("Oracle", r"ocid1\.secret\.\S{20,}"),
    ("Cloudflare", rf"v1\.0-{_X}{{24}}-{_X}{{146}}|cf(?:k|ut|at)_{_N}{{40,}}"),
    ("Render, Neon, Scaleway", rf"rnd_{_N}{{26,}}|napi_[a-z0-9]{{40,}}|scw_{_W}{{30,}}"),
    ("OpenShift, Kubernetes", rf"sha256~{_W}{{43}}(?!{_W})"),
    # models
    (
        "OpenAI, Anthropic",
        rf"sk-(?:ant|proj|svcacct|admin|or|lf|None)-{_W}{{12,}}|sk-{_N}{{20,}}|sess-{_N}{{40}}(?!{_N})",
    ),
    ("Groq, Cerebras, xAI", rf"gsk_{_N}{{30,}}|csk-[a-z0-9]{{40,}}|xai-{_N}{{40,}}"),
    ("Hugging Face", rf"hf_{_N}{{30,}}|api_org_[A-Za-z]{{30,}}"),
    ("Replicate, Perplexity", rf"r8_{_N}{{30,}}|pplx-{_N}{{30,}}|nvapi-{_W}{{40,}}|fw_{_N}{{20,}}|tgp_v1_{_W}{{40,}}"),
    ("LangSmith, Cohere", rf"lsv2_(?:pt|sk)_[a-f0-9_]{{30,}}|co_{_N}{{38,}}|pcsk_[A-Za-z0-9_]{{40,}}"),
    ("Tavily, Firecrawl, Jina", rf"tvly-[A-Za-z0-9-]{{20,}}|fc-{_X}{{32}}|jina_{_W}{{40,}}|sk_{_X}{{48}}(?!{_X})"),
    # money and shops
    ("Stripe", rf"[rs]k_(?:live|test|prod|org)_{_N}{{10,}}|whsec_[A-Za-z0-9+/=]{{20,}}|tok_{_N}{{32,}}"),
    ("Square", rf"sq0(?:atp|csp)-{_W}{{20,}}|sandbox-sq0csb-{_W}{{20,}}|EAAA{_W}{{58,62}}"),
    ("Shopify", r"shp(?:at|ca|pa|ss|ua|rk|tka)_[a-fA-F0-9]{32}"),
    ("Braintree, Razorpay", rf"access_token\$production\$[a-z0-9]{{16}}\${_X}{{32}}|rzp_(?:live|test)_{_N}{{14,}}"),
    ("Paddle, Plaid", rf"pdl_(?:live|sdbx)_\w{{20,}}|access-(?:sandbox|development|production)-{_GUID}"),
    (
        "Flutterwave, Lob, Athena",
        rf"(?i:flwseck(?:_test)?-[a-z0-9]{{32}}-x)|(?:live|test)_{_X}{{32,}}|ATNA-{_W}{{20,}}",
    ),
    (
        "Shippo, EasyPost, Duffel",
        rf"shippo_(?:live|test)_{_X}{{40}}|EZ[AT]K{_N}{{54}}|duffel_(?:live|test)_[\w=-]{{40,}}",
    ),
    # mail and telephony
    ("SendGrid", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{20,64}"),
    ("Brevo", rf"x(?:keys|smtps)ib-{_X}{{40,64}}-{_N}{{16}}"),
    ("Mailgun", rf"key-{_X}{{32}}|{_X}{{32}}-{_X}{{8}}-{_X}{{8}}(?!{_X})"),
    ("Mailchimp", rf"(?:pubkey-)?{_X}{{32}}-us\d{{1,2}}"),
    ("Twilio", rf"SK{_X}{{32}}(?!{_X})"),
    ("Resend, MailerSend", rf"re_{_N}{{6,10}}_{_N}{{20,}}|mlsn\.{_X}{{60,}}"),
    # operations
    ("Vault", rf"hv[bsr]\.{_W}{{20,}}|(?<![\w.])s\.{_N}{{24}}(?![\w.])"),
    ("Terraform", rf"{_N}{{14}}\.atlasv1\.[\w=-]{{40,}}"),
    ("Doppler", r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,}"),
    ("age", r"AGE-SECRET-KEY-1[A-Z0-9]{50,60}"),
    ("New Relic", rf"NRAK-[A-Z0-9]{{24,}}|NR(?:AA|II|IQ|BR|JS|RA|SP)-[A-Za-z0-9-]{{18,}}|{_X}{{36}}NRAL"),
    ("Grafana", r"gl(?:sa|c)_[A-Za-z0-9+/=_]{24,}|eyJrIjoi[A-Za-z0-9+/=]{40,}"),
    ("Sentry", r"sntr(?:ys|yu)_[A-Za-z0-9_+/=-]{40,}"),
    ("Datadog", rf"dd(?:app|pat|ap|a|p)_{_N}{{30,}}"),
    ("Dynatrace", r"dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    ("Pulumi, Elastic", rf"pul-{_X}{{40}}|es(?:su|sp)_{_W}{{40,}}"),
    (
        "1Password",
        r"ops_eyJ[A-Za-z0-9+/=_-]{80,}|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}",
    ),
    ("Tailscale, ngrok", rf"tskey-[a-z]{{3,12}}-[A-Za-z0-9-]{{12,}}|ak_2{_N}{{26}}(?!{_N})"),
    ("PagerDuty", r"u\+[A-Za-z0-9_+/-]{18}(?![A-Za-z0-9])|PD[A-Z]{2}-[A-Za-z0-9_+/-]{20,}|PRV?KEY-[\w-]{20,}"),
    ("PostHog, Akeyless", rf"phx_{_N}{{40,}}|akv1_[\w-]{{30,}}"),
    ("LaunchDarkly", rf"(?:sdk|api|mob)-{_GUID}"),
    ("Contentful, Adafruit", rf"CFPAT-{_W}{{40,}}|aio_{_N}{{28}}(?!{_N})"),
    ("Modal", rf"a[ks]-{_N}{{22}}(?!{_N})"),
    ("MaxMind", rf"{_N}{{6}}_{_N}{{29}}_mmk"),
    ("ReadMe, Fathom", rf"rdme_[a-z0-9]{{60,}}|[a-z0-9]{{14}}\.{_X}{{32}}\.live"),
    ("IT Glue", rf"ITG\.{_X}{{32}}\.{_W}{{40,}}"),
    # desks, notes, work
    ("Linear", rf"lin_(?:api|oauth|wh)_{_N}{{30,}}"),
    ("Notion", rf"secret_{_N}{{40,}}|ntn_{_N}{{40,}}"),
    ("Airtable, Figma", rf"pat{_N}{{14}}\.{_X}{{64}}|fig[duo]r?_{_W}{{38,}}"),
    ("HubSpot", rf"pat-(?:na|eu|ap)\d-{_GUID}"),
    ("Dropbox", rf"sl\.(?:B|u\.)?{_W}{{60,}}"),
    ("Typeform", r"tfp_[\w.=-]{40,}"),
    ("Salesforce", r"00D[A-Za-z0-9]{12,15}![A-Za-z0-9_.]{60,}"),
    ("Asana", rf"[12]/\d{{14,18}}:{_X}{{32}}|[12]/\d{{10,}}/\d{{10,}}:{_X}{{32}}"),
    ("Intercom, Freshworks", rf"dG9rO[A-Za-z0-9+/]{{40,}}={{0,2}}|ico-{_N}{{32}}|NGHG{_N}{{20,}}"),
    (
        "Postman, Frame.io, Mapbox",
        rf"PMA[KT]-{_X}{{24}}-{_X}{{34}}|fio-u-[\w=-]{{60,}}|sk\.eyJ{_W}{{40,}}\.{_W}{{16,}}",
    ),
    ("Postmark, Mandrill", rf"pm[ask]_[A-Za-z0-9-]{{30,}}|md-{_W}{{22}}(?!{_W})|mfp-{_X}{{40}}"),
)
"""Publishable keys (Stripe's ``pk_``, Square's ``sq0idp-``) and ids of accounts are in every browser, and not here."""

TOKEN = re.compile(rf"(?:(?<![A-Za-z0-9])|(?<=/bot))(?:{'|'.join(pattern for _, pattern in TOKENS)})")
API_KEY = re.compile(r"sk-|[rs]k_|A[KS]IA|AIza|gsk_|NRAK|key-")
"""Tokens that are called API keys."""

PREFIXED = re.compile(
    r"(?<![\w/.-])(?!(?:pk|pub|public|publishable)[_-]|\w{0,20}[_-](?:pk|pub|public|publishable|id)[_-])"
    r"[A-Za-z]{2,12}(?:[_-][A-Za-z0-9]{1,10}){0,3}[_-](?=[A-Za-z0-9]{0,40}\d)(?=[A-Za-z0-9]{0,40}[a-z])"
    r"(?=[A-Za-z0-9]{0,40}[A-Z])[A-Za-z0-9]{32,200}(?![A-Za-z0-9])"
)
"""How most vendors that we do not know make theirs: a name, perhaps "live", and a long mix."""
