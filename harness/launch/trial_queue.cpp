#include "launch/trial_queue.h"

#include <fmt/format.h>

#include <algorithm>

namespace remedy {

TrialQueue::TrialQueue(const std::vector<Trial>& trials,
                       const std::map<std::string, TrialRecord>& records) {
  for (const Trial& trial : trials) waiting_.push_back(&trial);
  for (const auto& [id, record] : records) statuses_[id] = record.result.status;
}

bool TrialQueue::is_ready(const Trial& trial) const {
  return trial.after.empty() || statuses_.count(trial.after) > 0;
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
  if (trial.after.empty()) return {};
  const Status status = statuses_.at(trial.after);
  if (has_result(status)) return {};
  return fmt::format("it starts from trial {}, which has no result ({})", trial.after,
                     to_string(status));
}

}  // namespace remedy
