"""ctxbuild: deterministic, budget-exact context for language models."""
