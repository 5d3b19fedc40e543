// What a study allows a worker.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "core/run/record.h"
#include "core/study/study.h"

namespace remedy {

// The status and reason of a trial whose worker passed a limit.
struct Breach {
  Status status = Status::kTimedOut;
  std::string reason;
};

// Which limit a worker has passed, or nothing. `silent` is how long it has given no sign of life,
// in seconds; `at_work` how long its trial runs, nothing where it has none.
std::optional<Breach> breach(const Limits& limits, double silent, std::optional<double> at_work,
                             pid_t worker);

}  // namespace remedy
