#!/bin/sh
# version.sh SOURCE VERSION: the version that is built has a dated section in CHANGELOG.md, and
# CITATION.cff names both.
set -eu
cd "$1"
version=$2
date=$(sed -n "s/^## $version (\([0-9]\{4\}-[0-9]\{2\}-[0-9]\{2\}\))\$/\1/p" CHANGELOG.md)
[ -n "$date" ] ||
  { echo "CHANGELOG.md has no section \"## $version (<year>-<month>-<day>)\""; exit 1; }
for line in "version: $version" "date-released: '$date'"; do
  grep -qxF "$line" CITATION.cff || { echo "CITATION.cff lacks the line $line"; exit 1; }
done
