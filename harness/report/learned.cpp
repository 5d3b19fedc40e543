#include "report/learned.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "report/cells.h"
#include "report/fields.h"
#include "report/role_means.h"
#include "statistics/intervals.h"

namespace remedy {
namespace {

const char kRule[] =
    "Rates are averages over draws, with 95 % intervals for further draws and images: of four "
    "draws or more from the spread of the draws and the number of images (MOVER); fewer draws do "
    "not tell their spread, and the interval is from the lowest one's lower end to the highest "
    "one's upper end. A setting that gets more than half of the fix suites right and takes more "
    "than 5 % of the ordinary images of other classes for the target has learned to say the "
    "target more often. Where that is less than 5 %: it has learned the counterexamples' look "
    "alone where more than 10 % of the guard suites are taken for the target and less than half "
    "of the held-out images are right; the concept where more than half of the held-out images "
    "are right and less than 10 % of the guard suites are taken for the target; the "
    "counterexamples where less than half and less than 10 % are. \"More\" and \"less\" need the "
    "whole interval, and \"more\" that it lies above the baseline's; in all other cases one "
    "cannot tell.";

// A rate over all suites of a role, before and after.
struct Evidence {
  double before = 0, before_high = 0;
  double low = 0, high = 0;

  bool more_than(double bound) const { return low > std::max(bound, before_high); }
  bool less_than(double bound) const { return high < bound; }
  // More than the baseline's rate need not be ruled out where that is above the bound already.
  bool not_risen(double bound) const { return high < std::max(bound, before_high); }
};

// Nothing where there is no suite of the role, or the setting lacks the figure on one.
std::optional<Evidence> evidence_of(const Json& setting, const Json& suites, const Json& baseline,
                                    const std::string& role, const std::string& metric,
                                    const std::string& before_key) {
  double images = 0, before = 0, mean = 0, lowest = 0, highest = 0, deviation = 0;
  int draws = std::numeric_limits<int>::max();
  for (const Json& suite : suites) {
    if (suite["role"] != role) continue;
    const std::string name = suite["name"];
    const Json* figures = find_member(setting["suites"], name);
    const Json* spread = figures ? find_member(*figures, metric) : nullptr;
    const auto average = spread ? number_at(*spread, "mean") : std::nullopt;
    const auto low = spread ? number_at(*spread, "min") : std::nullopt;
    const auto high = spread ? number_at(*spread, "max") : std::nullopt;
    const auto old = number_at(baseline[name], before_key);
    const auto count = number_at(suite, "images");
    if (!average || !low || !high || !old || !count) return std::nullopt;
    images += *count;
    before += *count * *old;
    mean += *count * *average;
    lowest += *count * *low;
    highest += *count * *high;
    // The deviation of a sum is at most the sum of the deviations.
    deviation += *count * number_at(*spread, "sd").value_or(0);
    draws = std::min(draws, static_cast<int>(number_at(*spread, "units").value_or(1)));
  }
  if (images == 0) return std::nullopt;
  const auto wilson = [&](double hits) {
    return statistics::wilson_interval(std::llround(hits), std::llround(images));
  };
  const statistics::Interval after =
      draws < kDrawsThatTellTheirSpread
          ? statistics::Interval{wilson(lowest).low, wilson(highest).high}
          : statistics::rate_over_draws(std::min(mean / images, 1.0), deviation / images, draws,
                                        std::llround(images));
  return Evidence{before / images, wilson(before).high, after.low, after.high};
}

Json to_json(const std::optional<Evidence>& evidence) {
  if (!evidence) return nullptr;
  return {{"before", evidence->before}, {"low", evidence->low}, {"high", evidence->high}};
}

std::string range(const Evidence& evidence) {
  return fmt::format("[{}, {}] %", fixed(100 * evidence.low, 1), fixed(100 * evidence.high, 1));
}

struct Finding {
  const char* verdict;
  std::string reason;
};

Finding cannot_tell(const std::string& reason) { return {"cannot_tell", reason}; }

Finding find(const std::optional<Evidence>& fix, const std::optional<Evidence>& transfer,
             const std::optional<Evidence>& guard, const std::optional<Evidence>& others) {
  if (!fix) return cannot_tell("No figure of a suite of the role fix.");
  if (!fix->more_than(kHalf)) {
    return cannot_tell(fix->less_than(kHalf)
                           ? "It fixes less than half: " + range(*fix) + "."
                           : "Whether it fixes half is open: " + range(*fix) + ".");
  }
  if (!others) return cannot_tell("No suite to retain shows whether it says the target to all.");
  const std::string ordinary =
      "of ordinary images of other classes are taken for the target: " + range(*others) + ".";
  if (others->more_than(kSaysTarget)) return {"says_target", "More than 5 % " + ordinary};
  if (!others->not_risen(kSaysTarget)) {
    return cannot_tell("Whether more than 5 % " + ordinary);
  }
  if (!transfer) return cannot_tell("No suite of the role transfer has a figure.");
  if (transfer->before_high > kHalf) {
    return cannot_tell("The baseline may know half of the held-out images already.");
  }
  const bool carries = transfer->more_than(kHalf), does_not = transfer->less_than(kHalf);
  const std::string held_out = "Held-out images right: " + range(*transfer) + ".";
  const std::string looks =
      guard ? " Guard images taken for the target: " + range(*guard) + "." : " No guard suite.";
  const bool turned = guard && guard->more_than(kLook);
  const bool safe = guard && guard->not_risen(kLook);
  if (turned && does_not) return {"look", held_out + looks};
  if (turned) return cannot_tell("Mixed causes. " + held_out + looks);
  if (carries && (safe || !guard)) return {"concept", held_out + looks};
  if (does_not && safe) return {"counterexamples", held_out + looks};
  return cannot_tell(held_out + looks);
}

}  // namespace

Json learned(const Json& settings, const Json& suites, const Json& baseline) {
  Json result = {{"rule", kRule}, {"settings", Json::array()}};
  for (const Json& setting : settings) {
    const auto of = [&](const char* role, const char* metric, const char* before) {
      return evidence_of(setting, suites, baseline, role, metric, before);
    };
    const auto fix = of("fix", "top1", "top1"), transfer = of("transfer", "top1", "top1"),
               guard = of("guard", "predicted_as_target.remediated", "predicted_as_target"),
               others = of("retain", "over_prediction.remediated", "over_prediction");
    const Finding finding = find(fix, transfer, guard, others);
    result["settings"].push_back({{"verdict", finding.verdict},
                                  {"evidence",
                                   {{"fix", to_json(fix)},
                                    {"transfer", to_json(transfer)},
                                    {"guard", to_json(guard)},
                                    {"retain", to_json(others)}}},
                                  {"reason", finding.reason}});
  }
  return result;
}

}  // namespace remedy
