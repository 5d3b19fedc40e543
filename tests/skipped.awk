# Reads CTest's log of the last run and lists the tests that skipped with their reasons: those of
# GoogleTest, and scripts that end with 77, whose last line says why. With -v list=1 it prints the
# names of CTest's tests alone, one a line.
function note(name, reason) {
  sub(/^[ \t]+/, "", reason)
  if (!(reason in names)) order[++reasons] = reason
  names[reason] = names[reason] (names[reason] == "" ? "" : ", ") name
  ++skipped
  if (list && !(test in listed)) print test
  listed[test] = 1
}
/^[0-9]+\/[0-9]+ Test: / { test = $3; last = ""; reading = 0 }
/: Skipped$/ { reason = ""; reading = 1; next }
/^\[  SKIPPED \] .* \([0-9]+ ms\)$/ { note($4, reason); reason = ""; reading = 0; next }
reading && NF { reason = reason (reason == "" ? "" : " ") $0 }
/^Test Skipped\./ { if (!(test in listed)) note(test, last); next }
NF && !/^-+$/ && !/^<end of output>$/ && !/^Test time =/ { last = $0 }
END {
  if (list || !skipped) exit
  printf "\nSkipped, %d in all:\n", skipped
  for (i = 1; i <= reasons; ++i) printf "  %s\n    %s\n", order[i] == "" ? "(no reason given)" : order[i], names[order[i]]
}
