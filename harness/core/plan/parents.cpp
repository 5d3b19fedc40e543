#include "core/plan/parents.h"

#include <utility>

namespace remedy {
namespace {

// False where the level is fixed and the trial has another one.
template <typename T>
bool fix(std::optional<T>& level, const std::optional<T>& of_trial) {
  if (level && of_trial) return *level == *of_trial;
  if (of_trial) level = of_trial;
  return true;
}

}  // namespace

bool Parents::add(const Trial& trial) {
  if (!fix(stop, trial.stops ? trial.stop : std::nullopt) ||
      !fix(anchor_classes, trial.anchor_classes) || !fix(draw, trial.draw) ||
      !fix(seed, trial.seed)) {
    return false;
  }
  ids.push_back(trial.id);
  supervision = joined_supervision(supervision, trial.supervision);
  return true;
}

std::vector<Parents> combined_parents(const std::vector<std::string>& labels,
                                      const std::map<std::string, std::vector<Trial>>& by_label) {
  std::vector<Parents> result(1);
  for (const std::string& label : labels) {
    std::vector<Parents> next;
    for (const Parents& so_far : result) {
      for (const Trial& trial : by_label.at(label)) {
        Parents more = so_far;
        if (more.add(trial)) next.push_back(std::move(more));
      }
    }
    result = std::move(next);
  }
  return result;
}

}  // namespace remedy
