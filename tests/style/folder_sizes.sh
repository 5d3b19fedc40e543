#!/bin/sh
# folder_sizes.sh SOURCE: no folder of sources holds more than 25 files beside its sub-folders, so
# that a newcomer sees at a glance what is in it.
set -eu
cd "$1"

failed=0
for folder in $(find harness plugins tests benchmarks -type d ! -name fixtures); do
  count=$(find "$folder" -maxdepth 1 -type f -name '*.*' ! -name CMakeLists.txt ! -name '*.json' \
    ! -name '*.md' | wc -l)
  if [ "$count" -gt 25 ]; then
    echo "$folder: $count files, at most 25: give those of one concern a folder" >&2
    failed=1
  fi
done
exit $failed
