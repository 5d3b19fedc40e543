#!/bin/sh
# container.sh SOURCE: what the Containerfile runs are the README's two commands, as they are there.
set -eu
cd "$1"
readme=$(awk '/^```sh$/ {inside = 1; next} /^```/ {inside = 0} inside' README.md)
run=$(sed -n 's/^RUN //p' Containerfile)
failed=0
printf '%s\n' "$run" >"${TMPDIR:-/tmp}/container.$$"
while IFS= read -r command; do
  printf '%s\n' "$readme" | grep -qxF "$command" ||
    { echo "not in the README: $command"; failed=1; }
done <"${TMPDIR:-/tmp}/container.$$"
rm -f "${TMPDIR:-/tmp}/container.$$"
for command in "$(printf '%s\n' "$readme" | grep -m 1 '^\./remedy')" './remedy test'; do
  printf '%s\n' "$run" | grep -qxF "$command" ||
    { echo "not in the Containerfile: $command"; failed=1; }
done
exit "$failed"
