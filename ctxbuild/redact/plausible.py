"""Tests that tell a real secret from what only looks like one.

Each takes the text that a pattern found and says whether to hide it. Where a
format has a check sum, a right one settles it; a wrong one does not clear a
text that looks random, for to miss a secret costs more than to hide a fake.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import zlib
from collections import Counter

# Shannon's entropy in bits a character. Random strings of 16 characters and more lie above,
# placeholders (xxxx…, 0123…, repeated words) below.
_RANDOM_BITS = 3.0
# Random letters and digits change between lower case, upper case and digits every 1.6 (base 62)
# to 2.5 characters (base 36); names made of words every 4.
_RUN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_RANDOM_RUN = 3.0
_ASSIGNED_BITS = 3.2
_KEY_BITS = 3.9

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Names and addresses: words, each with a number at most, put together by signs.
_CHUNK = r"[A-Za-z]{0,24}(?:\d{1,4}[a-z]?)?"
_COMPOUND = re.compile(rf"{_CHUNK}(?:[-_.:/@]{_CHUNK}){{2,}}")
# What is stored of a password: scheme, parameters, salt, digest (the crypt(5) format and kin).
_PASSWORD_HASH = re.compile(r"[\w-]{0,20}\$[\w=,.-]{1,40}\$")
_EXAMPLES = re.compile(
    r"(?i:example|placeholder|redacted|your[_-]?|changeme|sample|dummy)"
    r"|(.)\1{5}|[xX]{4}|\.\.\.|\*{3}|1234567|7654321|abcdef[gG]|ABCDEFG|(?i:deadbeef|cafebabe)"
    # From the documents of the issuers.
    r"|4eC39HqLyjWDarjtT1zdp7dc|16C7e42F292c6912E7710c838347Ae178B4a"
)
_TEMPLATE = re.compile(
    r"\$\{|\$\(|^\$\w+$|\{\{|\}\}|^\{.*\}$|#\{|<[^>]*>|%[sdv]|%\(|%\w+%|^@\w+@$|^\[.*\]$|\\\("
)
# What people write where a password goes.
_PLACEHOLDER_WORDS = """
pass passwd password passphrase pwd pw psw secret secrets token key apikey credentials cred
changeme change-me change_me changeit example sample test testing tester dummy fake none null
nil undefined true false empty foo bar baz foobar hello hidden redacted user username admin root
guest default postgres mysql redis mongo rabbitmq letmein qwerty abc abcd abc123 123 1234 12345
123456 1234567 12345678 123456789 pass123 password1 password123 secret123 test123 mypass
mypassword my-password my_password mysecret mysecretpassword my-secret-pw yourpassword your-
password your_password yourpass userpass testpass testpassword supersecret pa55word passw0rd
p@ss p@ssword p@ssw0rd p4ssw0rd s3cret s3cr3t sekret sekrit pass1 pass2 pw1 pw2 newpassword
oldpassword wrongpassword invalid wrong correct somepassword thepassword
"""
_PLACEHOLDERS = frozenset(_PLACEHOLDER_WORDS.split())
_WORDS = re.compile(
    r"pass|secret|sekret|test|example|demo|dummy|fake|sample|change|default|foo|bar|your|admin"
    r"|xxx|123|abc|qwerty|letmein|token|redacted|placeholder|django|user"
)
# Signs and digits that stand in for letters.
_LEET = str.maketrans("@$013457!", "asoleasti")
_SIGNS = frozenset("!@#$%^&*?~+=")
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def entropy(text: str) -> float:
    """Return Shannon's entropy in bits a character."""
    total = len(text)
    return -sum(n / total * math.log2(n / total) for n in Counter(text).values()) if total else 0.0


def is_example(secret: str) -> bool:
    """Whether a text has the marks of documentation: words, runs, counting up."""
    return _EXAMPLES.search(secret) is not None


def is_random(secret: str) -> bool:
    """Whether a text with an issuer's prefix is as irregular as a key, and no example."""
    return entropy(secret) >= _RANDOM_BITS and not is_example(secret)


def is_aws_key_id(secret: str) -> bool:
    """Whether an id is one that AWS could have issued: base 32, no example."""
    return not secret.endswith("EXAMPLE") and is_random(secret)


def is_checked_token(secret: str) -> bool:
    """Whether a token of GitHub's or npm's kind has the right check sum, or looks random.

    The last six characters are the CRC-32 of those before, in base 62 (GitHub,
    "Behind GitHub's new authentication token formats", 2021); accounts of npm's
    differ on whether the prefix is part of it, so either will do.
    """
    head, body, check = secret[:4], secret[4:-6], secret[-6:]
    sums = {_base62(zlib.crc32(text.encode())) for text in (body, head + body)}
    return check in sums or is_random(secret[4:])


def is_hidden_value(secret: str) -> bool:
    """Whether a value without a format of its own is irregular enough to be a key."""
    if len(secret) < 16 or is_example(secret):
        return False
    if _UUID.fullmatch(secret) or _COMPOUND.fullmatch(secret):
        return False
    runs = _RUN.findall(secret)
    letters = sum(map(len, runs))
    if letters < 12 or not any(c.isdigit() for c in secret) or secret.isdigit():
        return False
    return letters / len(runs) <= _RANDOM_RUN and entropy(secret) >= _ASSIGNED_BITS


def is_assigned(secret: str) -> bool:
    """Whether the literal given to something called a secret is one."""
    return not _is_reference(secret) and is_hidden_value(secret)


def is_assigned_password(secret: str) -> bool:
    """Whether the literal given to something called a password is one, chosen by machine or man.

    One made up by a person has letters, digits and either signs or both cases,
    and none of the words that stand in for a password.
    """
    if _is_reference(secret) or _TEMPLATE.search(secret):
        return False
    return is_hidden_value(secret) or _is_strong(secret)


def is_password(secret: str) -> bool:
    """Whether the password of a URL is one, not a placeholder or a template."""
    plain = secret.lower()
    if plain in _PLACEHOLDERS or plain.translate(_LEET) in _PLACEHOLDERS:
        return False
    if set(plain) <= set("x.*_-•…") or _TEMPLATE.search(secret) or plain.startswith("$"):
        return False
    return not any(c in secret for c in "{}()|\\")


def is_basic_credential(secret: str) -> bool:
    """Whether base 64 decodes to ``user:password`` with a real password."""
    try:
        text = base64.b64decode(secret + "=" * (-len(secret) % 4), validate=True).decode()
    except (ValueError, binascii.Error):
        return False
    user, colon, password = text.partition(":")
    # RFC 7617 gives "Aladdin" and "test" as examples.
    known = user in {"Aladdin", "test", "user", "username"} or user == password
    return bool(colon and password) and text.isprintable() and not known and is_password(password)


def is_jwt(secret: str) -> bool:
    """Whether the first part decodes to a header that names an algorithm (RFC 7519).

    The token that every tutorial shows (for John Doe, 1234567890) is none.
    """
    parts = secret.split(".")
    header, payload = _segment(parts[0]), _segment(parts[1])
    return isinstance(header, dict) and "alg" in header and not _is_tutorial(payload)


def is_key_body(secret: str) -> bool:
    """Whether the lines of a PEM block hold key material, not words."""
    letters = "".join(c for c in secret if c.isalnum())
    return len(letters) >= 24 and entropy(letters) >= _KEY_BITS


def is_key_block(secret: str) -> bool:
    """Whether what stands before the end of a PEM block is key material, not prose."""
    body = re.sub(r"\\+[nrt]|[A-Z][\w-]+: [^\n\\]*", " ", secret)
    pieces = re.findall(r"[A-Za-z0-9+/=]+", body)
    return is_key_body(body) and sum(map(len, pieces)) >= 10 * len(pieces)


def is_encoded_key(secret: str) -> bool:
    """Whether base 64 begins with the head of a private key, not of a certificate."""
    try:
        return b"PRIVATE KEY" in base64.b64decode(secret[:64])
    except binascii.Error:
        return False


def _is_reference(secret: str) -> bool:
    """Whether a value points to the secret instead of being it: a path, URL, name or template."""
    if secret[0] in "/.~$<{[@" or _PASSWORD_HASH.match(secret):
        return True
    return any(mark in secret for mark in ("://", "${", "{{", "%("))


def _is_strong(secret: str) -> bool:
    if not 8 <= len(secret) <= 64 or not secret.isascii():
        return False
    has = {
        "digit": any(c.isdigit() for c in secret),
        "lower": any(c.islower() for c in secret),
        "upper": any(c.isupper() for c in secret),
        "sign": any(c in _SIGNS for c in secret),
    }
    plain = secret.lower()
    if _WORDS.search(plain) or _WORDS.search(plain.translate(_LEET)) or is_example(secret):
        return False
    return has["digit"] and (has["lower"] or has["upper"]) and sum(has.values()) >= 3


def _segment(part: str) -> object:
    try:
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None


def _is_tutorial(payload: object) -> bool:
    return isinstance(payload, dict) and (
        payload.get("name") == "John Doe" or payload.get("sub") == "1234567890"
    )


def _base62(number: int) -> str:
    digits = ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits
