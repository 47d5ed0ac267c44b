"""The outside world → :class:`~ctxbuild.model.Corpus`: repositories, so far."""
