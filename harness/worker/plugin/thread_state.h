// Threads and child processes of this process.
#pragma once

#include "worker/plugin/saved_state.h"

namespace remedy {

// Adds how the kernel treats each thread that there is: nice value, policy, priority, cores.
void save_scheduling(SavedState& state);

// Adds children and threads, which cannot be put back: those that are left end the process. To be
// looked at last, since threads of pools end when the pools have their sizes again.
void save_company(SavedState& state);

}  // namespace remedy
