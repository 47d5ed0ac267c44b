#!/usr/bin/env bash
# Runs ctxbuild llms and says what it made: outputs, summary, annotations.
# Reads MODE, SOURCE, OUTPUT, BASE_URL, BUDGET, ARGUMENTS, FAIL_ON.
set -euo pipefail

result=$RUNNER_TEMP/ctxbuild-result.json
staged=$RUNNER_TEMP/ctxbuild-files
rm -rf "$result" "$staged"

arguments=(--result "$result")
[ -z "$OUTPUT" ] || arguments+=("--output=$OUTPUT")
[ -z "$BASE_URL" ] || arguments+=("--base-url=$BASE_URL")
[ -z "$BUDGET" ] || arguments+=("--budget=$BUDGET")
[ "$MODE" != check ] || arguments+=(--check)
while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  [ -z "$line" ] || arguments+=("$line")
done <<<"${ARGUMENTS:-}"
[ -z "$SOURCE" ] || arguments+=(-- "$SOURCE")

echo "::group::ctxbuild llms"
status=0
# Names of pages come from the source and are no commands for the runner.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$token"
# Without an output, llms.txt goes to standard output: it is not for the log's commands.
"$CTXBUILD" llms "${arguments[@]}" >/dev/null || status=$?
echo "::$token::"
echo "::endgroup::"
if [ ! -f "$result" ]; then
  echo "::error title=ctxbuild::llms.txt could not be made; the log says why"
  exit "$((status > 0 ? status : 1))"
fi
if [ "$status" -ne 0 ] && [ "$MODE" != check ]; then
  echo "::error title=ctxbuild::llms.txt could not be written; the log says why"
  exit "$status"
fi
"$CTXBUILD_PYTHON" -I "$GITHUB_ACTION_PATH/action/report.py" "$result" "$staged" "$MODE" "$FAIL_ON"
