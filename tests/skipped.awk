# Reads CTest's log of the last run and lists the tests that skipped with their reasons: those of
# GoogleTest, and scripts that end with 77, whose last line says why.
function note(name, reason) {
  sub(/\/[^\/ ]*\.cpp:[0-9]+: Skipped */, "", reason)
  gsub(/^[ \t]+|[ \t]+$/, "", reason)
  if (!((reason) in names)) order[++reasons] = reason
  names[reason] = names[reason] (names[reason] == "" ? "" : ", ") name
  ++skipped
}
/^[0-9]+\/[0-9]+ Test: / { test = $3; last = ""; reason = ""; reading = 0 }
/: Skipped$/ { reason = ""; reading = 1; next }
/^\[  SKIPPED \] .* \([0-9]+ ms\)$/ { note($4, reason); reason = ""; reading = 0; seen = test; next }
reading && NF { reason = reason (reason == "" ? "" : " ") $0 }
/^<end of output>$/ { next }
/^Test time =/ { next }
/^Test Skipped\.|^Test Not Run\./ { if (seen != test) note(test, last); next }
NF && !/^-+$/ { last = $0 }
END {
  if (!skipped) exit
  printf "\nSkipped, %d in all:\n", skipped
  for (i = 1; i <= reasons; ++i) printf "  %s\n    %s\n", order[i] == "" ? "(no reason given)" : order[i], names[order[i]]
}
