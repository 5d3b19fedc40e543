// Sines and cosines with the same last bit on every machine.
#pragma once

#include <cmath>

namespace remedy {

// Of an angle in turns, to within 1e-6: a Taylor polynomial about the nearest half turn.
inline float sine(float turns) {
  const double halves = 2.0 * static_cast<double>(turns);
  const double nearest = std::floor(halves + 0.5);
  const double angle = (halves - nearest) * 3.14159265358979323846;
  const double square = angle * angle;
  double series = -1.0 / 39916800.0;
  series = series * square + 1.0 / 362880.0;
  series = series * square - 1.0 / 5040.0;
  series = series * square + 1.0 / 120.0;
  series = series * square - 1.0 / 6.0;
  series = angle * (series * square + 1.0);
  const bool odd = nearest - 2.0 * std::floor(nearest * 0.5) != 0.0;
  return static_cast<float>(odd ? -series : series);
}

inline float cosine(float turns) { return sine(turns + 0.25F); }

}  // namespace remedy
