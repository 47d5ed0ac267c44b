"""Secrets are hidden span by span; what only looks like one stays.

The secrets here are put together at run time, so that no scanner, ours
included, finds one in this file.
"""

import base64
import itertools
import json
import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.redact import find_secrets, redact
from ctxbuild.redact.rules import RULES


def draw(alphabet, length, seed=7):
    return "".join(random.Random(seed).choices(alphabet, k=length))


ALNUM = string.ascii_letters + string.digits
BASE32 = string.ascii_uppercase + "234567"
HEX = "0123456789abcdef"


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


JWT = ".".join([segment({"alg": "HS256", "typ": "JWT"}), segment({"sub": "42"}), draw(ALNUM, 43)])
PEM_BODY = (
    "\n".join(draw(ALNUM + "+/", 64, seed) for seed in range(6)) + "\n" + draw(ALNUM, 20) + "=="
)

REAL = {
    "aws-access-key-id": "AKIA" + draw(BASE32, 16),
    "github-token": "ghp_" + draw(ALNUM, 36),
    "gitlab-token": "glpat-" + draw(ALNUM, 20),
    "slack-token": "xoxb-" + draw(string.digits, 12) + "-" + draw(ALNUM, 24),
    "stripe-key": "sk_live_" + draw(ALNUM, 24),
    "google-api-key": "AIza" + draw(ALNUM + "-_", 35),
    "anthropic-key": "sk-ant-" + draw(ALNUM, 90),
    "openai-key": "sk-" + draw(ALNUM, 20) + "T3BlbkFJ" + draw(ALNUM, 20, 8),
    "huggingface-token": "hf_" + draw(string.ascii_letters, 34),
    "npm-token": "npm_" + draw(ALNUM, 36),
    "pypi-token": "pypi-AgE" + draw(ALNUM, 80),
    "sendgrid-key": "SG." + draw(ALNUM, 22) + "." + draw(ALNUM, 43),
    "digitalocean-token": "dop_v1_" + draw(HEX, 64),
    "shopify-token": "shpat_" + draw(HEX, 32),
    "vault-token": "hvs." + draw(ALNUM, 90),
    "docker-token": "dckr_pat_" + draw(ALNUM, 27),
    "grafana-token": "glsa_" + draw(ALNUM, 32) + "_" + draw(HEX, 8),
    "linear-key": "lin_api_" + draw(ALNUM, 40),
    "databricks-token": "dapi" + draw(HEX, 32),
    "mailgun-key": "key-" + draw(HEX, 32),
    "telegram-token": draw("123456789", 9) + ":AA" + draw(ALNUM, 33),
    "age-key": "AGE-SECRET-KEY-1" + draw(BASE32, 58),
    "google-oauth": "GOCSPX-" + draw(ALNUM, 28),
    "jwt": JWT,
}
IN_CONTEXT = {
    "aws-secret-access-key": ("aws_secret_access_key = ", draw(ALNUM + "/+", 40)),
    "slack-webhook": (
        "https://hooks.slack.com/services/",
        "T" + draw(BASE32, 9) + "/B" + draw(BASE32, 9) + "/" + draw(ALNUM, 24),
    ),
    "azure-key": ("DefaultEndpointsProtocol=https;AccountKey=", draw(ALNUM + "/+", 86) + "=="),
    "url-password": ("postgres://app:", "hunter2-s3cr3t"),
    "bearer-token": ("Authorization: Bearer ", draw(ALNUM, 40)),
    "private-key": ("-----BEGIN RSA PRIVATE KEY-----\n", PEM_BODY),
    "assigned-secret": ('DB_PASSWORD = "', draw(ALNUM, 24)),
}
AFTER = {"url-password": "@db.internal/x", "assigned-secret": '"'}


def found(text, path="src/app.py"):
    return [(secret.rule, text[secret.start : secret.end]) for secret in find_secrets(text, path)]


@pytest.mark.parametrize("rule", REAL)
def test_a_token_is_hidden_and_its_surroundings_stay(rule):
    text = f"before = '{REAL[rule]}'  # after\n"
    assert found(text) == [(rule, REAL[rule])]
    assert redact(text, find_secrets(text, "x")) == f"before = '[REDACTED:{rule}]'  # after\n"


@pytest.mark.parametrize("rule", IN_CONTEXT)
def test_a_secret_known_by_its_context_is_hidden(rule):
    before, secret = IN_CONTEXT[rule]
    assert found(f"x\n{before}{secret}{AFTER.get(rule, '')}\ny") == [(rule, secret)]


def test_every_rule_is_tried_by_a_test():
    assert {rule.name for rule in RULES} == REAL.keys() | IN_CONTEXT.keys()


@pytest.mark.parametrize("rule", [rule for rule in REAL if rule not in {"jwt"}])
def test_a_token_inside_a_longer_word_is_not_one(rule):
    assert found(f"word{REAL[rule]}") in ([], [("mailgun-key", REAL[rule])])


@pytest.mark.parametrize(
    "text",
    [
        "AKIA" + "IOSFODNN7EXAMPLE",
        "ghp_" + "x" * 36,
        "sk_live_" + "your_key_here_please",
        "commit " + draw(HEX, 40),
        "sha256:" + draw(HEX, 64),
        "integrity=sha512-" + draw(ALNUM + "+/", 86) + "==",
        "123e4567-e89b-12d3-a456-426614174000",
        "data:image/png;base64," + draw(ALNUM + "+/", 400),
        "postgres://user:password@localhost/db",
        "postgres://${USER}:${PASSWORD}@host/db",
        "redis://:<password>@host",
        "https://example.org:8080/path@v2",
        "http://host/a:b@c",
        "git@github.com:owner/name.git",
        "eyJhbGciOi.not-a-token.at-all",
        "eyJ" + draw(ALNUM, 20) + ".eyJ" + draw(ALNUM, 20) + "." + draw(ALNUM, 30),
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "the header '-----BEGIN RSA PRIVATE KEY-----' starts a key",
        "-----BEGIN CERTIFICATE-----\n" + PEM_BODY,
        'password = "correct horse battery staple"',
        'password = "changeme-changeme"',
        'token_type = "authorization_code_grant"',
        "secret = os.environ['SECRET_KEY_BASE_PRODUCTION']",
        "key-value-store-implementation-notes-for-all",
        "Bearer realm=example, error=invalid_token_description",
        "AccountKey=<your account key goes here, please>",
    ],
)
def test_what_only_looks_like_a_secret_stays(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "ending", ["\n-----END RSA PRIVATE KEY-----", "", "\n\nmore prose follows"]
)
def test_a_private_key_is_hidden_with_and_without_its_end(ending):
    text = f"-----BEGIN RSA PRIVATE KEY-----\n{PEM_BODY}{ending}"
    hidden = redact(text, find_secrets(text, "x"))
    assert hidden.startswith("-----BEGIN RSA PRIVATE KEY-----\n[REDACTED:private-key]")
    assert PEM_BODY[:64] not in hidden
    assert PEM_BODY[-80:-30] not in hidden
    assert hidden.endswith(ending.strip())


def test_a_private_key_in_a_json_string_is_hidden():
    escaped = json.dumps({"private_key": f"-----BEGIN PRIVATE KEY-----\n{PEM_BODY}\n-----END"})
    hidden = redact(escaped, find_secrets(escaped, "sa.json"))
    assert PEM_BODY[:40] not in hidden
    assert "private_key" in json.loads(hidden)


ENV = (
    "# settings\nDEBUG=true\nPORT=8080\nexport NAME='my app'\nAPI=abc123  # note\n"
    'URL="https://x.org"\nEMPTY=\nHOST=localhost\n'
)


@pytest.mark.parametrize("path", [".env", "deploy/.env.production", "prod.env", ".env.local"])
def test_every_value_of_an_env_file_is_hidden_but_harmless_ones(path):
    assert [text for _, text in found(ENV, path)] == ["my app", "abc123", "https://x.org"]


@pytest.mark.parametrize("path", [".env.example", ".env.sample", "env.py", "environment.md"])
def test_samples_and_other_files_are_not_env_files(path):
    assert found(ENV, path) == []


@pytest.mark.parametrize(
    ("path", "text", "secret"),
    [
        (".netrc", "machine h login me password hunter2x", "hunter2x"),
        (".pypirc", "[pypi]\nusername = __token__\npassword = abc-def-1", "abc-def-1"),
        (".pgpass", "host:5432:db:me:s3cr3t!", "s3cr3t!"),
        (".docker/config.json", '{"auths": {"r": {"auth": "dXNlcjpwYXNz"}}}', "dXNlcjpwYXNz"),
    ],
)
def test_credential_files_are_known_by_name(path, text, secret):
    assert [value for _, value in found(text, path)] == [secret]
    assert found(text, "notes.txt") == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*REAL.values(), *map("".join, IN_CONTEXT.values()), " ", "\n", "é", "://"])
        | st.text(max_size=10),
        max_size=8,
    ),
    st.sampled_from(["a.py", ".env", ".netrc", ".pgpass"]),
)
def test_spans_are_ordered_and_disjoint_and_redaction_is_final(parts, path):
    text = "".join(parts)
    spans = find_secrets(text, path)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    again = find_secrets(redact(text, spans), "a.py")
    assert not any("REDACTED" in redact(text, spans)[s.start : s.end] for s in again)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10**6,
        "eyJ" * 333_333,
        "://a:b" * 166_666,
        "-----BEGIN RSA PRIVATE KEY-----\n" * 10_000,
        "-----BEGIN RSA PRIVATE KEY-----\n" + "abcdefgh01234567\n" * 60_000,
        ":AA" * 333_333,
        "eyJaaaaaaaaaa." * 70_000,
        'password="' * 100_000,
    ],
)
def test_hostile_texts_end_and_hide_at_most_one_thing(text):
    # A quadratic pattern would not come to an end on these.
    assert len(find_secrets(text, "x")) <= 1
