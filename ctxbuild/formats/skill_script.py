"""The script of a skill that draws seeds: the standard library, no network."""

from __future__ import annotations

SCRIPT = '''"""Random strings to be read as acronyms; the same seed gives the same strings."""

import argparse
import hashlib
import json
import string
from pathlib import Path

TERMS = Path(__file__).parent.parent / "assets" / "terms.json"


def drawn(seed, name):
    digest = hashlib.blake2b(f"{seed}:{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--length", type=int, default=4)
    parser.add_argument("--terms", action="store_true", help="weight letters by the domain's terms")
    asked = parser.parse_args()
    letters = string.ascii_uppercase
    if asked.terms:
        terms = [each["term"] for each in json.loads(TERMS.read_text(encoding="utf-8"))["terms"]]
        initials = [word[0].upper() for term in terms[:100] for word in term.split()]
        letters += "".join(letter for letter in initials if letter in string.ascii_uppercase)
    for n in range(asked.count):
        places = range(asked.length)
        print("".join(letters[drawn(asked.seed, f"{n}.{p}") % len(letters)] for p in places))


if __name__ == "__main__":
    main()
'''
