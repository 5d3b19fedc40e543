// Sensitivity or criterion: does a trial separate the target better, or predict it more often?
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "report/content/suite.h"
#include "report/content/trial.h"
#include "report/input/run_data.h"

namespace remedy {

// At most so many shifts stand in a report.
inline constexpr std::size_t kCriterionPoints = 200;
// With three draws Student's quantile makes of their spread an interval that says nothing.
inline constexpr int kDrawsThatTellTheirSpread = 4;

// Of the first run that keeps the baseline's margins, or nothing.
std::optional<Criterion> criterion(const std::vector<RunData>& runs,
                                   const std::vector<ReportSuite>& suites);

// Gives every row its sensitivity: one entry for each suite to fix or transfer to with each suite
// to retain or guard; none where the run keeps no margins of the trial. Positives are the images of
// the target's classes of the former, negatives the other images of the latter.
void add_sensitivity(const std::vector<RunData>& runs, const std::vector<ReportSuite>& suites,
                     std::vector<TrialRow>& rows);

// For each setting the matched differences of its trials over draws, in the order of the trials'
// sensitivity. Seeds are averaged within a draw, and draws with the same anchors are one. From
// kDrawsThatTellTheirSpread draws on the interval is of the average over further draws and images
// (Student's for the draws, the mean of the draws' own for the images, joined by MOVER); of fewer
// it is from the lowest end to the highest, and for these draws alone. Nothing where a trial with a
// result lacks margins, or none has.
std::vector<std::optional<std::vector<MatchedOverDraws>>> matched_of_settings(
    const std::vector<TrialRow>& rows, std::size_t settings);

}  // namespace remedy
