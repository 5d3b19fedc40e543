#include "report/settings/eligible.h"

#include <algorithm>
#include <cmath>

#include "report/settings/role_means.h"

namespace remedy {

std::optional<FixRate> fix_rate(const Setting& setting, const std::vector<ReportSuite>& suites) {
  double images = 0, right = 0;
  for (const std::size_t place : suites_of_role(suites, Role::kFix)) {
    const auto rate = setting.suites[place].mean(Figure::kTop1);
    if (!rate) return std::nullopt;
    const auto count = static_cast<double>(suites[place].images);
    images += count;
    right += count * *rate;
  }
  if (images == 0) return std::nullopt;
  return FixRate{right / images,
                 statistics::wilson_interval(std::llround(right), std::llround(images))};
}

bool all_reached(const Setting& setting) {
  return setting.trials.reached == setting.trials.planned;
}

bool is_fixed(const Setting& setting, const std::vector<ReportSuite>& suites,
              const Acceptance& accept) {
  if (suites_of_role(suites, Role::kFix).empty()) return true;
  const auto rate = fix_rate(setting, suites);
  return rate && rate->interval.low > accept.fix;
}

bool keeps_too_little(const Setting& setting, const std::vector<ReportSuite>& suites,
                      const Acceptance& accept) {
  const SuitePlaces retained = suites_of_role(suites, Role::kRetain);
  return std::any_of(retained.begin(), retained.end(), [&](std::size_t place) {
    return setting.suites[place].mean(Figure::kRetention).value_or(1) < accept.retention;
  });
}

}  // namespace remedy
