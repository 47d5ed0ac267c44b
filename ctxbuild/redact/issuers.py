"""Tokens that announce themselves: one row for each prefix that an issuer publishes.

The columns are the rule's name, the literal beginnings, the rest as a regular
expression, and the test that keeps look-alikes. Formats are those of the
issuers' documents, widened where they say that lengths may grow.
"""

from __future__ import annotations

from collections.abc import Callable

from ctxbuild.redact.plausible import (
    is_aws_key_id,
    is_checked_token,
    is_jwt,
    is_random,
)

Row = tuple[str, str, str, Callable[[str], bool]]

_WORD = r"[A-Za-z0-9]"
_URL64 = r"[\w-]"
_HEX = r"[a-f0-9]"

TOKENS: tuple[Row, ...] = (
    # Clouds and their tools
    ("aws-access-key-id", "AKIA ASIA ABIA ACCA", r"[A-Z2-7]{16}", is_aws_key_id),
    ("google-api-key", "AIza", rf"{_URL64}{{35}}", is_random),
    ("google-oauth", "GOCSPX-", rf"{_URL64}{{28}}", is_random),
    ("google-oauth", "ya29.", r"[\w.-]{30,2000}", is_random),
    ("alibaba-key-id", "LTAI", rf"{_WORD}{{16,26}}", is_random),
    ("tencent-key-id", "AKID", rf"{_WORD}{{32}}", is_random),
    ("digitalocean-token", "dop_v1_ doo_v1_ dor_v1_", rf"{_HEX}{{64}}", is_random),
    ("heroku-key", "HRKU-", rf"{_URL64}{{36,80}}", is_random),
    ("fly-token", "fm2_ fm1r_ fo1_", r"[\w+/=-]{43,3000}", is_random),
    ("netlify-token", "nfp_", rf"{_WORD}{{36}}", is_random),
    ("supabase-key", "sbp_", rf"{_HEX}{{40}}", is_random),
    ("supabase-key", "sb_secret_", rf"{_URL64}{{22,50}}", is_random),
    ("planetscale-token", "pscale_tkn_ pscale_pw_ pscale_oauth_", r"[\w.=-]{32,64}", is_random),
    ("pulumi-token", "pul-", rf"{_HEX}{{40}}", is_random),
    ("doppler-token", "dp.pt. dp.st. dp.sa. dp.ct.", r"[\w.-]{40,64}", is_random),
    ("vault-token", "hvs. hvb. hvr.", rf"{_URL64}{{24,300}}", is_random),
    ("databricks-token", "dapi", rf"{_HEX}{{32}}(?:-\d)?", is_random),
    ("cloudflare-key", "v1.0-", rf"{_HEX}{{24}}-{_HEX}{{146}}", is_random),
    # Code hosts and registries
    ("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", rf"{_WORD}{{36}}", is_checked_token),
    ("github-token", "ghs_ ghu_ ghr_", r"[\w.-]{37,1000}", is_random),
    ("github-token", "github_pat_", r"\w{60,90}", is_random),
    (
        "gitlab-token",
        "glpat- gldt- glrt- glrtr- glptt- glsoat- glcbt- glft- glimt- glagent- gloas- glffct-",
        r"[\w.-]{20,300}",
        is_random,
    ),
    ("npm-token", "npm_", rf"{_WORD}{{36}}", is_checked_token),
    ("pypi-token", "pypi-AgE", rf"{_URL64}{{50,1000}}", is_random),
    ("rubygems-token", "rubygems_", rf"{_HEX}{{48}}", is_random),
    ("crates-token", "cio", rf"{_WORD}{{32}}", is_random),
    ("docker-token", "dckr_pat_ dckr_oat_", rf"{_URL64}{{27,32}}", is_random),
    ("artifactory-key", "AKCp", rf"{_WORD}{{60,80}}", is_random),
    ("sonar-token", "sqp_ squ_ sqa_", rf"{_HEX}{{40}}", is_random),
    ("atlassian-token", "ATATT3 ATCTT3 ATBB", r"[\w=-]{20,300}", is_random),
    # Models
    ("anthropic-key", "sk-ant-", rf"{_URL64}{{40,200}}", is_random),
    ("openai-key", "sk-proj- sk-svcacct- sk-admin- sk-None-", rf"{_URL64}{{40,250}}", is_random),
    ("openrouter-key", "sk-or-v1-", rf"{_HEX}{{64}}", is_random),
    ("groq-key", "gsk_", rf"{_WORD}{{52}}", is_random),
    ("xai-key", "xai-", rf"{_WORD}{{80}}", is_random),
    ("perplexity-key", "pplx-", rf"{_WORD}{{48}}", is_random),
    ("replicate-token", "r8_", rf"{_WORD}{{37}}", is_random),
    ("huggingface-token", "hf_ api_org_", r"[A-Za-z]{34}", is_random),
    # Messages and mail
    (
        "slack-token",
        "xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xoxe.xoxb- xoxe.xoxp- xoxc- xoxd- xapp-",
        r"[\w%.+/=-]{15,400}",
        is_random,
    ),
    ("sendgrid-key", "SG.", r"[\w-]{20,24}\.[\w-]{39,50}", is_random),
    ("mailgun-key", "key-", rf"{_HEX}{{32}}", is_random),
    ("brevo-key", "xkeysib-", rf"{_HEX}{{64}}-{_WORD}{{16}}", is_random),
    (
        "twilio-key",
        " ".join(f"{kind}{digit}" for kind in ("SK", "AC") for digit in "0123456789abcdef"),
        rf"{_HEX}{{31}}",
        is_random,
    ),
    # Payment and shops
    (
        "stripe-key",
        "sk_live_ rk_live_ sk_test_ rk_test_ sk_org_ whsec_",
        r"[A-Za-z0-9+/=]{16,250}",
        is_random,
    ),
    ("square-token", "sq0atp- sq0csp-", rf"{_URL64}{{22,60}}", is_random),
    ("shopify-token", "shpat_ shpca_ shppa_ shpss_", r"[a-fA-F0-9]{32}", is_random),
    ("shippo-token", "shippo_live_", rf"{_HEX}{{40}}", is_random),
    # Monitoring, work, design
    ("grafana-token", "glsa_", rf"{_WORD}{{32}}_[a-fA-F0-9]{{8}}", is_random),
    ("grafana-token", "glc_eyJ", r"[A-Za-z0-9+/=]{32,400}", is_random),
    ("newrelic-key", "NRAK-", r"[A-Z0-9]{27}", is_random),
    ("sentry-token", "sntrys_ sntryu_", r"[\w+/=-]{40,400}", is_random),
    ("dynatrace-token", "dt0c01.", r"[A-Z0-9]{24}\.[A-Z0-9]{64}", is_random),
    ("linear-key", "lin_api_", rf"{_WORD}{{40}}", is_random),
    ("notion-token", "ntn_", rf"{_WORD}{{40,60}}", is_random),
    ("notion-token", "secret_", rf"{_WORD}{{43}}", is_random),
    ("postman-key", "PMAK-", rf"{_HEX}{{24}}-{_HEX}{{34}}", is_random),
    ("figma-token", "figd_", rf"{_URL64}{{38,60}}", is_random),
    ("contentful-token", "CFPAT-", rf"{_URL64}{{43}}", is_random),
    ("mapbox-token", "sk.eyJ", r"[\w-]{40,200}\.[\w-]{20,40}", is_random),
    # Formats of no one issuer
    ("age-key", "AGE-SECRET-KEY-1", r"[0-9A-Z]{58}", is_random),
    ("jwt", "eyJ", r"[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{16,2000}", is_jwt),
)
