#include "report/conclude/frontier.h"

#include <algorithm>
#include <vector>

#include "report/conclude/controls.h"
#include "report/settings/eligible.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

bool beats(const FrontierPoint& one, const FrontierPoint& other) {
  if (one.published && !other.published) return false;
  return one.fix >= other.fix && one.retention >= other.retention &&
         (one.fix > other.fix || one.retention > other.retention);
}

}  // namespace

Frontier frontier(const Report& report) {
  SuitePlaces fix = suites_of_role(report.suites, Role::kFix),
              retain = suites_of_role(report.suites, Role::kRetain);
  Frontier result;
  if (!fix.empty()) result.fix = report.suites[fix.front()].name;
  if (!retain.empty()) result.retain = report.suites[retain.front()].name;
  if (fix.empty() || retain.empty()) return result;
  for (std::size_t i = 0; i < report.settings.size(); ++i) {
    const Setting& setting = report.settings[i];
    const auto fixed = setting.suites[fix.front()].mean(Figure::kTop1);
    const auto kept = setting.suites[retain.front()].mean(Figure::kRetention);
    if (!fixed || !kept) continue;
    const Acceptance& accept = report.runs[setting.run].accept;
    const bool eligible =
        all_reached(setting) && !is_control(setting) && is_fixed(setting, report.suites, accept);
    result.points.push_back(
        {i, *fixed, *kept, false, all_reached(setting), setting.published, eligible, false});
  }
  for (FrontierPoint& point : result.points) {
    point.optimal = std::none_of(result.points.begin(), result.points.end(),
                                 [&](const FrontierPoint& other) { return beats(other, point); });
    point.front = point.eligible && std::none_of(result.points.begin(), result.points.end(),
                                                 [&](const FrontierPoint& other) {
                                                   return other.eligible && beats(other, point);
                                                 });
  }
  return result;
}

}  // namespace remedy
