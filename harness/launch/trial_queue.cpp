#include "launch/trial_queue.h"

#include <fmt/format.h>

#include <algorithm>

#include "launch/discovery.h"

namespace remedy {

TrialQueue::TrialQueue(const std::vector<Trial>& trials,
                       const std::map<std::string, TrialRecord>& records) {
  for (const Trial& trial : trials) waiting_.push_back(&trial);
  for (const auto& [id, record] : records) statuses_[id] = record.result.status;
}

bool TrialQueue::is_ready(const Trial& trial) const {
  return std::all_of(trial.after.begin(), trial.after.end(),
                     [&](const std::string& id) { return statuses_.count(id) > 0; });
}

std::size_t TrialQueue::ready() const {
  return static_cast<std::size_t>(std::count_if(
      waiting_.begin(), waiting_.end(), [&](const Trial* trial) { return is_ready(*trial); }));
}

const Trial* TrialQueue::next() {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const Trial* trial) { return is_ready(*trial); });
  if (found == waiting_.end()) return nullptr;
  const Trial* trial = *found;
  waiting_.erase(found);
  return trial;
}

std::string TrialQueue::obstacle(const Trial& trial) const {
  for (const std::string& id : trial.after) {
    const Status status = statuses_.at(id);
    if (has_result(status)) continue;
    return fmt::format("it starts from trial {}, which has no result ({})", id, to_string(status));
  }
  return {};
}

Needed needed_by(const std::vector<Trial>& trials, const Catalogue& catalogue) {
  Needed needed;
  for (const Trial& trial : trials) {
    const auto found = catalogue.remediations.find(trial.remediation);
    if (found == catalogue.remediations.end()) continue;
    needed.scripts = needed.scripts || is_script(found->second.library);
    needed.training = needed.training || found->second.uses_with(trial.parameters).training;
  }
  return needed;
}

}  // namespace remedy
