// Trials that wait to be run, each until those it starts from have ended, and what they need.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/plan/plan.h"
#include "core/run/record.h"

namespace remedy {

class TrialQueue {
 public:
  // `records`: what is known of trials that are not to be run. `trials` must outlive the object.
  TrialQueue(const std::vector<Trial>& trials, const std::map<std::string, TrialRecord>& records);

  bool empty() const { return waiting_.empty(); }
  // How many could begin now.
  std::size_t ready() const;
  // Takes out the first that could begin now; nullptr: there is none.
  const Trial* next();

  void ended(const Trial& trial, Status status) { statuses_[trial.id] = status; }
  // Nothing where the trial starts from the baseline or from trials that have a result; else why
  // it cannot be run. To be asked of a trial that could begin.
  std::string obstacle(const Trial& trial) const;

 private:
  bool is_ready(const Trial& trial) const;

  std::vector<const Trial*> waiting_;
  std::map<std::string, Status> statuses_;  // of those that have ended
};

// What workers make ready before the first trial, for some trial needs it.
struct Needed {
  bool scripts = false;   // Python
  bool training = false;  // the training source, decoded
};

Needed needed_by(const std::vector<Trial>& trials, const Catalogue& catalogue);

}  // namespace remedy
