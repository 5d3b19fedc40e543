#!/usr/bin/env bash
# completion.sh BUILD: bash completes every command that `remedy --help` names, every option of each
# command, and the values that an option allows.
set -euo pipefail
remedy=$1/bin/remedy
# shellcheck disable=SC1091
source "$1/share/bash-completion/completions/remedy"

listed() {
  awk -v heading="$1" '
    $0 == heading {inside = 1; next}
    /^[^ ]/ {inside = 0}
    inside && /^  [^ ]/ {print $1}'
}

# completed WORD...: what there is for the last word.
completed() {
  COMP_WORDS=(remedy "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _remedy
  printf '%s\n' "${COMPREPLY[@]}"
}

failed=0
expect() {  # EXPECTED WORD...
  local expected=$1
  shift
  [ "$(completed "$@")" = "$expected" ] && return
  echo "remedy $*: completed as \"$(completed "$@" | tr '\n' ' ')\", expected \"$expected\""
  failed=1
}

commands=$("$remedy" --help | listed 'Subcommands:')
[ "$(wc -w <<<"$commands")" -ge 12 ] || { echo "--help names too few commands: $commands"; exit 1; }
expect "$commands" ''
for command in $commands; do
  for option in $("$remedy" "$command" --help | listed 'Options:' | tr ',' '\n'); do
    completed "$command" - | grep -xF -- "$option" >/dev/null ||
      { echo "remedy $command: $option is not completed"; failed=1; }
  done
done
expect 'slurm' run --launcher s
expect $'local\nslurm' run study.yaml --launcher ''
expect 'architectures' list a
expect '' run study           # a file: left to the shell
expect '' run --out run       # a folder, no command
expect '--version' --v
exit "$failed"
