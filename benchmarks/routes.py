"""Whether the routes and commands that facts list are those that the framework reports.

    python benchmarks/routes.py fastapi  DIR MODULE:APP [--python PY] [--value NAME=TEXT ...]
    python benchmarks/routes.py django   DIR SETTINGS   [--python PY]
    python benchmarks/routes.py express  DIR FILE       [--under PART]
    python benchmarks/routes.py argparse DIR MODULE:FUNCTION [--python PY]
    python benchmarks/routes.py typer    DIR MODULE:APP [--python PY]

DIR is a work tree. PY is the interpreter where its application is installed, FILE (seen from
DIR) exports an application of Express 4 or 5. The application is imported, not served; give what
it needs in the environment. ``--value`` is what a computed prefix, which facts show in braces,
has there; ``--under`` keeps the files of the tree below one place. Of commands, names are
compared, of Django's routes the paths, of the others method and path; routes that the framework
itself adds (documentation, HEAD beside GET, static files) and the pages
below Django's admin are left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from ctxbuild.cache import Cache
from ctxbuild.jobs.facts import FactsOptions, facts_of
from ctxbuild.readers.repo import RepoOptions

_FASTAPI = """
import importlib, json, sys
module, name = sys.argv[1].split(":")
app = getattr(importlib.import_module(module), name)
def rows(routes, prefix=""):
    for route in routes:
        if hasattr(route, "effective_route_contexts"):
            for each in route.effective_route_contexts():
                for method in each.methods or ():
                    yield f"{method} {each.path}"
        elif getattr(route, "include_in_schema", False):
            for method in getattr(route, "methods", None) or ():
                yield f"{method} {prefix}{route.path}"
print(json.dumps(sorted(set(rows(app.routes)))))
"""
_DJANGO = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]
import django
django.setup()
from django.urls import get_resolver
def rows(patterns, prefix=""):
    for each in patterns:
        path = prefix + str(each.pattern)
        if hasattr(each, "url_patterns") and each.app_name != "admin":
            yield from rows(each.url_patterns, path)
        else:
            yield "ANY " + (path or "/")
print(json.dumps(sorted(set(rows(get_resolver().url_patterns)))))
"""
_ARGPARSE = """
import argparse, importlib, json, sys
module, name = sys.argv[1].split(":")
found = getattr(importlib.import_module(module), name)()
found = found[0] if isinstance(found, tuple) else found
def rows(parser):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield name
                yield from rows(inner)
print(json.dumps(sorted(set(rows(found)))))
"""
_TYPER = """
import importlib, json, sys, typer
module, name = sys.argv[1].split(":")
top = typer.main.get_command(getattr(importlib.import_module(module), name))
def rows(group):
    for name, inner in getattr(group, "commands", {}).items():
        yield name
        yield from rows(inner)
print(json.dumps(sorted(set(rows(top)))))
"""
_EXPRESS = """
const app = require(require('path').resolve(process.argv[1]));
const found = new Set();
const prefix = l => l.matchers ? l.mountedAt || '' : l.regexp.fast_slash ? '' :
  l.regexp.source.replace('^', '').replace('\\\\/?(?=\\\\/|$)', '').replace(/\\\\\\\\\\//g, '/')
    .replace(/\\\\\\//g, '/');
const walk = (stack, at) => stack.forEach(layer => {
  if (layer.route) Object.keys(layer.route.methods).forEach(m =>
    found.add((m === '_all' ? 'ANY' : m.toUpperCase()) + ' ' + (at + layer.route.path)));
  else if (layer.handle && layer.handle.stack) walk(layer.handle.stack, at + prefix(layer));
});
const router = app._router || app.router;
walk(router.stack, '');
console.log('\\n' + JSON.stringify([...found].sort()));
process.exit(0);
"""
_SNIPPETS = {"fastapi": _FASTAPI, "django": _DJANGO, "argparse": _ARGPARSE, "typer": _TYPER}
_NAMES = {
    "fastapi": ("FastAPI", "Starlette"),
    "django": ("Django",),
    "express": ("Express",),
    "argparse": ("argparse",),
    "typer": ("typer",),
}


def main(arguments: list[str]) -> int:
    """Compare one application and return an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=_NAMES)
    parser.add_argument("directory")
    parser.add_argument("target")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--value", action="append", default=[])
    parser.add_argument("--under", default="")
    options = parser.parse_args(arguments)
    theirs, ours = _theirs(options), _ours(options)
    both = len(ours & theirs)
    print(
        f"{options.kind} {options.target}: theirs {len(theirs)}, ours {len(ours)}, "
        f"P {both / max(1, len(ours)):.3f}, R {both / max(1, len(theirs)):.3f}"
    )
    for word, rest in (("only ours", ours - theirs), ("only theirs", theirs - ours)):
        for each in sorted(rest):
            print(f"  {word}: {each}")
    return 0


def _theirs(options: argparse.Namespace) -> set[str]:
    if options.kind == "express":
        command = ["node", "-e", _EXPRESS, options.target]
    else:
        command = [options.python, "-c", _SNIPPETS[options.kind], options.target]
    done = subprocess.run(
        command, cwd=options.directory, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return set(json.loads(done.stdout.strip().split("\n")[-1]))


def _ours(options: argparse.Namespace) -> set[str]:
    repository = RepoOptions(options.directory)
    _, facts = facts_of(FactsOptions(repository), Cache.disabled(), lambda *_: None)
    values = dict(each.split("=", 1) for each in options.value)
    found = set()
    for route in facts.routes:
        place = route.claim.citation.path
        if route.framework in _NAMES[options.kind] and place.startswith(options.under):
            name = route.name
            for key, value in values.items():
                name = name.replace(f"{{{key}}}", value)
            found.add(f"{name}/" if name.endswith(" ") else name)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
