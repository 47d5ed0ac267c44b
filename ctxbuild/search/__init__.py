"""Search: what of a corpus a question is about."""
