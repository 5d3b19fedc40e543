// Open descriptors of this process.
#pragma once

#include <vector>

#include "worker/plugin/saved_state.h"

namespace remedy {

// Adds all descriptors. Those of `ours`, and 0, 1 and 2, are put back where they lead elsewhere or
// are closed; others cannot be: whoever opened them may still write to them.
void save_descriptors(SavedState& state, const std::vector<int>& ours);

}  // namespace remedy
