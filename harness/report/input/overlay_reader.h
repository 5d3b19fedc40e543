// Published figures to show beside one's own.
#pragma once

#include <filesystem>
#include <string>

#include "report/content/overlay.h"

namespace remedy {

// From a CSV file: commas, a header row, one row for each published run, in any order; empty lines
// and lines that begin with # are skipped, an empty cell is a figure that is not known. Columns, in
// any order:
//   anchor_classes, or n_classes   N; required
//   learning_rate, or lr           what tells the series apart, and/or
//   label                          a text that does; without both there is one series
//   top1, top5                     accuracy on the suite to retain, as a fraction
//   kl                             mean KL divergence there, in nats
//   held_out                       accuracy on held-out images of the target, as a fraction; or
//   held_out_correct_of_<K>        how many of K such images are right
// At least one of the last four is required, other columns are refused, and so is a second row for
// the same series and N. Throws Error naming file, line, column, what stands there and what is
// expected.
// `title`: or empty, and the file's name stands for it.
Overlay read_overlay(const std::filesystem::path& file, const std::string& title = "");

}  // namespace remedy
