#include "data/emoji/distortion.h"

#include <cmath>
#include <initializer_list>

namespace remedy {

Distortion Distortion::none() { return of_strength(0); }

Distortion Distortion::of_strength(float strength) {
  Distortion scaled;
  for (float* value : {&scaled.out_of_frame, &scaled.rotation, &scaled.aspect, &scaled.shear,
                       &scaled.occluder_size, &scaled.gain, &scaled.gradient, &scaled.cast,
                       &scaled.haze, &scaled.blur, &scaled.noise}) {
    *value *= strength;
  }
  for (int* count : {&scaled.clutter, &scaled.occluders}) {
    *count = static_cast<int>(std::lround(static_cast<float>(*count) * strength));
  }
  return scaled;
}

}  // namespace remedy
