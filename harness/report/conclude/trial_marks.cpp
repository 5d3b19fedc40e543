#include "report/conclude/trial_marks.h"

#include "report/settings/role_means.h"

namespace remedy {
namespace {

constexpr double kMostKept = 10;  // what a record says beyond that is damage, not retention

}  // namespace

std::vector<TrialMark> trial_marks(const Report& report) {
  const std::string fix_suite = suite_of_role(report.suites, Role::kFix),
                    retain_suite = suite_of_role(report.suites, Role::kRetain);
  std::vector<TrialMark> marks;
  for (const TrialRow& trial : report.trials) {
    const SuiteRow* fix = find_named(trial.suites, fix_suite);
    const SuiteRow* retain = find_named(trial.suites, retain_suite);
    if (fix == nullptr || retain == nullptr) continue;
    const double fixed = fix->recorded.remediated.top1;
    const auto kept = retain->recorded.retention;
    if (!kept || *kept > kMostKept) continue;
    const bool reached = !trial.stop || trial.stop->reached.value_or(true);
    marks.push_back({fixed, *kept, reached, trial.planned.label});
  }
  return marks;
}

}  // namespace remedy
