// Which classes the images that a fix breaks belong to, and what they are called afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "report/content/report.h"
#include "report/input/run_data.h"

namespace remedy {

// At most so many flows of a suite are kept, the largest.
inline constexpr std::size_t kFlows = 12;

struct FlipFlow {
  std::string from, to;       // classes
  std::int64_t images = 0;    // of the first class
  double mean = 0;            // images a trial
  std::vector<double> draws;  // a value for each trial
};

struct FlipFlows {
  std::size_t setting = 0, suite = 0;  // indices in the report
  std::size_t pairs = 0;               // of classes, with those that are not kept
  double flips = 0;                    // negative flips a trial, of all pairs
  std::vector<FlipFlow> flows;         // the largest first
};

// Of the rows of the decision matrix, on suites to retain and to guard. Trials whose predictions
// are lost or damaged are left out; settings without any as well.
std::vector<FlipFlows> gather_flows(const std::vector<RunData>& runs, const Report& report);

}  // namespace remedy
