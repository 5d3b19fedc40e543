#include "report/conclude/frontier.h"

#include <algorithm>
#include <vector>

#include "report/settings/role_means.h"

namespace remedy {
namespace {

struct Corner {
  std::size_t setting = 0;
  double fix = 0, retention = 0;
  bool published = false;

  bool beats(const Corner& other) const {
    if (published && !other.published) return false;
    return fix >= other.fix && retention >= other.retention &&
           (fix > other.fix || retention > other.retention);
  }
};

}  // namespace

Json frontier(const Json& settings, const Json& suites) {
  std::vector<std::string> fix = suites_of_role(suites, "fix"),
                           retain = suites_of_role(suites, "retain");
  Json result = {{"fix", fix.empty() ? Json(nullptr) : Json(fix.front())},
                 {"retain", retain.empty() ? Json(nullptr) : Json(retain.front())},
                 {"points", Json::array()}};
  if (fix.empty() || retain.empty()) return result;
  fix.resize(1);
  retain.resize(1);

  std::vector<Corner> points;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const auto fixed = mean_over(settings[i], fix, "top1");
    const auto kept = mean_over(settings[i], retain, "retention");
    if (!fixed || !kept) continue;
    points.push_back({i, *fixed, *kept, settings[i]["stopped_on_reported_suite"]});
  }
  for (const Corner& point : points) {
    const Json& trials = settings[point.setting]["trials"];
    const bool beaten = std::any_of(points.begin(), points.end(),
                                    [&](const Corner& other) { return other.beats(point); });
    result["points"].push_back({{"setting", point.setting},
                                {"fix", point.fix},
                                {"retention", point.retention},
                                {"optimal", !beaten},
                                {"reached", trials["reached"] == trials["planned"]},
                                {"published", point.published}});
  }
  return result;
}

}  // namespace remedy
