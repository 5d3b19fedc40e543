#!/bin/sh
# The page of a tiny run, in a browser. To be run in the build folder, with the source folder as its
# argument.
set -eu
rm -rf tests/page_study
mkdir -p tests/page_study
bin/remedy_make_tiny_study tests/page_study
export REMEDY_CACHE="$PWD/tests/cache"
cd tests/page_study
../../bin/remedy run study.yaml --quiet --threads 1
printf 'anchor_classes,learning_rate,top1\n3,0.01,0.5\n6,0.01,0.75\n' >published.csv
../../bin/remedy report runs/tiny --out shown --overlay published.csv --title 'Somebody, 2020'
"$1/tests/report/page/page_browser_test.py" shown/report.html
exec "$1/tests/report/page/page_reader_test.py" shown/report.html
