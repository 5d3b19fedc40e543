// What this binary asked operator new for. Link allocations.cpp into it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace remedy::testing {

// Calls so far, of all threads.
std::uint64_t allocations();
// The largest single request, in bytes, since the last call of forget_allocations().
std::size_t largest_allocation();
void forget_allocations();

}  // namespace remedy::testing
