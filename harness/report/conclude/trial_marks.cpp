#include "report/conclude/trial_marks.h"

#include "report/content/fields.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

constexpr double kMostKept = 10;  // what a record says beyond that is damage, not retention

}  // namespace

std::vector<TrialMark> trial_marks(const Json& report) {
  const std::string fix_suite = suite_of_role(report["suites"], "fix"),
                    retain_suite = suite_of_role(report["suites"], "retain");
  std::vector<TrialMark> marks;
  for (const Json& trial : report["trials"]) {
    const Json* fix = find_member(trial["suites"], fix_suite);
    const Json* retain = find_member(trial["suites"], retain_suite);
    if (fix == nullptr || retain == nullptr) continue;
    const auto fixed = number_at(*fix, "top1"), kept = number_at(*retain, "retention");
    if (!fixed || !kept || *fixed < 0 || *fixed > 1 || *kept < 0 || *kept > kMostKept) continue;
    marks.push_back({*fixed, *kept, flag_at(trial, "stop.reached").value_or(true), trial["label"]});
  }
  return marks;
}

}  // namespace remedy
