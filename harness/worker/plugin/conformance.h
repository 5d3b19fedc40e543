// Whether a remediation keeps to the plugin contract: the checks behind `remedy check`.
#pragma once

#include <functional>
#include <string>

#include "worker/plugin/plugin_library.h"

namespace remedy {

// What one check found out; `detail` says what was wrong, or what was skipped and why.
struct Finding {
  enum class Verdict { kPassed, kFailed, kSkipped };
  std::string check;
  Verdict verdict = Verdict::kPassed;
  std::string detail;
};

// Applies the remediation with its defaults to a small random network (8 classes, 32 px), again and
// again on the CPU, and tells every finding as soon as it is made; before each check its name, so
// that a check during which the process dies can be named.
//
//   runs                     apply() returns, or throws Diverged
//   nothing left behind      the process is as it was: no mode, thread, descriptor, handler ...
//   training mode restored   the network is left in evaluation mode
//   weights are sound        same shapes and types, all values finite
//   deterministic            the same seed gives the same bits
//   randomness declared      another seed of torch's generator changes nothing, unless declared
//   declared and used        all that it declares is asked for (what it asks for undeclared fails)
//   supervision declared     other groups or masks change nothing, unless declared
//   several predecessors     those that may have them are given three, and ask for them
//   baseline untouched       nothing is written into context.baseline()
//   steps within the limit   progress() never tells more steps than the study allows
//   one anchor class         ) each also with one
//   one counterexample       ) thread
//   a vision transformer     apply() returns on a network without batch norm and without places,
//                            unless it declares that it needs one of these
void check_conformance(const PluginLibrary& plugin,
                       const std::function<void(const std::string& check)>& begin,
                       const std::function<void(const Finding& finding)>& tell);

}  // namespace remedy
