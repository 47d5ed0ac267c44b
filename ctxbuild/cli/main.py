"""The command ``ctxbuild``: commands are imported when they are called."""

from __future__ import annotations

import gc
import importlib
import sys

import click

from ctxbuild.version import __version__

_COMMANDS = {
    "repo": ("ctxbuild.cli.repo", "Pack a repository into one bundle within a token budget."),
    "docs": ("ctxbuild.cli.docs", "Pack a documentation site, or write it as Markdown."),
    "arxiv": ("ctxbuild.cli.arxiv", "Pack abstracts of arXiv, or write them as JSON lines."),
    "llms": ("ctxbuild.cli.llms", "Write llms.txt and the Markdown of every page."),
    "pack": ("ctxbuild.cli.pack", "Pack several sources into one bundle, under one budget."),
    "check": ("ctxbuild.cli.check", "Check Markdown against the pages that it was made of."),
    "prime": ("ctxbuild.cli.prime", "Put the words of a field in front of a model."),
    "wiki": ("ctxbuild.cli.wiki", "Write a wiki of a repository that cites its sources."),
    "facts": ("ctxbuild.cli.facts", "Write what a repository says of itself, with citations."),
    "lint": ("ctxbuild.cli.lint", "Say how readable documents and code are for agents."),
    "serve": ("ctxbuild.cli.serve", "Serve sources to agents over MCP."),
    "explain": ("ctxbuild.cli.explain", "Say why a file or symbol is in a bundle, or not."),
    "unpack": ("ctxbuild.cli.unpack", "Write the files of a bundle back to a directory."),
    "init": ("ctxbuild.cli.init", "Write a minimal config and a workflow."),
    "cache": ("ctxbuild.cli.cache", "Show, check or clear the cache."),
}

EPILOG = """\b
Examples:
  ctxbuild repo .                          this repository, 128k tokens
  ctxbuild repo . --budget 32k --copy      smaller, to the clipboard
  ctxbuild repo . --query "why is the cache stale?" --budget 16k
  ctxbuild explain src/app.py:App.run      why it is in, or what it takes
  ctxbuild repo owner/name@v1.2 -o ctx.md  a tag of a remote repository
  ctxbuild docs build/html -o twins/       every page of a site as Markdown
  ctxbuild arxiv --month 2026-01 --sample 10 --seed 7
  ctxbuild lint .                          what agents will stumble over
  ctxbuild wiki . -o wiki                  pages that cite the code they tell of
  ctxbuild llms build/html -o public/      llms.txt, llms-full.txt, Markdown pages
  ctxbuild prime cs.CL --budget 2500       the words of a field, with sources
  ctxbuild serve . docs:site/              an MCP server for agents
  ctxbuild unpack ctx.md -o restored       the files back out
"""


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order of the table."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="ctxbuild %(version)s")
def main() -> None:
    """Put the right tokens in front of a language model.

    ctxbuild turns repositories into bundles that never exceed a token budget:
    deterministic, offline, safe to paste, with secrets redacted.
    """


def run() -> None:
    """Run the command line; every failure is one line and an exit code."""
    gc.set_threshold(*_COLLECTION)
    sys.exit(_status(sys.argv[1:]))


_COLLECTION = (50_000, 20, 20)
"""When cycles are looked for. Nearly all that a run makes is kept to its end: at Python's own
700 a wiki of sphinx spent a fifth of its time on looking, and held 1 MB less."""


def _status(arguments: list[str]) -> int:
    """Return 0 for done, 1 for a failure, 2 for a mistake in the call, 130 for Ctrl-C."""
    from ctxbuild.model import CtxbuildError

    try:
        result = main.main(args=arguments, prog_name="ctxbuild", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        _complain(error.format_message(), error.ctx)
        return 2
    except click.ClickException as error:
        _complain(error.format_message())
        return 1
    except CtxbuildError as error:
        _complain(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted; nothing was left half-written")
        return 130
    except BrokenPipeError:
        # The reader has gone (``| head``): nothing is wrong.
        sys.stderr.close()
        return 0
    except RecursionError:
        _complain("the input is nested too deeply; please report this as a bug")
        return 1
    return result if isinstance(result, int) else 0


def _complain(message: str, context: click.Context | None = None) -> None:
    line = " ".join(message.split())
    click.echo(f"ctxbuild: {line}", err=True)
    if context is not None:
        click.echo(f"Try '{context.command_path} --help'.", err=True)
