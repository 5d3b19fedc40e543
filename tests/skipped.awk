# Reads CTest's log of the last run and lists the tests that skipped with their reasons: those of
# GoogleTest, and programs that end with 77, whose last line is "skipped: " and why. CTest's log itself
# says that these passed. With -v list=1 it prints the names of CTest's tests alone, one a line.
function note(name, reason) {
  if (list && !(test in listed)) print test
  listed[test] = 1
  sub(/\/[^\/ ]*\.cpp:[0-9]+: Skipped */, "", reason)
  gsub(/^[ \t]+|[ \t]+$/, "", reason)
  ++skipped
  sub(/\/[0-9]+$/, "", name)  # one name for all values of a parameter
  if (seen[reason, name]++) return
  if (!(reason in names)) order[++reasons] = reason
  names[reason] = names[reason] (names[reason] == "" ? "" : ", ") name
}
/^[0-9]+\/[0-9]+ Test: / { test = $3; last = ""; reason = ""; reading = 0 }
/: Skipped$/ { reason = ""; reading = 1; next }
/^\[  SKIPPED \] .* \([0-9]+ ms\)$/ { note($4, reason); reason = ""; reading = 0; next }
reading && !NF && reason != "" { reading = 2 }
reading == 1 && NF { reason = reason (reason == "" ? "" : " ") $0 }
/^<end of output>$/ { if (sub(/^skipped: */, "", last)) note(test, last); last = ""; next }
NF && !/^-+$/ { last = $0 }
END {
  if (list || !skipped) exit
  printf "\nSkipped, %d in all:\n", skipped
  for (i = 1; i <= reasons; ++i) printf "  %s\n    %s\n", order[i] == "" ? "(no reason given)" : order[i], names[order[i]]
}
