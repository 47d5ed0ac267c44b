"""``python -m ctxbuild`` is the same as ``ctxbuild``."""

from ctxbuild.cli.main import run

if __name__ == "__main__":
    run()
