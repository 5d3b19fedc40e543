#include "worker/plugin/trial_state.h"

#include "worker/plugin/descriptor_state.h"
#include "worker/plugin/process_state.h"
#include "worker/plugin/signal_state.h"
#include "worker/plugin/thread_state.h"
#include "worker/plugin/torch_state.h"

namespace remedy {

TrialState::TrialState(const std::vector<int>& descriptors) {
  save_limits(limits_);
  save_scheduling(limits_);
  save_arithmetic(settings_);
  save_torch_settings(settings_);
  save_signals(rest_);
  save_process(rest_);
  save_torch_process(rest_);
  save_torch_threads(rest_);
  save_descriptors(rest_, descriptors);
  save_company(rest_);
}

void TrialState::restore() {
  if (restored_) return;
  restored_ = true;
  for (const SavedState* part : {&limits_, &settings_, &rest_}) {
    for (Leftover& one : part->restore()) left_.push_back(std::move(one));
  }
}

TrialState::OwnSettings::OwnSettings(const TrialState& state) {
  save_arithmetic(theirs_);
  save_torch_settings(theirs_);
  state.settings_.restore();
}

TrialState::OwnSettings::~OwnSettings() { theirs_.restore(); }

}  // namespace remedy
