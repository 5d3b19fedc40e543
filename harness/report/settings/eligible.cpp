#include "report/settings/eligible.h"

#include <cmath>

#include "report/content/fields.h"
#include "report/settings/role_means.h"

namespace remedy {

std::optional<FixRate> fix_rate(const Json& setting, const Json& suites) {
  double images = 0, right = 0;
  for (const Json& suite : suites) {
    if (suite["role"] != "fix") continue;
    const auto count = number_at(suite, "images");
    const auto rate = mean_over(setting, {suite["name"].get<std::string>()}, "top1");
    if (!count || !rate) return std::nullopt;
    images += *count;
    right += *count * *rate;
  }
  if (images == 0) return std::nullopt;
  return FixRate{right / images,
                 statistics::wilson_interval(std::llround(right), std::llround(images))};
}

bool all_reached(const Json& setting) {
  return setting["trials"]["reached"] == setting["trials"]["planned"];
}

bool is_fixed(const Json& setting, const Json& suites, const Acceptance& accept) {
  if (suite_of_role(suites, "fix").empty()) return true;
  const auto rate = fix_rate(setting, suites);
  return rate && rate->interval.low > accept.fix;
}

}  // namespace remedy
