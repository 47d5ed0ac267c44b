"""What a repository says of itself, as typed records that cite their lines.

One module for each kind of fact, each a function of ``material.Material``; ``record`` puts
them together. Nothing is guessed: what cannot be told is among the
``gaps``.
"""
