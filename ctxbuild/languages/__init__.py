"""Source text → outline and views, for every language ctxbuild knows.

:mod:`table` says what a file is, :mod:`outline` finds its definitions,
:mod:`views` shows part of them, :mod:`imports` finds what it needs and
:mod:`serialise` keeps outlines in the cache.
"""
