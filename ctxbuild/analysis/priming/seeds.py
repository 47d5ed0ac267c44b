"""Random strings to be read as acronyms, and samples that a seed alone decides.

What is random here is BLAKE2b of the seed and a number or a name, so that the same seed
gives the same result in every version of Python, and in ``templates/skill/seeds.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from string import ascii_uppercase

LENGTH = 4


def drawn(seed: int, name: str) -> int:
    """Return 64 bits that follow from a seed and a name."""
    digest = hashlib.blake2b(f"{seed}:{name}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def acronym_seeds(seed: int, count: int, terms: Iterable[str] = ()) -> tuple[str, ...]:
    """Return strings of four letters, weighted by the initials of the words of terms.

    Every letter can be drawn; one that begins no word has the weight 1.
    """
    initials = [word[0].upper() for term in terms for word in term.split() if word]
    letters = ascii_uppercase + "".join(letter for letter in initials if letter in ascii_uppercase)
    return tuple(
        "".join(letters[drawn(seed, f"{n}.{place}") % len(letters)] for place in range(LENGTH))
        for n in range(count)
    )
