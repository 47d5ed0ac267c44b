"""The table of rules: what a secret begins with, what it looks like, how to tell a real one.

A rule is found by an *anchor*, a literal that nearly every text lacks; its
pattern is tried around the anchor only. Every quantifier that can meet long
input is bounded, so that a hostile text costs no more than a constant for
each anchor in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ctxbuild.redact.issuers import TOKENS
from ctxbuild.redact.plausible import (
    is_assigned,
    is_assigned_password,
    is_basic_credential,
    is_encoded_key,
    is_hidden_value,
    is_key_block,
    is_key_body,
    is_password,
    is_random,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row.

    ``before`` is how many characters before the anchor the pattern may
    begin. The group ``secret`` of the pattern is what gets hidden, unless
    what the group ``name`` matched is about something else. A rule with
    ``configuration`` is tried only in files that hold settings.
    """

    name: str
    anchors: tuple[str, ...]
    pattern: str
    test: Callable[[str], bool]
    before: tuple[int, ...] = (0,)
    configuration: bool = False
    unless: str = ""

    def match(self, text: str, anchor: int) -> re.Match[str] | None:
        """Return where the pattern matches around an anchor, if anywhere."""
        pattern = compiled(self.pattern)
        for distance in self.before:
            found = pattern.match(text, anchor - distance) if anchor >= distance else None
            if found is not None:
                return found
        return None

    def is_secret(self, match: re.Match[str]) -> bool:
        """Whether what the pattern matched is a secret."""
        about = self.unless and compiled(self.unless).search(match["name"])
        return not about and self.test(match["secret"])


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a compiled pattern; few are ever needed, and all together take 40 ms."""
    return re.compile(pattern)


def _rule(
    name: str,
    anchors: str | tuple[str, ...],
    pattern: str,
    test: Callable[[str], bool] = is_random,
    before: tuple[int, ...] = (0,),
) -> Rule:
    literals = tuple(anchors.split()) if isinstance(anchors, str) else anchors
    return Rule(name, literals, pattern, test, before)


# Not inside a longer word; an escape such as \n or %3D before it is no part of a word.
_START = r"(?:(?<![\w.-])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f][0-9A-Fa-f]))"


def _token(name: str, anchors: str, body: str, test: Callable[[str], bool]) -> Rule:
    """Return a rule for tokens that begin with their anchor, not inside a longer word."""
    choice = "|".join(map(re.escape, sorted(anchors.split(), key=len, reverse=True)))
    return _rule(name, anchors, rf"{_START}(?P<secret>(?:{choice}){body})(?![\w-])", test)


def _forms(*words: str) -> tuple[str, ...]:
    """Return the words as they stand in names: lower, upper and mixed case."""
    every = ((word, word.upper(), word[0].upper() + word[1:]) for word in words)
    return tuple(dict.fromkeys(form for forms in every for form in forms))


# What stands between the lines of a key: line ends, also written as escapes; quotes, signs of
# concatenation, comment and diff marks.
_BREAK = r"(?:[\s\"',;|>#*+-]|\\+[nrt\n]|//)"
_EOL = r"(?:\r?\n|\\+[nr]){1,9}[ \t]{0,40}"
_LINE = r"[A-Za-z0-9+/=]"

_MAILCHIMP = " ".join(f"-us{digit}" for digit in range(1, 10))
_PASSWORDS = (*_forms("password", "passwd", "passphrase"), "_PWD", "_pwd", "dbPwd")
_SECRETS = _forms(
    *("secret", "token", "credential"),
    *("api_key", "api-key", "apikey", "apiKey", "access_key", "accessKey", "auth_key", "authKey"),
    *("private_key", "privateKey", "encryption_key", "encryptionKey", "signing_key", "signingKey"),
    *("master_key", "masterKey", "secure_key", "session_key", "logged_in_key", "nonce_key"),
    *("account_key", "accountKey", "_salt"),
)

_NAME = r"(?P<name>[\w-]{2,60}+)"
# A name that speaks of a digest, a place or a rule of a secret does not hold one.
_ABOUT = (
    r"(?i:hash|digest|md5|sha\d|checksum|fingerprint|regex|pattern|_ur[li]|_path|_file|_field)"
    r"|(?:Ur[li]|Path|File|Field)$"
)
# From a name to its value: name = value, "name": value, name: type = value, f('NAME', value),
# a[name] = value, name => value, <name>value.
_TO = r"[\"'`]?\]?\s{0,3}(?::=|=>|={1,3}|:\s?[A-Za-z][\w.\[\]?|]{0,30}\s?=|[:,>])\s{0,3}"
_QUOTED = r"[a-zA-Z@]{0,2}(?P<quote>[\"'`])(?P<secret>[^\s\"'`\\]{8,200})(?P=quote)"
_BARE = r"(?P<secret>[^\s\"'`#,;<>()]{8,200})(?=[ \t]*(?:$|#|;|</))"

_CONTEXTS: tuple[Rule, ...] = (
    # Keys in blocks
    _rule(
        "private-key",
        ("PRIVATE KEY",),
        r"PRIVATE KEY(?: BLOCK)?[ -]{2,8}"
        rf"{_BREAK}{{0,200}}(?:[A-Z][\w-]{{1,40}}: [^\n\\]{{1,200}}{_EOL}){{0,8}}"
        rf"(?P<secret>{_LINE}{{16,}}(?:{_BREAK}{{1,40}}{_LINE}{{16,}})*"
        rf"(?:(?<!=){_EOL}{_LINE}{{1,76}}(?={_EOL}[=-]|\s{{0,9}}\Z))?"
        rf"(?:{_EOL}=[A-Za-z0-9+/]{{4}}(?!\w))?)",
        is_key_body,
    ),
    # The same with its end: whatever the lines look like
    _rule(
        "private-key",
        ("PRIVATE KEY",),
        r"PRIVATE KEY(?: BLOCK)?[ -]{2,8}(?:\\+[nr]){0,9}(?P<secret>[^-]{40,20000})(?=-{2,5} ?END)",
        is_key_block,
    ),
    _rule(
        "private-key",
        ("Private-Lines:",),
        rf"Private-Lines: \d{{1,3}}\r?\n(?P<secret>{_LINE}{{16,}}(?:\r?\n{_LINE}{{1,64}}(?!\S))*)",
        is_key_body,
    ),
    # The same in base 64, as Kubernetes writes it
    _rule(
        "private-key",
        "LS0tLS1CRUdJTi",
        rf"(?<!{_LINE})(?P<secret>LS0tLS1CRUdJTi{_LINE}{{40,20000}})",
        is_encoded_key,
    ),
    # Tokens with their mark in the middle
    *(
        _rule(name, anchors, rf"{_START}(?P<secret>{body})(?![\w~-])", before=before)
        for name, anchors, body, before in (
            ("openai-key", "T3BlbkFJ", r"sk-\w{20}T3BlbkFJ\w{20}", (23,)),
            ("telegram-token", ":AA", r"\d{8,10}:AA[\w-]{33}", (8, 9, 10)),
            ("firebase-key", ":APA91b", r"[\w-]{11}:APA91b[\w-]{128,180}", (11,)),
            ("terraform-token", ".atlasv1.", r"\w{14}\.atlasv1\.[\w-]{60,75}", (14,)),
            ("azure-key", "8Q~", r"[\w.~-]{3}8Q~[\w.~-]{31,34}", (3,)),
            ("azure-key", "AZDO", r"\w{76}AZDO\w{4}", (76,)),
            ("mailchimp-key", _MAILCHIMP, r"[a-f0-9]{32}-us\d{1,2}", (32,)),
        )
    ),
    # Secrets that their surroundings announce
    _rule(
        "aws-secret-access-key",
        "aws_secret_access_key AWS_SECRET_ACCESS_KEY SecretAccessKey secretAccessKey "
        "aws_secret_key AWS_SECRET_KEY awsSecretKey",
        r"\w{1,60}[\s\"':=>,]{1,8}(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
        is_hidden_value,
    ),
    _rule(
        "azure-key",
        "AccountKey= SharedAccessKey=",
        r"\w{1,20}=(?P<secret>[A-Za-z0-9+/]{42,86}={0,2})",
        is_hidden_value,
    ),
    _rule(
        "azure-key",
        "&sig= ?sig= &amp;sig=",
        r"[&?](?:amp;)?sig=(?P<secret>[A-Za-z0-9%+/]{43,60}={0,2})",
        is_hidden_value,
    ),
    _rule(
        "slack-webhook",
        "hooks.slack.com/",
        r"hooks\.slack\.com/(?:services|workflows)/(?P<secret>T\w{6,14}/[AB]\w{6,14}/\w{16,40})",
    ),
    _rule(
        "discord-webhook",
        "/api/webhooks/",
        r"/api/webhooks/(?P<secret>\d{17,20}/[\w-]{60,72})",
    ),
    _rule(
        "discord-token",
        (".run(", ".login(", "Bot ", "iscord"),
        r"[\w.]{1,40}[\s(=:\"']{1,5}(?P<secret>[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40})(?![\w-])",
    ),
    _rule(
        "url-password",
        "://",
        # Not where the password is the user's name, or where nobody lives (RFC 2606).
        r"://(?P<user>[^\s/:@\"'`<>?#]{0,100}):(?!(?P=user)@)(?P<secret>[^\s/\"'`<>]{3,200})@"
        r"(?!(?:[\w-]{1,63}\.){0,4}(?:example(?:\.(?:com|net|org))?|invalid|test)\b(?![.\w-]))"
        r"(?=[\w.\[$-])",
        is_password,
    ),
    _rule(
        "bearer-token",
        ("Bearer ", "bearer ", "Authorization: token "),
        r"(?:[Bb]earer|Authorization: token) (?P<secret>[\w.~+/-]{24,2000}=*)",
        is_hidden_value,
    ),
    _rule(
        "basic-credential",
        ("Basic ", "basic "),
        r"[Bb]asic (?P<secret>[A-Za-z0-9+/]{8,400}={0,2})",
        is_basic_credential,
    ),
    _rule(
        "npm-token",
        ":_authToken= :_auth= :_password= _authToken=",
        r":?_(?:authToken|auth|password)\s?=\s?[\"']?(?P<secret>[\w+/=.-]{20,200})",
    ),
    # Literals that a name calls a secret; last, so that what is known by its form is named by it
    *(
        Rule(name, anchors, rf"(?m:{_NAME}{_TO}{value})", test, (0,), bare, _ABOUT)
        for value, bare in ((_QUOTED, False), (_BARE, True))
        for name, anchors, test in (
            ("assigned-password", _PASSWORDS, is_assigned_password),
            ("assigned-secret", _SECRETS, is_assigned),
        )
    ),
)

RULES: tuple[Rule, ...] = (*(_token(*row) for row in TOKENS), *_CONTEXTS)
"""In the order of their claim to a span that several find."""
