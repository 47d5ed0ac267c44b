"""Which entries a priming bundle holds, under a budget."""
