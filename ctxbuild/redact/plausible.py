"""Tests that tell a real secret from what only looks like one."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections import Counter

# Random strings of 16 and more characters lie above these in Shannon's entropy;
# placeholders (xxxx…, 0123…, repeated words) lie below.
_RANDOM_BITS = 3.0
_VERY_RANDOM_BITS = 3.9
_EXAMPLES = (
    "EXAMPLE",
    "example",
    "xxxx",
    "XXXX",
    "....",
    "----",
    "your",
    "YOUR",
    "12345678",
    "abcdefgh",
)
_PLACEHOLDERS = frozenset(
    {
        "password",
        "passwd",
        "pass",
        "pwd",
        "pw",
        "secret",
        "changeme",
        "change-me",
        "example",
        "token",
        "apikey",
        "api_key",
        "credentials",
        "xxx",
        "xxxx",
        "xxxxx",
        "foo",
        "bar",
        "baz",
        "yourpassword",
        "your-password",
        "your_password",
        "mypassword",
        "my-password",
        "my_password",
        "redacted",
    }
)
_TEMPLATE = "${}<>%*[]|\\("


def entropy(text: str) -> float:
    """Return Shannon's entropy in bits a character."""
    total = len(text)
    return -sum(n / total * math.log2(n / total) for n in Counter(text).values()) if total else 0.0


def is_random(secret: str) -> bool:
    """Whether the text is as irregular as a key and no example of the issuer's documents."""
    return entropy(secret) >= _RANDOM_BITS and not any(word in secret for word in _EXAMPLES)


def is_very_random(secret: str) -> bool:
    """Whether a text without a prefix of its own is irregular enough to be a key."""
    if entropy(secret) < _VERY_RANDOM_BITS or any(word in secret for word in _EXAMPLES):
        return False
    return any(c.isdigit() for c in secret) and any(c.isalpha() for c in secret)


def is_jwt(secret: str) -> bool:
    """Whether the first part decodes to a JSON header that names an algorithm."""
    head = secret.split(".", 1)[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return False
    return isinstance(header, dict) and "alg" in header


def is_key_body(secret: str) -> bool:
    """Whether the lines of a PEM block hold key material, not words."""
    letters = "".join(c for c in secret if c.isalnum())
    return len(letters) >= 24 and entropy(letters) >= _VERY_RANDOM_BITS


def is_password(secret: str) -> bool:
    """Whether the password of a URL is one, not a placeholder or a template."""
    if secret.lower() in _PLACEHOLDERS or set(secret.lower()) <= set("x.*_-"):
        return False
    return not any(c in _TEMPLATE for c in secret)
