// Numbers in sentences and tables.
#pragma once

#include <cstddef>
#include <string>

namespace remedy {

// "2 trials", "1 trial"
std::string counted(std::size_t number, const std::string& noun);

// With so many decimals; what rounds to zero has no sign.
std::string fixed(double value, int decimals);
// The same with a plus above zero.
std::string signed_fixed(double value, int decimals);

}  // namespace remedy
