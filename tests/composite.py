"""Runs the steps of a composite action as GitHub's runner does, as far as ours need it.

Expressions know ``inputs``, ``steps``, ``github``, strings, ``==``, ``!=``, ``||``, ``&&``. Steps
that use other actions are recorded with what they would be given. This proves the steps, not
GitHub's runner.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field

import yaml

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
TOKEN = re.compile(r"\s*('(?:[^']|'')*'|==|!=|\|\||&&|[\w.-]+)")


@dataclass
class Outcome:
    """What a run left."""

    failed: str = ""
    log: str = ""
    outputs: dict = field(default_factory=dict)
    summary: str = ""
    used: list = field(default_factory=list)


def evaluated(expression, context):
    """Return the value of an expression; what is not there is empty, as with the runner."""
    tokens = TOKEN.findall(expression)
    assert "".join(tokens) == re.sub(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", "", expression), expression
    return _either(tokens, context)


def _either(tokens, context):
    if "||" in tokens:
        at = tokens.index("||")
        return _either(tokens[:at], context) or _either(tokens[at + 1 :], context)
    if "&&" in tokens:
        at = tokens.index("&&")
        return _either(tokens[:at], context) and _either(tokens[at + 1 :], context)
    if len(tokens) == 3:
        left, right = (_value(each, context) for each in tokens[::2])
        return (left == right) == (tokens[1] == "==")
    assert len(tokens) == 1, tokens
    return _value(tokens[0], context)


def _value(token, context):
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    found = context
    for part in token.split("."):
        found = found.get(part, "") if isinstance(found, dict) else ""
    return found


def filled(text, context):
    """Return a text with its expressions replaced."""
    return EXPRESSION.sub(lambda m: str(evaluated(m.group(1), context)), str(text))


def read_values(path):
    """Return what stands in GITHUB_OUTPUT or GITHUB_ENV: NAME=VALUE or NAME<<END."""
    values, lines = {}, iter(path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        name, mark, end = line.partition("<<")
        if mark and "=" not in name:
            value = []
            for inner in lines:
                if inner == end:
                    break
                value.append(inner)
            else:
                raise AssertionError(f"{name}: no end of its value")
            values[name] = "\n".join(value)
        else:
            name, _, value = line.partition("=")
            values[name] = value
    return values


def run_action(action, workspace, temporary, inputs, *, github=None, env=None, skip=()):
    """Run an action in a checked-out repository; ``env`` is what the job has set before."""
    described = yaml.safe_load((action / "action.yml").read_text(encoding="utf-8"))
    context = {"github": {"token": "T0KEN", **(github or {})}, "steps": {}}
    unknown = set(inputs) - set(described["inputs"])
    assert not unknown, unknown
    context["inputs"] = {
        name: inputs.get(name, filled(each.get("default", ""), context))
        for name, each in described["inputs"].items()
    }
    outcome, job = Outcome(), dict(env or {})
    for number, step in enumerate(described["runs"]["steps"]):
        if step["name"] in skip or not evaluated(step.get("if", "'yes'"), context):
            continue
        if "uses" in step:
            given = {k: filled(v, context) for k, v in step["with"].items()}
            outcome.used.append((step["uses"], given))
            continue
        assert "${{" not in step["run"], "an input in a script is run"
        done, outputs = _run(step, number, action, workspace, temporary, context, job)
        outcome.log += done.stdout + done.stderr
        outcome.summary += (temporary / f"summary{number}").read_text(encoding="utf-8")
        context["steps"][step.get("id", f"_{number}")] = {"outputs": outputs}
        if done.returncode:
            outcome.failed = step["name"]
            break
    outcome.outputs = {
        name: filled(each["value"], context) for name, each in described["outputs"].items()
    }
    return outcome


def _run(step, number, action, workspace, temporary, context, job):
    assert step["shell"] == "bash"
    files = {
        "GITHUB_OUTPUT": temporary / f"output{number}",
        "GITHUB_ENV": temporary / f"env{number}",
        "GITHUB_STEP_SUMMARY": temporary / f"summary{number}",
    }
    for path in files.values():
        path.touch()
    script = temporary / f"step{number}.sh"
    script.write_text(step["run"], encoding="utf-8")
    home = {k: os.environ[k] for k in ("PATH", "HOME") if k in os.environ}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
        cwd=workspace / filled(step.get("working-directory", "."), context),
        env={
            **home,
            **{k: str(v) for k, v in files.items()},
            "RUNNER_TEMP": str(temporary),
            "GITHUB_ACTION_PATH": str(action),
            "GITHUB_WORKSPACE": str(workspace),
            **job,
            **{k: filled(v, context) for k, v in step.get("env", {}).items()},
        },
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    job.update(read_values(files["GITHUB_ENV"]))
    return done, read_values(files["GITHUB_OUTPUT"])
