// The largest single request to operator new in this binary.
#pragma once

#include <cstddef>

namespace remedy::testing {

std::size_t largest_allocation();
void forget_allocations();

}  // namespace remedy::testing
