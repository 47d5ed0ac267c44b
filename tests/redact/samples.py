"""Secrets put together at run time, so that no scanner, ours included, finds one in a file."""

import base64
import json
import random
import string
import zlib

ALNUM = string.ascii_letters + string.digits
UPPER = string.ascii_uppercase + string.digits
BASE32 = string.ascii_uppercase + "234567"
BASE64 = ALNUM + "+/"
URL64 = ALNUM + "-_"
HEX = "0123456789abcdef"
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def draw(alphabet, length, seed=7):
    """Return a random text whose ends are letters or digits."""
    source = random.Random(f"{seed}{length}")
    ends = [c for c in alphabet if c.isalnum()]
    inner = source.choices(alphabet, k=max(length - 2, 0))
    return "".join([source.choice(ends), *inner, source.choice(ends)])[:length]


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def check(body):
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return digits


def jwt(payload, header=None):
    header = header or {"alg": "HS256", "typ": "JWT"}
    return ".".join([segment(header), segment(payload), draw(ALNUM, 43)])


PEM_BODY = "\n".join(draw(BASE64, 64, seed) for seed in range(6)) + "\n" + draw(ALNUM, 20) + "=="
BODY30 = draw(ALNUM, 30)

# Rule and token, for tokens that need no surroundings.
TOKENS = [
    ("aws-access-key-id", "AKIA" + draw(BASE32, 16)),
    ("aws-access-key-id", "ASIA" + draw(BASE32, 16)),
    ("google-api-key", "AIza" + draw(URL64, 35)),
    ("google-oauth", "GOCSPX-" + draw(URL64, 28)),
    ("google-oauth", "ya29." + draw(URL64, 120)),
    ("alibaba-key-id", "LTAI" + draw(ALNUM, 20)),
    ("tencent-key-id", "AKID" + draw(ALNUM, 32)),
    ("digitalocean-token", "dop_v1_" + draw(HEX, 64)),
    ("heroku-key", "HRKU-" + draw(URL64, 58)),
    ("fly-token", "fm2_" + draw(BASE64, 200)),
    ("netlify-token", "nfp_" + draw(ALNUM, 36)),
    ("supabase-key", "sbp_" + draw(HEX, 40)),
    ("planetscale-token", "pscale_tkn_" + draw(ALNUM, 43)),
    ("pulumi-token", "pul-" + draw(HEX, 40)),
    ("doppler-token", "dp.pt." + draw(ALNUM, 43)),
    ("vault-token", "hvs." + draw(URL64, 90)),
    ("databricks-token", "dapi" + draw(HEX, 32)),
    ("cloudflare-key", "v1.0-" + draw(HEX, 24) + "-" + draw(HEX, 146)),
    ("github-token", "ghp_" + BODY30 + check(BODY30)),
    ("github-token", "gho_" + draw(ALNUM, 36)),
    ("github-token", "github_pat_" + draw(ALNUM, 22) + "_" + draw(ALNUM, 59)),
    ("gitlab-token", "glpat-" + draw(URL64, 20)),
    ("gitlab-token", "glpat-" + draw(URL64, 27) + ".01." + draw(ALNUM, 9)),
    ("npm-token", "npm_" + BODY30 + check("npm_" + BODY30)),
    ("pypi-token", "pypi-AgE" + draw(URL64, 150)),
    ("rubygems-token", "rubygems_" + draw(HEX, 48)),
    ("crates-token", "cio" + draw(ALNUM, 32)),
    ("docker-token", "dckr_pat_" + draw(URL64, 27)),
    ("artifactory-key", "AKCp" + draw(ALNUM, 69)),
    ("sonar-token", "sqp_" + draw(HEX, 40)),
    ("atlassian-token", "ATATT3" + draw(URL64, 180)),
    ("anthropic-key", "sk-ant-" + "api03-" + draw(URL64, 90)),
    ("openai-key", "sk-proj-" + draw(URL64, 120)),
    ("openai-key", "sk-" + draw(ALNUM, 20) + "T3Blbk" + "FJ" + draw(ALNUM, 20, 8)),
    ("openrouter-key", "sk-or-v1-" + draw(HEX, 64)),
    ("groq-key", "gsk_" + draw(ALNUM, 52)),
    ("xai-key", "xai-" + draw(ALNUM, 80)),
    ("perplexity-key", "pplx-" + draw(ALNUM, 48)),
    ("replicate-token", "r8_" + draw(ALNUM, 37)),
    ("huggingface-token", "hf_" + draw(string.ascii_letters, 34)),
    ("slack-token", "xoxb-" + draw(string.digits, 12) + "-" + draw(ALNUM, 24)),
    ("slack-token", "xapp-" + "1-A" + draw(UPPER, 10) + "-" + draw(HEX, 64)),
    ("sendgrid-key", "SG." + draw(URL64, 22) + "." + draw(URL64, 43)),
    ("mailgun-key", "key-" + draw(HEX, 32)),
    ("brevo-key", "xkeysib-" + draw(HEX, 64) + "-" + draw(ALNUM, 16)),
    ("twilio-key", "SK" + draw(HEX, 32)),
    ("twilio-key", "AC" + draw(HEX, 32)),
    ("stripe-key", "sk_live_" + draw(ALNUM, 24)),
    ("stripe-key", "whsec_" + draw(BASE64, 32)),
    ("square-token", "sq0atp-" + draw(URL64, 22)),
    ("shopify-token", "shpat_" + draw(HEX, 32)),
    ("shippo-token", "shippo_live_" + draw(HEX, 40)),
    ("grafana-token", "glsa_" + draw(ALNUM, 32) + "_" + draw(HEX, 8)),
    ("grafana-token", "glc_eyJ" + draw(BASE64, 120)),
    ("newrelic-key", "NRAK-" + draw(UPPER, 27)),
    ("sentry-token", "sntrys_" + draw(BASE64, 150)),
    ("dynatrace-token", "dt0c01." + draw(UPPER, 24) + "." + draw(UPPER, 64)),
    ("linear-key", "lin_api_" + draw(ALNUM, 40)),
    ("notion-token", "ntn_" + draw(ALNUM, 46)),
    ("notion-token", "secret_" + draw(ALNUM, 43)),
    ("postman-key", "PMAK-" + draw(HEX, 24) + "-" + draw(HEX, 34)),
    ("figma-token", "figd_" + draw(URL64, 40)),
    ("contentful-token", "CFPAT-" + draw(URL64, 43)),
    ("mapbox-token", "sk." + "eyJ" + draw(ALNUM, 80) + "." + draw(ALNUM, 22)),
    ("age-key", "AGE-SECRET-KEY-1" + draw(BASE32, 58)),
    ("jwt", jwt({"sub": "42", "exp": 1})),
    ("telegram-token", draw("123456789", 9) + ":AA" + draw(URL64, 33)),
    ("firebase-key", "AAAA" + draw(URL64, 7) + ":APA91b" + draw(URL64, 134)),
    ("terraform-token", draw(ALNUM, 14) + ".atlasv1." + draw(ALNUM, 67)),
    ("azure-key", draw(ALNUM, 3) + "8Q~" + draw(ALNUM, 34)),
    ("azure-key", draw(ALNUM, 76) + "AZDO" + draw(ALNUM, 4)),
    ("mailchimp-key", draw(HEX, 32) + "-us12"),
]

# Rule, what stands before, the secret, what stands after.
IN_CONTEXT = [
    ("aws-secret-access-key", "aws_secret_access_key = ", draw(BASE64, 40), ""),
    ("aws-secret-access-key", '"SecretAccessKey": "', draw(BASE64, 40), '"'),
    ("azure-key", "Protocol=https;AccountKey=", draw(BASE64, 86) + "==", ";Suffix"),
    ("azure-key", "blob?sv=2020&sig=", draw(BASE64, 43) + "%3D", "&se=1"),
    (
        "slack-webhook",
        "https://hooks.slack.com/services/",
        "T" + draw(UPPER, 9) + "/B" + draw(UPPER, 9) + "/" + draw(ALNUM, 24),
        "",
    ),
    (
        "discord-webhook",
        "https://discord.com/api/webhooks/",
        draw("123456789", 18) + "/" + draw(URL64, 68),
        "",
    ),
    (
        "discord-token",
        "client.run('",
        "MTk4" + draw(ALNUM, 20) + "." + draw(ALNUM, 6) + "." + draw(ALNUM, 38),
        "')",
    ),
    ("url-password", "postgres://app:", "hunter-7-Xq", "@db.internal/x"),
    ("url-password", "redis://:", "pw-of-redis", "@10.0.0.1:6379"),
    ("url-password", "mongodb+srv://u:", "p@ss:w0rt", "@cluster.mongodb.net"),
    ("bearer-token", "Authorization: Bearer ", draw(ALNUM, 40), ""),
    ("bearer-token", "Authorization: token ", draw(HEX, 40), ""),
    (
        "basic-credential",
        "Authorization: Basic ",
        base64.b64encode(b"deploy:" + draw(ALNUM, 12).encode()).decode().rstrip("="),
        "",
    ),
    ("npm-token", "//registry.npmjs.org/:_authToken=", draw(ALNUM, 36), ""),
    ("npm-token", "//registry.npmjs.org/:_password=", draw(ALNUM, 36), ""),
    ("private-key", "-----BEGIN RSA PRIVATE KEY-----\n", PEM_BODY, "\n-----END RSA PRIVATE KEY---"),
    ("private-key", "Private-Lines: 6\n", PEM_BODY.replace("\n" + PEM_BODY[-22:], ""), "\nPri: a"),
    (
        "private-key",
        "client-key-data: ",
        base64.b64encode(f"-----BEGIN RSA PRIVATE KEY-----\n{PEM_BODY}".encode()).decode(),
        "",
    ),
    ("assigned-secret", 'API_KEY = "', draw(ALNUM, 24), '"'),
    ("assigned-secret", "clientSecret: '", draw(URL64, 32), "',"),
    ("assigned-secret", 'const authToken: string = "', draw(HEX, 40), '";'),
    ("assigned-secret", "settings['SECRET_KEY'] = '", "zh!=!gq(w^_t[sBR29954x)HI+$eh", "'"),
    ("assigned-secret", "setenv('ENCRYPTION_KEY', '", draw(ALNUM, 32), "')"),
    ("assigned-password", 'password="', "kX9!vTq2", '"'),
    ("assigned-password", "'DB_PASSWORD' => '", draw(ALNUM, 20), "',"),
]
