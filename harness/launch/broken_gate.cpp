#include "launch/broken_gate.h"

#include <cmath>

#include "core/error.h"
#include "statistics/intervals.h"

namespace remedy {
namespace {

constexpr double kHalf = 0.5;

const char kWayOut[] =
    "There is nothing to remedy there, and whatever a remediation did would pass for a fix. Take "
    "images that the baseline gets wrong; or, where this is meant, say under baseline what "
    "broken means, such as expect: {broken: {suite: NAME, below: 0.9}}";

struct Count {
  std::int64_t right = 0, images = 0;
  double share() const {
    return images == 0 ? 0 : static_cast<double>(right) / static_cast<double>(images);
  }
};

Count count_of(const Json& suite) {
  const std::int64_t images = suite.at("images");
  return {std::llround(suite.at("top1").get<double>() * static_cast<double>(images)), images};
}

std::string set_of(const StopRule& rule) {
  return rule.on_reported_suite() ? "suites." + rule.on : "data.stop";
}

}  // namespace

Json to_json(const BaselineStop& stop) {
  return {{"on", stop.rule.on},
          {"above", stop.rule.above},
          {"steps", stop.rule.steps},
          {"images", stop.images},
          {"accuracy", stop.accuracy}};
}

BaselineStop baseline_stop_from_json(const Json& json) {
  return {
      {json.at("on"), json.at("above"), json.at("steps")}, json.at("images"), json.at("accuracy")};
}

std::string not_broken(const Study& study, const Json& measured,
                       const std::vector<BaselineStop>& stops) {
  if (const auto& broken = study.baseline.broken) {
    const Count count = count_of(measured.at(broken->suite));
    if (measured.at(broken->suite).at("top1").get<double>() < broken->below) return {};
    return fmt::format(
        "the baseline is not broken: it is right on {} of {} images of suites.{} (top-1 {:.4f}), "
        "and baseline.expect.broken wants less than {}. Choose images that it gets wrong, another "
        "baseline, or another threshold",
        count.right, count.images, broken->suite, count.share(), broken->below);
  }
  for (const BaselineStop& stop : stops) {
    if (stop.accuracy <= stop.rule.above) continue;
    return fmt::format(
        "the baseline is not broken: it meets the stop criterion before any step, right on {:.0f} "
        "of {} images of {} ({:.4f}; the rule asks for more than {}). {}",
        stop.accuracy * static_cast<double>(stop.images), stop.images, set_of(stop.rule),
        stop.accuracy, stop.rule.above, kWayOut);
  }
  Count fix;
  for (const auto& [name, suite] : measured.items()) {
    if (suite.at("role") != to_string(Role::kFix)) continue;
    const Count own = count_of(suite);
    fix.right += own.right;
    fix.images += own.images;
  }
  if (fix.images == 0 || fix.share() <= kHalf) return {};
  return fmt::format(
      "the baseline is not broken: it is right on {} of {} images to fix ({:.4f}). {}", fix.right,
      fix.images, fix.share(), kWayOut);
}

std::vector<StudyWarning> too_small_to_show(const Study& study, const Json& measured,
                                            const std::vector<BaselineStop>& stops) {
  std::vector<StudyWarning> warnings;
  for (const BaselineStop& stop : stops) {
    const std::string set = set_of(stop.rule);
    if (stop.rule.above < 1 && stop.images < statistics::fewest_trials_above(stop.rule.above)) {
      warnings.push_back(
          {"stop_set_small",
           fmt::format("{}: {} images cannot show an accuracy above {}: even with every one right "
                       "the 95 % interval reaches below it, so the rule may be met by chance; {} "
                       "images are the fewest that can",
                       set, stop.images, stop.rule.above,
                       statistics::fewest_trials_above(stop.rule.above))});
    }
    if (stop.accuracy > kHalf && stop.accuracy <= stop.rule.above) {
      warnings.push_back(
          {"stop_set_mostly_right",
           fmt::format("{}: the baseline is right on {:.0f} of {} images already; that the stop "
                       "criterion is met will say little of the fault. Take images that it gets "
                       "wrong",
                       set, stop.accuracy * static_cast<double>(stop.images), stop.images)});
    }
  }
  std::int64_t images = 0;
  for (const auto& [name, suite] : measured.items()) {
    if (suite.at("role") == to_string(Role::kFix)) images += count_of(suite).images;
  }
  const double accepted = study.accept.fix;
  if (images > 0 && accepted < 1 && images < statistics::fewest_trials_above(accepted)) {
    warnings.push_back(
        {"fix_suite_small",
         fmt::format("the suites to fix hold {} images, too few to show that more than {:.0f} % "
                     "are right (accept.fix): no remediation can be eligible; {} images are the "
                     "fewest that can show it",
                     images, 100 * accepted, statistics::fewest_trials_above(accepted))});
  }
  return warnings;
}

}  // namespace remedy
