// Signals and timers of this process.
#pragma once

#include "worker/plugin/saved_state.h"

namespace remedy {

// Adds timers, signals that wait, handlers, this thread's mask and its signal stack.
void save_signals(SavedState& state);

}  // namespace remedy
