#!/bin/sh
# page_types.sh FILES: the page's script, whose types stand in its comments, has no error of type.
if ! command -v tsc >/dev/null; then
  echo 'skipped: needs tsc (package node-typescript)'
  exit 77
fi
exec tsc --allowJs --checkJs --noEmit --strict --target es2020 --lib es2020,dom,dom.iterable "$@"
