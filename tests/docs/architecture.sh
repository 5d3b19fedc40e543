#!/bin/sh
# architecture.sh SOURCE: every folder of harness/ has a row in the map, and every row a folder.
set -eu
cd "$1"
map=docs/architecture.md
failed=0
for folder in $(find harness -mindepth 1 -type d -not -name __pycache__ | sort); do
  grep -q "^| \`$folder\` |" "$map" || { echo "$map has no row for $folder"; failed=1; }
done
for folder in $(sed -n 's/^| `\(harness[^`]*\)` |.*/\1/p' "$map"); do
  [ -d "$folder" ] || { echo "$map has a row for $folder, which is not there"; failed=1; }
done
exit "$failed"
