#!/usr/bin/env bash
# Checks the inputs and installs ctxbuild in an environment of its own.
# Reads VERSION, MODE, FAIL_ON; leaves CTXBUILD and CTXBUILD_PYTHON in GITHUB_ENV.
set -euo pipefail

fail() {
  printf '::error title=ctxbuild::%s\n' "$1"
  exit 1
}

case $MODE in
check | artifact | release-asset | pr | commit) ;;
*) fail "input mode is none of check, artifact, release-asset, pr, commit" ;;
esac
case $FAIL_ON in
'' | changed | warnings | any | none) ;;
*) fail "input fail-on is none of changed, warnings, any, none" ;;
esac
# Nothing but a version may reach pip: no option, no address, no other package.
[[ $VERSION =~ ^[0-9A-Za-z.+!_-]*$ && $VERSION != -* ]] || fail "input version is no version"

environment=$RUNNER_TEMP/ctxbuild
python=$(command -v python || command -v python3) || fail "there is no Python; set python-version"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed"
echo "::group::Install ctxbuild"
"$python" -m venv "$environment"
bin=$environment/bin
[ -d "$bin" ] || bin=$environment/Scripts
if [ -n "$VERSION" ]; then
  "$bin/python" -m pip install --quiet --disable-pip-version-check "ctxbuild==$VERSION"
else
  "$bin/python" -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"
fi
"$bin/ctxbuild" --version
echo "::endgroup::"
{
  echo "CTXBUILD=$bin/ctxbuild"
  echo "CTXBUILD_PYTHON=$bin/python"
} >>"$GITHUB_ENV"
