// One suite of one setting of two runs: the figures of the draws they share, and their differences.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/compare/comparison.h"
#include "report/input/run_data.h"

namespace remedy {

// A trial of each run, both with a result; they point into the plans.
struct TrialPair {
  const Trial* a = nullptr;
  const Trial* b = nullptr;
};

// What is replicated: the pairs of one draw, its seeds. Where nothing is drawn, of one seed.
using PairedDraw = std::vector<TrialPair>;

// In the order of the pairs. Draws with the same anchors are one, and so are those of which both
// runs predict the same, bit for bit, as of an earlier one.
std::vector<PairedDraw> paired_draws(const RunData& a, const RunData& b,
                                     const std::vector<TrialPair>& pairs);

// See compare.h.
ComparedSuite compare_suite(const RunData& a, const RunData& b,
                            const std::vector<PairedDraw>& draws, const std::string& suite,
                            std::int64_t images);

}  // namespace remedy
