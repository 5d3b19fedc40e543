#include "launch/limits.h"

#include <fmt/format.h>

#include "launch/process/worker_process.h"

namespace remedy {

std::optional<Breach> breach(const Limits& limits, double silent, std::optional<double> at_work,
                             pid_t worker) {
  if (silent > limits.silence_seconds) {
    return Breach{Status::kTimedOut,
                  fmt::format("its worker gave no sign of life for {:g} s (limits.silence): it was "
                              "stopped, or the machine has no time or memory left",
                              limits.silence_seconds)};
  }
  if (!at_work) return std::nullopt;
  if (limits.trial_seconds && *at_work > *limits.trial_seconds) {
    return Breach{Status::kTimedOut, fmt::format("stopped after {:g} s, the study's limits.trial",
                                                 *limits.trial_seconds)};
  }
  if (limits.memory_bytes && resident_bytes(worker) > *limits.memory_bytes) {
    return Breach{
        Status::kOutOfMemory,
        fmt::format("stopped when its worker held more than {:.0f} MiB, the study's limits.memory",
                    static_cast<double>(*limits.memory_bytes) / (1 << 20))};
  }
  return std::nullopt;
}

}  // namespace remedy
