#!/bin/sh
# layers.sh SOURCE: what the folders of harness/report promise. Includes go down the list below, and
# JSON is read and written by key in files of that name alone.
set -eu
cd "$1/harness"

failed=0
complain() {
  echo "$1" >&2
  failed=1
}

# A folder, and those that it may include beside itself.
allowed() {
  case $1 in
    report/content) echo "" ;;
    report/content/json) echo "report/content" ;;
    report/input) echo "$(allowed report/content) report/content" ;;
    report/settings) echo "$(allowed report/input) report/input" ;;
    report/conclude) echo "$(allowed report/settings) report/settings" ;;
    report/conclude/choose | report/conclude/trends)
      echo "$(allowed report/conclude) report/conclude"
      ;;
    report/words)
      echo "$(allowed report/conclude/choose) report/conclude/choose report/conclude/trends \
report/words/brief"
      ;;
    report/markdown | report/page | report/export | report/compare)
      echo "$(allowed report/words) report/words report/words/brief report/content/json"
      ;;
    report) echo "any" ;;
    *) complain "$1: no place in the order of folders; see $0" ;;
  esac
}

for folder in $(find report -name CMakeLists.txt -exec dirname {} \; | sort); do
  may=" $(allowed "$folder") $folder "
  for file in "$folder"/*.h "$folder"/*.cpp; do
    [ -e "$file" ] || continue
    for include in $(sed -n 's|^#include "\(report/.*\)/[a-z_]*\.h".*|\1|p' "$file" | sort -u); do
      case $may in
        *" $include "* | *" any "*) ;;
        *) complain "$file includes $include: only$may" ;;
      esac
    done
  done
done

keys=$(grep -rnE '\["|\.at\("|find_field|find_member' report --include='*.h' --include='*.cpp' |
  grep -vE '^report/(content/json|input)/|_json\.(h|cpp):' || true)
[ -z "$keys" ] || complain "JSON by key outside of *_json and input:
$keys"
exit $failed
