#!/usr/bin/env bash
# package.sh BUILD SOURCE: cpack makes a Debian package that holds what an installation holds, names
# what it needs at run time, and runs from where it is unpacked.
set -euo pipefail
build=$1
source=$2
for tool in dpkg-shlibdeps fakeroot; do
  command -v "$tool" >/dev/null ||
    { echo "$tool is not installed (dpkg-dev, fakeroot): skipped"; exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf '%s\n' "$*"
  exit 1
}

cd "$scratch"
cpack --config "$build/CPackConfig.cmake" -G DEB -B "$scratch/made" >cpack.log 2>&1 ||
  fail "$(cat cpack.log)"
package=$(echo made/*.deb)
depends=$(dpkg-deb --field "$package" Depends)
for needed in libtorch1.13 libdnnl2 libopencv-core406 libc6 fonts-noto-color-emoji unicode-data \
  libopenblas0-pthread; do
  case $depends in *"$needed"*) ;; *) fail "$package does not depend on $needed: $depends" ;; esac
done
case $depends in *-dev*) fail "$package depends on what only a build needs: $depends" ;; esac

dpkg-deb --extract "$package" root
found=$(grep -rlF -e "$build/" -e "$source/" root || true)
[ -z "$found" ] || fail "these hold a path of the build: $found"
[ -n "$(root/usr/bin/remedy --version)" ] || fail 'the program does not run'
# Not into grep -q, which may leave before the program has written all.
listed=$(REMEDY_CACHE=$scratch/cache root/usr/bin/remedy list)
case $listed in *mixed_finetune*) ;; *) fail "no plugins are found: $listed" ;; esac
for file in man/man1/remedy.1.gz man/man1/remedy-worker.1.gz doc/remedy/changelog.Debian.gz \
  doc/remedy/copyright; do
  [ -e "root/usr/share/$file" ] || fail "$package lacks usr/share/$file"
done

if command -v lintian >/dev/null; then
  complaints=$(lintian --fail-on none --tag-display-limit 0 "$package" | grep '^E:' || true)
  [ -z "$complaints" ] || fail "$complaints"
fi
