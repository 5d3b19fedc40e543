#!/bin/sh
# line_lengths.sh SOURCE: no line of C++, JavaScript, Python or shell has more than 100 characters,
# and none of CMake more than 120.
set -eu
cd "$1"

# The names of files, after the words of find that choose them.
sources() {
  find . \( -path './build*' -o -path './runs' -o -path './.git' -o -name __pycache__ \) -prune -o \
    -type f \( "$@" \) -print
}

# longer LIMIT FILE...: counts characters, not bytes of UTF-8.
longer() {
  limit=$1
  shift
  LC_ALL=C awk -v limit="$limit" '{
    line = $0
    gsub(/[\200-\277]/, "", line)
    if (length(line) > limit) {
      print FILENAME ":" FNR ": " length(line) " characters, at most " limit
      failed = 1
    }
  } END {exit failed}' "$@"
}

failed=0
# shellcheck disable=SC2046  # no file has a blank in its name
longer 100 $(sources -name '*.h' -o -name '*.cpp' -o -name '*.js' -o -name '*.py' -o \
  -name '*.sh') || failed=1
# shellcheck disable=SC2046
longer 120 $(sources -name CMakeLists.txt -o -name '*.cmake' -o -name '*.cmake.in') || failed=1
exit "$failed"
