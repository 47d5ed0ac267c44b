#!/usr/bin/env bash
# Attaches the lists and full texts to a release, over those of the same name.
# Reads TAG, STAGED and GH_TOKEN.
set -euo pipefail

if [ -z "$TAG" ] && [ "${GITHUB_REF_TYPE:-}" = tag ]; then
  TAG=$GITHUB_REF_NAME
fi
if [ -z "$TAG" ]; then
  echo "::error title=ctxbuild::there is no release; run on release: published, or set tag"
  exit 1
fi
# Assets have no directories, so pages stay out, and lists of directories.
shopt -s nullglob
assets=("$STAGED"/*.txt)
gh release upload "$TAG" "${assets[@]}" --clobber --repo "$GITHUB_REPOSITORY"
echo "Attached ${#assets[@]} files to the release $TAG"
