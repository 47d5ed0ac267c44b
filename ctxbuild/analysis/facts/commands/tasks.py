"""What a command line is for, by its words."""

from __future__ import annotations

import re
from typing import Literal

Task = Literal["install", "test", "lint", "docs", "release", "build", "run", "other"]

_TASKS: tuple[tuple[Task, re.Pattern[str]], ...] = tuple(
    (task, re.compile(pattern))  # type: ignore[misc]
    for task, pattern in (
        (
            "install",
            r"\bpip3? install\b|\b(?:go|cargo|npm|pnpm|yarn|bun|apt|apt-get|brew) (?:install|add)\b"
            r"|\bnpm (?:ci|i)\b",
        ),
        ("release", r"(?<!-)\b(?:publish|release|twine|goreleaser|deploy|version)\b"),
        ("docs", r"\b(?:docs?|sphinx-build|mkdocs|typedoc|javadoc|godoc|docs-rs)\b"),
        (
            "lint",
            r"\b(?:lint|ruff|flake8|eslint|mypy|pyright|clippy|golangci-lint|prettier|fmt|format|"
            r"black|pre-commit|biome|typecheck|type-check|typing|style|stylelint|vet|phpstan|psalm|"
            r"php-cs-fixer|rubocop|shellcheck|markdownlint)\b",
        ),
        ("build", r"\bcargo (?:\+\w+ )?check\b"),
        (
            "test",
            r"\b(?:tests?|pytest|tox|nox|jest|vitest|ctest|nextest|mocha|phpunit|rspec|check|"
            r"verify|validate|coverage|bench)\b",
        ),
        (
            "install",
            r"\b(?:install|add|(?:uv|pipenv|poetry|pdm|rye) sync|go mod download|mod tidy|restore|"
            r"bootstrap|setup|fetch)\b",
        ),
        (
            "build",
            r"\b(?:build|compile|cmake|package|assemble|tsc|webpack|rollup|make|all|dist|"
            r"configure|autogen|autoreconf)\b",
        ),
        ("run", r"\b(?:run|serve|start|dev|watch|preview)\b"),
    )
)
_BEFORE = re.compile(
    r"^(?:(?:cd|mkdir -p) \S+ && |\w+=\S* "
    r"|(?:npm|pnpm|yarn|bun|poetry|uv|pdm|hatch|pipenv|rye) run "
    r"|(?:npx|bunx|uvx|timeout \w+|time|xvfb-run) |(?:python3?|py|node|bash|sh) )"
)
"""What stands before what is run; taken off one by one."""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_OPTION = re.compile(r"(?<=\s)-\S*")
_PLACE = re.compile(r"(?<=\s)\S*[/.]\S*")


def task_of_steps(steps: str) -> Task:
    """Return what commands joined by ``&&`` are for: the last of which that can be told."""
    found = (task_of(step.strip()) for step in reversed(steps.split("&&")))
    return next((task for task in found if task != "other"), "other")


def task_of(line: str) -> Task:
    """Return what a command or the name of a task is for.

    Options, quoted words and paths to work on do not count: ``eslint docs/`` lints.
    """
    words = " ".join(_OPTION.sub(" ", _QUOTED.sub("", line)).split())
    while (shorter := _BEFORE.sub("", words)) != words:
        words = shorter
    words = _PLACE.sub(" ", words).replace("_", "-").replace(":", " ")
    words = " ".join(words.split())
    return next((task for task, pattern in _TASKS if pattern.search(words)), "other")
