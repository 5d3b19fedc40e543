#include "remedy/stopping.h"

#include <string>

#include "remedy/trainer.h"

namespace remedy {
namespace {

constexpr float kLargestStrength = 65536;

}  // namespace

void until_stop(Model& model, Context& context,
                const std::function<double(std::int64_t step)>& step) {
  for (std::int64_t steps = 0;; ++steps) {
    model.eval();
    const double accuracy = context.stop_accuracy(model);
    context.progress(steps, "stop accuracy " + std::to_string(accuracy).substr(0, 5));
    context.log("stop accuracy", accuracy);
    if (accuracy > context.stop_above() || steps == context.max_steps()) return;
    const double loss = step(steps);
    context.log("loss", loss);
    check_loss(model, loss, steps);
  }
}

float smallest_strength(Model& model, Context& context, const std::function<void(float)>& set,
                        float resolution) {
  const auto met = [&](float strength) {
    set(strength);
    context.progress(0, "strength " + std::to_string(strength));
    return context.stop_accuracy(model) > context.stop_above();
  };
  if (met(0)) return 0;
  float low = 0, high = 1;
  for (; !met(high); high *= 2) {
    if (high >= kLargestStrength) {
      set(0);
      return 0;
    }
    low = high;
  }
  while (high - low > resolution) {
    const float middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (met(middle) ? high : low) = middle;
  }
  set(high);
  return high;
}

}  // namespace remedy
