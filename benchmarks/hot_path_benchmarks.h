// The hot paths that tests/cost guards, as benchmarks of the same names.
#pragma once

#include <string>

namespace remedy::bench {

// Those of a room ("metrics", "study", "report"), and reports of `trials` trials.
void register_hot_paths(const std::string& room, int trials);

}  // namespace remedy::bench
