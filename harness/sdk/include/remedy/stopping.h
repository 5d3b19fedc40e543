// When a method ends: at the study's stop rule.
#pragma once

#include <cstdint>
#include <functional>

#include "remedy/context.h"
#include "remedy/model.h"

namespace remedy {

// Calls step(0), step(1), ... until the accuracy on the stop set exceeds the study's threshold, or
// the study's steps are used up. The stop set is probed before the first step and after every step,
// in evaluation mode; progress() is told, and log() "stop accuracy" and "loss". `step` returns the
// loss before it, in nats; where that is not finite, Diverged is thrown. The model is left in
// evaluation mode.
void until_stop(Model& model, Context& context,
                const std::function<double(std::int64_t step)>& step);

// For a change that has a strength instead of steps. `set` writes the model at a strength, from the
// same start every time. Leaves the model at the smallest strength with which the stop rule is met,
// to within `resolution` or to the next float, and returns it. The rule has to be met by all larger
// strengths too, up to the one that doubling found. Where no strength below 65536 meets it, the
// model is left at 0, and 0 is returned. Each probe is counted in the trial's record.
float smallest_strength(Model& model, Context& context, const std::function<void(float)>& set,
                        float resolution = 1e-7F);

}  // namespace remedy
