// Sensitivity or criterion: does a trial separate the target better, or predict it more often?
#pragma once

#include <string>
#include <vector>

#include "report/input/trial_rows.h"

namespace remedy {

// At most so many shifts stand in a report.
inline constexpr std::size_t kCriterionPoints = 200;
// With three draws Student's quantile makes of their spread an interval that says nothing.
inline constexpr int kDrawsThatTellTheirSpread = 4;

// report["criterion"], see analysis.h: of the first run that keeps the baseline's margins, or null.
Json criterion(const std::vector<RunData>& runs, const std::vector<std::string>& names,
               const Json& suites);

// Gives every row its "sensitivity", see analysis.h: one entry for each suite to fix or transfer to
// with each suite to retain or guard; null where the run keeps no margins of the trial. Positives
// are the images of the target's classes of the former, negatives the other images of the latter.
void add_sensitivity(const std::vector<RunData>& runs, const Json& suites,
                     std::vector<TrialRow>& rows);

// For each setting the matched differences of its trials over draws: a list of {positives,
// negatives, draws, mean, low, high}, in the order of the trials' "sensitivity". Seeds are averaged
// within a draw, and draws with the same anchors are one. From kDrawsThatTellTheirSpread draws on
// the interval is of the average over further draws and images (Student's for the draws, the mean
// of the draws' own for the images, joined by MOVER); of fewer it is from the lowest end to the
// highest, and for these draws alone. null where a trial with a result lacks margins, or none has.
Json matched_of_settings(const std::vector<TrialRow>& rows, std::size_t settings);

}  // namespace remedy
