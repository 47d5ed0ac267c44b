"""The only way out: HTTP with the address guard, limits, pace and retries."""
