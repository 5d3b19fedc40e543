// The level of every test in a report.
#pragma once

namespace remedy {

inline constexpr double kLevel = 0.05;

}  // namespace remedy
