#!/usr/bin/env bash
# Commits the files to a branch, or to a branch of their own with a pull request.
# Works on the newest state of the branch, in a work tree apart: on a release the one
# at hand is at a tag. Reads MODE, BRANCH, BASE, MESSAGE, STAGED, OUTPUT, HEAD_REPOSITORY
# and GH_TOKEN.
set -euo pipefail

fail() {
  printf '::error title=ctxbuild::%s\n' "$1"
  exit 1
}

if [ -n "$HEAD_REPOSITORY" ] && [ "$HEAD_REPOSITORY" != "$GITHUB_REPOSITORY" ]; then
  echo "::notice title=ctxbuild::nothing is published for a pull request from a fork"
  exit 0
fi
if [ "$MODE" = pr ]; then
  base=${BASE:-}
  branch=${BRANCH:-ctxbuild/llms-txt}
  [ -n "$base" ] || fail "the branch to merge into is not known; set base"
  [ "$branch" != "$base" ] || fail "branch and base are the same"
else
  branch=${BRANCH:-${GITHUB_HEAD_REF:-}}
  if [ -z "$branch" ]; then
    [ "${GITHUB_REF_TYPE:-}" = branch ] || fail "$GITHUB_REF_NAME is no branch; set branch, or use mode pr"
    branch=$GITHUB_REF_NAME
  fi
  base=$branch
fi
git check-ref-format --branch "$branch" >/dev/null || fail "input branch is no name of a branch"
git check-ref-format --branch "$base" >/dev/null || fail "input base is no name of a branch"

# No hook of anybody's runs with the token at hand.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null
# The token goes to git by the environment: arguments are seen by every process.
if [ -n "${GH_TOKEN:-}" ]; then
  basic=$(printf 'x-access-token:%s' "$GH_TOKEN" | base64 | tr -d '\n')
  echo "::add-mask::$basic"
  export GIT_CONFIG_COUNT=2
  export GIT_CONFIG_KEY_1="http.${GITHUB_SERVER_URL:-https://github.com}/.extraheader"
  export GIT_CONFIG_VALUE_1="AUTHORIZATION: basic $basic"
fi
export GIT_TERMINAL_PROMPT=0
bot="41898282+github-actions[bot]@users.noreply.github.com"
export GIT_AUTHOR_NAME="github-actions[bot]" GIT_AUTHOR_EMAIL=$bot
export GIT_COMMITTER_NAME="github-actions[bot]" GIT_COMMITTER_EMAIL=$bot

top=$(git rev-parse --show-toplevel)
prefix=$(cd "$OUTPUT" && git rev-parse --show-prefix) || fail "$OUTPUT is not in the repository"
[ "$(cd "$OUTPUT" && git rev-parse --show-toplevel)" = "$top" ] || fail "$OUTPUT is not in this repository"
tree=$RUNNER_TEMP/ctxbuild-tree
trap 'git -C "$top" worktree remove --force "$tree" 2>/dev/null || rm -rf "$tree"' EXIT

# Whether there is anything to publish, on top of the branch as it is now. Callers ask for the
# answer, and then bash goes on after what fails: what must not fail says so itself.
renew() {
  git -C "$top" fetch --quiet --no-tags --depth=1 origin "refs/heads/$base" ||
    fail "$base could not be read; is there such a branch?"
  git -C "$top" worktree remove --force "$tree" 2>/dev/null || true
  git -C "$top" worktree add --quiet --detach "$tree" FETCH_HEAD || fail "there is no work tree of $base"
  mkdir -p "$tree/$prefix" || fail "${prefix:-.} cannot be made in the work tree"
  local record=$OUTPUT/ctxbuild-docs.json
  if [ -f "$record" ]; then
    while IFS= read -r -d '' name; do
      rm -f "$tree/$prefix$name"
    done < <("$CTXBUILD_PYTHON" -I "$GITHUB_ACTION_PATH/action/gone.py" "$tree/$prefix" "$record")
    cp "$record" "$tree/$prefix" || fail "the record could not be copied"
  fi
  cp -R "$STAGED/." "$tree/$prefix" || fail "the files could not be copied"
  ! git -C "$tree" check-ignore --quiet "${prefix}llms.txt" ||
    fail "${prefix}llms.txt is ignored by the repository; choose another output"
  git -C "$tree" add --all -- . || fail "the files could not be added"
  ! git -C "$tree" diff --cached --quiet
}

say() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

if ! renew; then
  echo "Nothing to publish: $base has these files already"
  exit 0
fi
if [ "$MODE" = commit ]; then
  for attempt in 1 2 3; do
    git -C "$tree" commit --quiet --no-verify -m "$MESSAGE"
    if git -C "$tree" push --quiet origin "HEAD:refs/heads/$branch"; then
      say commit "$(git -C "$tree" rev-parse HEAD)"
      echo "Committed to $branch"
      exit 0
    fi
    # Somebody else was faster: once more on top of that.
    echo "Push $attempt was refused"
    renew || exit 0
  done
  fail "$branch could not be pushed to; is the permission contents: write given?"
fi

git -C "$tree" commit --quiet --no-verify -m "$MESSAGE"
# The branch is ours alone, so what we wrote there before is replaced; nothing of others is.
former=
if git -C "$top" fetch --quiet --no-tags --depth=1 origin "refs/heads/$branch" 2>/dev/null; then
  former=$(git -C "$top" rev-parse FETCH_HEAD)
  [ "$(git -C "$top" log -1 --format=%ce "$former")" = "$bot" ] ||
    fail "$branch has commits of others; merge or delete it, or name another branch"
fi
if [ -z "$former" ] || ! git -C "$tree" diff --quiet HEAD "$former"; then
  git -C "$tree" push --quiet "--force-with-lease=refs/heads/$branch:$former" origin "HEAD:refs/heads/$branch" ||
    fail "$branch could not be pushed; is the permission contents: write given?"
fi
found=$(gh pr list --repo "$GITHUB_REPOSITORY" --head "$branch" --base "$base" --state open \
  --json url --jq '.[0].url // ""')
if [ -z "$found" ]; then
  found=$(gh pr create --repo "$GITHUB_REPOSITORY" --head "$branch" --base "$base" \
    --title "$MESSAGE" --body "Written by ctxbuild from the documentation. Changes by hand are lost with the next run.") ||
    fail "the pull request could not be opened; may workflows open them, and is pull-requests: write given?"
fi
say pull-request "$found"
echo "Pull request: $found"
