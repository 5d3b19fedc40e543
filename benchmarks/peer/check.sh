#!/bin/sh
# check.sh PYTHON SCRIPT [ARGUMENT...]: runs a check, or tells by 77 that there is no such Python.
python=$1
shift
command -v "$python" >/dev/null || {
  echo "skipped: there is no $python; set REMEDY_PEER_PYTHON"
  exit 77
}
exec "$python" "$@"
