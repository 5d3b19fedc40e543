#!/usr/bin/env bash
# installation.sh BUILD SOURCE: what `cmake --install` makes is whole, knows nothing of the build,
# finds its plugins, and runs an installed study from any folder, writing into that folder alone.
set -euo pipefail
build=$1
source=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
cmake --install "$build" --prefix "$prefix" >/dev/null

fail() {
  printf '%s\n' "$*"
  exit 1
}

for file in bin/remedy bin/remedy-worker lib/remedy/plugins/identity.so \
  include/remedy/remediation.h include/remedy/build_tag.h share/man/man1/remedy.1 \
  share/bash-completion/completions/remedy \
  share/doc/remedy/LICENSE share/doc/remedy/CHANGELOG.md share/doc/remedy/plugins.md \
  share/remedy/schema/record.schema.json share/remedy/schema/report.schema.json \
  share/remedy/configs/emoji.yaml share/remedy/configs/emojinet-resnet18.safetensors; do
  [ -e "$prefix/$file" ] || fail "not installed: $file"
done
[ "$(ls "$prefix/share/remedy/configs")" = "$(ls "$source/configs")" ] ||
  fail 'not every file of configs/ is installed'

for folder in "$build" "$source"; do
  found=$(grep -rlF -- "$folder/" "$prefix" || true)
  [ -z "$found" ] || fail "these hold the path $folder: $found"
done

find "$prefix" | sort >"$scratch/before"
mkdir "$scratch/elsewhere"
cd "$scratch/elsewhere"
unset REMEDY_PLUGIN_PATH
export REMEDY_CACHE=$scratch/cache
"$prefix/bin/remedy" list >list.txt
[ "$(wc -l <list.txt)" -eq "$(ls "$prefix/lib/remedy/plugins" | wc -l)" ] ||
  fail "remedy list: $(cat list.txt)"
# Where the weights cannot be written, that is said before they are trained for minutes.
code=0
timeout 60 "$prefix/bin/remedy" pretrain "$prefix/share/remedy/configs/emoji.yaml" \
  --set baseline.weights=/proc/weights.safetensors >pretrain.txt 2>&1 || code=$?
[ "$code" -eq 2 ] && grep -q 'name another file by --set baseline.weights=' pretrain.txt ||
  fail "remedy pretrain ended with $code: $(cat pretrain.txt)"

"$prefix/bin/remedy" run "$prefix/share/remedy/configs/emoji.yaml" --only identity --quiet >run.txt
[ -s runs/emoji/report.html ] || fail "no runs/emoji/report.html: $(cat run.txt)"
find "$prefix" | sort | diff "$scratch/before" - || fail 'the run wrote into the installation'
