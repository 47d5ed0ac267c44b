"""Where ctxbuild runs inside other programs: thin, imported by those programs alone."""
