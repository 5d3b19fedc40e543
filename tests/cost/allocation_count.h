// How often this binary asked for memory.
#pragma once

#include <cstdint>

namespace remedy::cost {

// Calls of operator new so far, of all threads.
std::uint64_t allocations();

}  // namespace remedy::cost
