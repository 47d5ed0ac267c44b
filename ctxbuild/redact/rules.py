"""The table of secrets: what they begin with, what they look like, and how to tell real ones.

A rule is found by an *anchor*, a literal that nearly every text lacks; its
pattern is tried around the anchor only. The patterns follow the formats that
the issuers publish. ``test`` keeps look-alikes: documentation examples, hashes,
placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ctxbuild.redact.plausible import (
    is_jwt,
    is_key_body,
    is_password,
    is_random,
    is_very_random,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row.

    ``lookback`` is how many characters before the anchor the pattern may
    begin. The group ``secret`` of the pattern is what gets hidden.
    """

    name: str
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    test: Callable[[str], bool]
    lookback: int = 0


def _rule(
    name: str,
    anchors: str,
    pattern: str,
    test: Callable[[str], bool] = is_random,
    lookback: int = 0,
) -> Rule:
    return Rule(name, tuple(anchors.split()), re.compile(pattern), test, lookback)


def _token(name: str, anchors: str, body: str, test: Callable[[str], bool] = is_random) -> Rule:
    """Return a rule for tokens that begin with their anchor, not inside a longer word."""
    choice = "|".join(map(re.escape, anchors.split()))
    return _rule(name, anchors, rf"(?<![\w-])(?P<secret>(?:{choice}){body})(?![\w-])", test)


# What stands between the lines of a key: line ends, also written as escapes, and quotes.
_BREAK = r"(?:[\s\"',]|\\+[nr])"

_SECRET_WORDS = tuple(
    form
    for word in ("password", "passwd", "secret", "token", "api_key", "apikey", "apiKey")
    for form in dict.fromkeys((word, word.upper(), word[0].upper() + word[1:]))
)

RULES: tuple[Rule, ...] = (
    _token("aws-access-key-id", "AKIA ASIA ABIA ACCA", r"[A-Z2-7]{16}"),
    _rule(
        "aws-secret-access-key",
        "aws_secret_access_key AWS_SECRET_ACCESS_KEY SecretAccessKey secretAccessKey",
        r"\w+[\s\"':=>,]{1,8}(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
        is_very_random,
    ),
    _token("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", r"[A-Za-z0-9]{36,251}"),
    _token("github-token", "github_pat_", r"[A-Za-z0-9_]{60,90}"),
    _token(
        "gitlab-token", "glpat- gldt- glrt- glptt- glsoat- glcbt- glft- glimt-", r"[\w.-]{20,60}"
    ),
    _token(
        "slack-token", "xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xoxc- xoxd- xapp-", r"[\w%.-]{15,250}"
    ),
    _rule(
        "slack-webhook",
        "hooks.slack.com/services/",
        r"hooks\.slack\.com/services/(?P<secret>T\w{6,14}/B\w{6,14}/\w{20,28})",
    ),
    _token("stripe-key", "sk_live_ rk_live_ sk_test_ rk_test_ whsec_", r"[A-Za-z0-9+/=]{16,250}"),
    _token("google-api-key", "AIza", r"[\w-]{35}"),
    _token("google-oauth", "GOCSPX-", r"[\w-]{28}"),
    _token("google-oauth", "ya29.", r"[\w-]{30,2000}"),
    _token("anthropic-key", "sk-ant-", r"[\w-]{40,200}"),
    _token("openai-key", "sk-proj- sk-svcacct- sk-admin-", r"[\w-]{40,250}"),
    _rule("openai-key", "T3BlbkFJ", r"(?<![\w-])(?P<secret>sk-\w{20}T3BlbkFJ\w{20})", lookback=23),
    _token("huggingface-token", "hf_", r"[A-Za-z]{34}"),
    _token("npm-token", "npm_", r"[A-Za-z0-9]{36}"),
    _token("pypi-token", "pypi-AgE", r"[\w-]{50,1000}"),
    _token("sendgrid-key", "SG.", r"[\w-]{20,24}\.[\w-]{39,50}"),
    _token("digitalocean-token", "dop_v1_ doo_v1_ dor_v1_", r"[a-f0-9]{64}"),
    _token("shopify-token", "shpat_ shpca_ shppa_ shpss_", r"[a-fA-F0-9]{32}"),
    _token("vault-token", "hvs. hvb.", r"[\w-]{24,300}"),
    _token("docker-token", "dckr_pat_ dckr_oat_", r"[\w-]{27,32}"),
    _token("grafana-token", "glsa_", r"[A-Za-z0-9]{32}_[a-fA-F0-9]{8}"),
    _token("linear-key", "lin_api_", r"[A-Za-z0-9]{40}"),
    _token("databricks-token", "dapi", r"[a-f0-9]{32}(?:-\d)?"),
    _token("mailgun-key", "key-", r"[a-f0-9]{32}"),
    _rule(
        "telegram-token",
        ":AA",
        r"(?<![\w-])(?P<secret>\d{8,10}:AA[\w-]{33})(?![\w-])",
        lookback=10,
    ),
    _rule(
        "azure-key",
        "AccountKey= SharedAccessKey=",
        r"\w+=(?P<secret>[A-Za-z0-9+/]{42,86}={0,2})",
        is_very_random,
    ),
    _token("age-key", "AGE-SECRET-KEY-1", r"[0-9A-Z]{58}"),
    Rule(
        "private-key",
        ("PRIVATE KEY-----", "PRIVATE KEY BLOCK-----"),
        re.compile(
            rf"PRIVATE KEY(?: BLOCK)?-----{_BREAK}*(?:[A-Z][\w-]+: [^\n\\]{{1,200}}{_BREAK}+)*"
            rf"(?P<secret>[A-Za-z0-9+/=]{{16,}}(?:{_BREAK}+[A-Za-z0-9+/=]{{16,}})*"
            rf"(?:{_BREAK}+[A-Za-z0-9+/=]{{1,76}}(?={_BREAK}*-----END))?)"
        ),
        is_key_body,
    ),
    Rule(
        "assigned-secret",
        _SECRET_WORDS,
        re.compile(
            r"\w{2,60}[\"']?\s{0,3}(?::=|=>|[:=])\s{0,3}"
            r"(?P<quote>[\"'])(?P<secret>[\w+/=.~!@#%^&*-]{16,200})(?P=quote)"
        ),
        is_very_random,
    ),
    _token("jwt", "eyJ", r"[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{16,2000}", is_jwt),
    _rule(
        "url-password",
        "://",
        r"://[^\s/:@\"'`<>]{0,100}:(?P<secret>[^\s/@\"'`<>]{3,200})@(?=[\w.\[-])",
        is_password,
    ),
    _rule("bearer-token", "Bearer", r"Bearer (?P<secret>[\w.~+/-]{24,2000}=*)", is_very_random),
    _rule("npm-token", "_authToken=", r"_authToken=(?P<secret>[\w-]{20,100})", is_random),
)
