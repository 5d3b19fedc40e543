// Draws that changed nothing. A method that does not look at the anchors gives the same predictions
// whatever was drawn: however many draws it was run with, they are one.
#pragma once

#include <cstddef>
#include <vector>

#include "report/content/report.h"
#include "report/input/trial_rows.h"

namespace remedy {

// `setting`: the trials of one setting. Gives each trial of a draw that predicted the same as an
// earlier one, bit for bit and for every seed, repeats_draw: the first such draw. Trials without a
// file of predictions are told apart by nothing, and stay.
void mark_repeated_draws(TrialRows& rows, const std::vector<std::size_t>& setting);

// Says which remediations have such draws.
void flag_identical_draws(const Report& report, Flags& flags);

}  // namespace remedy
