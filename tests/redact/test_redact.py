"""Secrets are hidden span by span; what only looks like one stays."""

import base64
import itertools
import json

import pytest
from growth import linear
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import (
    ALNUM,
    BASE64,
    BODY30,
    HEX,
    IN_CONTEXT,
    PEM_BODY,
    TOKENS,
    check,
    draw,
    jwt,
)

from ctxbuild.redact import Secret, find_secrets, redact
from ctxbuild.redact.rules import RULES
from ctxbuild.redact.scan import _disjoint


def found(text, path="src/app.py"):
    return [(secret.rule, text[secret.start : secret.end]) for secret in find_secrets(text, path)]


def each(rows):
    return pytest.mark.parametrize(
        ("rule", *("before", "secret", "after")[: len(rows[0]) - 1])
        if len(rows[0]) == 4
        else ("rule", "secret"),
        rows,
        ids=[f"{row[0]}-{number}" for number, row in enumerate(rows)],
    )


@each(TOKENS)
def test_a_token_is_hidden_and_its_surroundings_stay(rule, secret):
    text = f"before = '{secret}'  # after\n"
    assert found(text) == [(rule, secret)]
    assert redact(text, find_secrets(text, "x")) == f"before = '[REDACTED:{rule}]'  # after\n"


@each(IN_CONTEXT)
def test_a_secret_known_by_its_context_is_hidden(rule, before, secret, after):
    assert found(f"x\n{before}{secret}{after}\ny") == [(rule, secret)]


def test_every_rule_is_tried_by_a_test():
    assert {rule.name for rule in RULES} == {row[0] for row in [*TOKENS, *IN_CONTEXT]}


@each(TOKENS)
@pytest.mark.parametrize("shape", ["({})", '"{}"', "x={}&y", "`{}`", "a\\n{}", "%3D{}", "é{} ü"])
def test_a_token_is_found_wherever_it_stands(rule, secret, shape):
    if shape[0] != "é":
        assert found(shape.format(secret)) == [(rule, secret)]
    assert found(f"é😀 {secret} ü") == [(rule, secret)]


@each(TOKENS)
def test_a_token_inside_a_longer_word_is_not_one(rule, secret):
    assert (rule, secret) not in found(f"word{secret}")
    assert (rule, secret) not in found(f"{secret}word")


@each(TOKENS)
def test_a_token_of_one_character_repeated_is_a_placeholder(rule, secret):
    kept = 0 if rule in {"telegram-token", "terraform-token", "azure-key", "mailchimp-key"} else 12
    filled = secret[:kept] + "".join("x" if c.isalnum() else c for c in secret[kept:])
    assert found(filled) == []


@each(TOKENS)
def test_the_beginning_of_a_token_is_none(rule, secret):
    assert found(f"prefix `{secret[:9]}` and {secret[:9]}… are explained here") == []


@pytest.mark.parametrize("prefix", ["ghp_", "npm_"])
def test_a_right_check_sum_settles_it(prefix):
    dull = "a" * 29 + "b"
    assert found(prefix + dull + check(dull)) != []
    assert found(prefix + dull + check(BODY30)) == []


def test_a_wrong_check_sum_does_not_clear_what_looks_random():
    assert found("ghp_" + BODY30 + check("other")) != []


@pytest.mark.parametrize(
    "text",
    [
        "AKIA" + "IOSFODNN7EXAMPLE",
        "ghp_" + "x" * 36,
        "sk_live_" + "your_key_here_please",
        "commit " + draw(HEX, 40),
        "sha256:" + draw(HEX, 64),
        "integrity=sha512-" + draw(BASE64, 86) + "==",
        "123e4567-e89b-12d3-a456-426614174000",
        "data:image/png;base64," + draw(BASE64, 400),
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
        "AIza" + "SyEXAMPLE" + draw(ALNUM, 26),
        "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
        jwt({"sub": "1234567890", "name": "John Doe", "iat": 1516239022}),
        jwt({"sub": "42"}, {"typ": "JWT"}),
        "postgres://postgres:postgres@db:5432/app",
        "postgres://billing-db:billing-db@db:5432/app",
        "https://alice:Sup3r-S3@example.com/path",
        "https://alice:Sup3r-S3@git.example.org/",
        "amqp://guest:***@rabbit",
        "mysql://root:%s@host" + " % password",
        "mysql://root:{{ password }}@host",
        "mysql://root:xxxx@host",
        "ftp://user:$PASSWORD@host",
        "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "Authorization: Basic dXNlcjpwYXNzd29yZA==",
        "Basic authentication and Bearer authentication_scheme_with_a_long_name",
        'Authorization: Bearer ${TOKEN}" and Bearer <token>',
        'password = "Passw0rd!"',
        'password = "test1234!A"',
        'password = "sekret"',
        'password = "p4$$w0rd"',
        'password = "{{ vault_password_A1 }}"',
        'password = os.path.join("A1!bcdefgh")',
        'password = "pbkdf2_sha256$10000$' + draw(ALNUM, 12) + "$" + draw(BASE64, 43) + '="',
        'password_hash = "' + draw(BASE64, 44) + '"',
        'token_sha256 = "' + draw(HEX, 64) + '"',
        'token = "123e4567-e89b-12d3-a456-426614174000"',
        'secret: "urn:k8s:secret:name:key1"',
        'api_key = "projects/p1/secrets/key2/versions/v3"',
        'token_url = "/oauth2/v1/token/a1b2c3d4e5f6"',
        'secret_name = "my-app-db-credentials-v2"',
        'accessToken: "getAccessTokenFromStore"',
        'API_KEY="https://host/a1B2c3D4e5F6g7H8"',
        'key: "' + draw(HEX, 40) + '"',
        "const t = token ? tokenizer.next('a1b2c3d4') : null",
        "<secret>short</secret>",
        "client-certificate-data: " + base64.b64encode(b"-----BEGIN CERTIFICATE-----" * 9).decode(),
        "https://discord.com/api/webhooks/ID/TOKEN",
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        "ssh-rsa AAAAB3NzaC1yc2E" + draw(BASE64, 300),
        "//registry.npmjs.org/:_authToken=${NPM_TOKEN}",
        "//registry.npmjs.org/:_authToken=<token>",
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


@pytest.mark.parametrize(
    "shape",
    [
        lambda body: body.replace("\n", "\r\n"),
        lambda body: body.replace("\n", "\\n"),
        lambda body: body.replace("\n", "\n    "),
        lambda body: '"' + body.replace("\n", '\\n" +\n  "'),
        lambda body: "\n".join(f"# {line}" for line in body.split("\n")),
        lambda body: "\n".join(f"+{line}" for line in body.split("\n")),
        lambda body: body.replace("\n", ""),
        lambda body: "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123\n\n" + body,
        lambda body: "\n".join(body.replace("\n", "")[i : i + 12] for i in range(0, 400, 12)),
    ],
)
@pytest.mark.parametrize(
    "kind", ["RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"]
)
def test_a_private_key_is_hidden_in_whatever_way_it_is_written(shape, kind):
    text = f"-----BEGIN {kind}-----\n{shape(PEM_BODY)}\n-----END {kind}-----\n"
    hidden = redact(text, find_secrets(text, "x"))
    assert all(line not in hidden for line in PEM_BODY.split("\n"))
    assert PEM_BODY[70:80] not in hidden
    assert hidden.startswith(f"-----BEGIN {kind}-----")
    assert hidden.endswith(f"-----END {kind}-----\n")


def test_prose_about_private_keys_stays():
    text = (
        "A file starts with -----BEGIN PRIVATE KEY----- and after many lines of base64 text, which "
        "nobody should ever publish, it ends with the line -----END PRIVATE KEY----- as usual."
    )
    assert found(text) == []


def test_the_more_telling_rule_names_a_span():
    token = "ghp_" + BODY30 + check(BODY30)
    assert found(f'GITHUB_TOKEN = "{token}"') == [("github-token", token)]


@pytest.mark.parametrize(
    ("path", "text", "secret"),
    [
        ("app.yml", "db:\n  password: kX9!vTq2zz\n", "kX9!vTq2zz"),
        ("setup.sh", f"export API_TOKEN={draw(HEX, 40)}\n", draw(HEX, 40)),
        ("a.properties", f"client.secret={draw(ALNUM, 32)}\n", draw(ALNUM, 32)),
        (".bashrc", f"AWS_SECRET={draw(ALNUM, 32)} # mine\n", draw(ALNUM, 32)),
        ("a.xml", "<password>kX9!vTq2zz</password>", "kX9!vTq2zz"),
    ],
)
def test_settings_need_no_quotes(path, text, secret):
    assert [value for _, value in found(text, path)] == [secret]
    assert found(text, "module.py") == []


@pytest.mark.parametrize(
    "text",
    [
        "password: changeme\n",
        "password: ${DB_PASSWORD}\n",
        "token: ${{ secrets.GITHUB_TOKEN }}\n",
        "secretName: my-tls-secret-for-host-1\n",
        "token_url: https://host/oauth2/a1B2c3D4e5F6\n",
        "password_file: /run/secrets/db1\n",
    ],
)
def test_settings_that_hold_no_secret_stay(text):
    assert found(text, "values.yaml") == []


ENV = (
    "# settings\nDEBUG=true\nPORT=8080\nexport NAME='my app'\nAPI=abc123  # note\n"
    'URL="https://x.org"\nEMPTY=\nHOST=localhost\nHASH=a#b#c\nOPEN="never closed\nA: yaml-value\n'
    "MANY='first line\nKEY=second line'\nREF=${OTHER}\nTWO=ab\n"
)
ENV_VALUES = [
    *("my app", "abc123", "https://x.org", "a#b#c", '"never closed', "yaml-value"),
    "first line\nKEY=second line",
]


@pytest.mark.parametrize(
    "path", [".env", "deploy/.env.production", "prod.env", ".env.local", "latest.env", ".envrc"]
)
def test_every_value_of_an_env_file_is_hidden_but_harmless_ones(path):
    assert [text for _, text in found(ENV, path)] == ENV_VALUES


@pytest.mark.parametrize(
    "path",
    [".env.example", ".env.sample", "env.sample", ".env.dist", "env.py", "environment.md", "env"],
)
def test_samples_and_other_files_are_not_env_files(path):
    assert found(ENV, path) == []


@pytest.mark.parametrize(
    ("path", "text", "secret"),
    [
        (".netrc", "machine h login me password hunter2x", "hunter2x"),
        (".pypirc", "[pypi]\nusername = __token__\npassword = abc-def-1", "abc-def-1"),
        (".pgpass", "# host\nhost:5432:db:me:s3cr3t!", "s3cr3t!"),
        (".docker/config.json", '{"auths": {"r": {"auth": "dXNlcjpwYXNz"}}}', "dXNlcjpwYXNz"),
        (".git-credentials", "https://me@mail.org:a!b#c@git.host\n", "a!b#c"),
        (".htpasswd", "me:$apr1$salt$digest.of.it\n", "$apr1$salt$digest.of.it"),
        ("image/etc/shadow", "root:$6$salt$digest:1:2:::\nbin:*:1::::", "$6$salt$digest"),
        ("config/master.key", draw(HEX, 32) + "\n", draw(HEX, 32)),
        (".vscode/sftp.json", '{"password": "hunter22"}', "hunter22"),
        ("wp-config.php", "define('AUTH_KEY', 'a b(c)d');", "a b(c)d"),
        ("logins.json", '"encryptedPassword": "MDoEEPgAAAA"', "MDoEEPgAAAA"),
        ("filezilla.xml", '<Pass encoding="base64">aHVudGVyMg==</Pass>', "aHVudGVyMg=="),
        (".esmtprc", 'password "hunter22"', '"hunter22"'),
    ],
)
def test_credential_files_are_known_by_name(path, text, secret):
    assert [value for _, value in found(text, path)] == [secret]
    assert found(text, "notes.txt") == []
    again = redact(text, find_secrets(text, path))
    assert found(again, path) == []


SECRET_MANIFEST = """apiVersion: v1
data:
  user: YWRtaW4=
  password: "aHVudGVyMg=="
  template: {{ .Values.x }}
  tls.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t
kind: Secret
"""


def test_the_data_of_a_kubernetes_secret_is_hidden_and_its_certificates_stay():
    others = "kind: ConfigMap\ndata:\n  user: YWRtaW4=\n---\n"
    text = others + SECRET_MANIFEST + "---\n" + others
    hidden = [value for _, value in found(text, "k8s/secret.yaml")]
    assert hidden == ["YWRtaW4=", "aHVudGVyMg=="]
    assert found(text.replace("kind: Secret", "kind: SealedSecret"), "secret.yaml") == []


def test_lone_surrogates_do_not_shift_a_span():
    token = "glpat-" + draw(ALNUM, 20)
    assert found(f"\ud800é {token}\udfff") == [("gitlab-token", token)]


def test_overlapping_spans_become_one():
    text = "TOKEN=ghp_" + BODY30 + check(BODY30) + "-tail"
    assert found(text, ".env") == [("env-value", text[6:])]


PIECES = [
    *(secret for _, secret in TOKENS),
    *(before + secret + after for _, before, secret, after in IN_CONTEXT),
    *(" ", "\n", "é", "://", '"', "=", "[REDACTED:jwt]", "KEY=", "-----END"),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=10), max_size=8),
    st.sampled_from(["a.py", ".env", ".netrc", ".pgpass", "a.yaml", "Dockerfile"]),
)
def test_spans_are_ordered_and_disjoint_and_markers_are_no_secrets(parts, path):
    text = "".join(parts)
    spans = find_secrets(text, path)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    hidden = redact(text, spans)
    again = find_secrets(hidden, "a.py")
    assert not any("REDACTED" in hidden[s.start : s.end] for s in again)


@each(TOKENS)
@pytest.mark.parametrize("path", ["a.py", "a.yaml", ".env", ".npmrc"])
def test_redaction_is_final(rule, secret, path):
    text = f"TOKEN={secret}\npassword: {secret}\nurl = 'https://u:{secret}@host'\n"
    hidden = redact(text, find_secrets(text, path))
    assert secret not in hidden
    assert find_secrets(hidden, path) == ()


HOSTILE = [
    "a" * 10**6,
    "eyJ" * 333_333,
    "://a:b" * 166_666,
    "://a:" + "b@" * 500_000,
    "-----BEGIN RSA PRIVATE KEY-----\n" * 10_000,
    "-----BEGIN RSA PRIVATE KEY-----\n" + "abcdefgh01234567\n" * 60_000,
    "-----BEGIN RSA PRIVATE KEY-----\n" + "A: " * 300_000,
    "PRIVATE KEY-----" + "+" * 10**6,
    ":AA" * 333_333,
    "eyJaaaaaaaaaa." * 70_000,
    'password="' * 100_000,
    "token: " * 140_000,
    "_pwd" * 250_000,
    "ya29." * 200_000,
    "fm2_/" * 200_000,
    "LS0tLS1CRUdJTi" * 70_000,
    'secret="' + "a-" * 99 + "!" + '"' * 800_000,
    "aws_secret_key" * 70_000,
    'A="' * 300_000,
    "kind: Secret\ndata:\n" + " a: b\n" * 150_000,
]


def test_spans_that_overlap_in_part_are_hidden_from_the_first_to_the_last():
    spans = [Secret(5, 20, "b"), Secret(0, 10, "a"), Secret(20, 25, "c")]
    assert _disjoint(spans) == (Secret(0, 20, "a"), Secret(20, 25, "c"))


@linear
@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize("path", ["x.yaml", ".env"])
def test_hostile_texts_take_time_in_proportion_to_their_length(number, path):
    # 1 MB takes 0.1 to 0.8 s; a pattern that backtracks would take minutes.
    find_secrets(HOSTILE[number], path)
