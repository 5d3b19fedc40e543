// What a process has of libc and the kernel.
#pragma once

#include <cstdint>

#include "worker/plugin/saved_state.h"

namespace remedy {

// Adds how this thread computes with floating-point numbers: rounding, denormal numbers, traps.
void save_arithmetic(SavedState& state);

// Sets the same in the calling thread, as a number that this processor understands.
std::uint64_t arithmetic_control();
void set_arithmetic_control(std::uint64_t control);

// Adds resource limits; to be put back before anything else, since looking takes descriptors.
void save_limits(SavedState& state);

// Adds working directory, umask, environment, locales, C++'s streams and handlers, libc's random
// numbers, ids. Random numbers may have been drawn: they go
// back to where they were, and nothing is told.
void save_process(SavedState& state);

}  // namespace remedy
