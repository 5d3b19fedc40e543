// What a plugin may leave behind in the worker, and that nobody else pays for it.
//
// Saved before a plugin's code runs and put back after it: resource limits; arithmetic (rounding,
// denormals, traps); timers, signals, handlers, mask; working directory, umask, environment,
// locales, C++'s streams and handlers, random numbers, priorities, cores; libtorch's modes and
// switches, autocast, default dtype, oneDNN, generators, hooks, callbacks, allocator, warnings;
// threads of libtorch, OpenMP, OpenBLAS and OpenCV; descriptors 0, 1, 2 and the worker's own.
//
// What cannot be put back ends the worker once it has told the trial's result: threads and child
// processes that run on, descriptors that were opened or closed, another user or process group,
// limits that only root can raise again.
//
// So does memory that it holds (Session::memory_left). Left to the plugin are its own global
// variables, operators that it registers with libtorch's dispatcher, and files that it writes.
#pragma once

#include <vector>

#include "worker/plugin/saved_state.h"

namespace remedy {

class TrialState {
 public:
  // `descriptors` are the worker's own.
  explicit TrialState(const std::vector<int>& descriptors);

  // Puts everything back, the first time it is called.
  void restore();
  // What restore() found.
  const std::vector<Leftover>& left() const { return left_; }

  // While it lives, the calling thread computes with the saved settings, whatever a plugin has set;
  // the plugin's come back with its end. For what the harness does at a plugin's request.
  class OwnSettings {
   public:
    explicit OwnSettings(const TrialState& state);
    ~OwnSettings();
    OwnSettings(const OwnSettings&) = delete;
    OwnSettings& operator=(const OwnSettings&) = delete;

   private:
    SavedState theirs_;
  };

 private:
  SavedState limits_;    // first: looking needs descriptors, and new threads inherit priorities
  SavedState settings_;  // of computing
  SavedState rest_;
  std::vector<Leftover> left_;
  bool restored_ = false;
};

}  // namespace remedy
