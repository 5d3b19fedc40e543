#!/usr/bin/env bash
# manual.sh BUILD: every command that `remedy --help` names stands in the manual page, and every
# option of each; where groff is installed, it has nothing to complain of.
set -euo pipefail
remedy=$1/bin/remedy
page=$1/share/man/man1/remedy.1

# The first words of the lines below a heading of --help: commands, or options.
listed() {
  awk -v heading="$1" '
    $0 == heading {inside = 1; next}
    /^[^ ]/ {inside = 0}
    inside && /^  [^ ]/ {print $1}'
}

plain=$(sed -e 's/\\f[BIR]//g' -e 's/\\-/-/g' "$page")
commands=$("$remedy" --help | listed 'Subcommands:')
[ "$(wc -w <<<"$commands")" -ge 12 ] || { echo "--help names too few commands: $commands"; exit 1; }
failed=0
for command in $commands; do
  grep -q "^\.SS $command " <<<"$plain" || { echo "$page: no command $command"; failed=1; }
  section=$(awk -v start=".SS $command " '
    index($0, start) == 1 {inside = 1; next}
    /^\.S[SH] / {inside = 0}
    inside' <<<"$plain")
  for option in $("$remedy" "$command" --help | listed 'Options:'); do
    grep -qF -- "${option//,/, }" <<<"$section" ||
      { echo "$page: $command has no $option"; failed=1; }
  done
done
version=$("$remedy" --version)
grep -qF "${version%% *}" "$page" || { echo "$page: of another version"; failed=1; }
if command -v groff >/dev/null; then
  complaints=$(groff -man -Tutf8 -ww -z "$page" 2>&1)
  [ -z "$complaints" ] || { printf '%s\n' "$complaints"; failed=1; }
fi
exit "$failed"
