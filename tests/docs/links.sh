#!/bin/sh
# links.sh SOURCE: every file that a link of the documents names is there.
set -eu
cd "$1"
failed=0
for document in *.md docs/*.md plugins/README.md benchmarks/README.md harness/cmake/README.md; do
  for link in $(grep -o '](\([^)#: ]*\))' "$document" | sed 's/^](//; s/)$//'); do
    [ -e "$(dirname "$document")/$link" ] || { echo "$document: there is no $link"; failed=1; }
  done
done
# Sources that the map and the guide name between backquotes, below harness/ or in full.
for document in CONTRIBUTING.md docs/architecture.md; do
  for file in $(grep -o '`[a-z_/]*/[a-z_]*\.\(h\|cpp\|yaml\|md\|txt\)`' "$document" | tr -d '`'); do
    [ -e "$file" ] || [ -e "harness/$file" ] || { echo "$document: there is no $file"; failed=1; }
  done
done
exit "$failed"
