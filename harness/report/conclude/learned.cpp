#include "report/conclude/learned.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "report/conclude/sensitivity.h"
#include "report/content/fields.h"
#include "report/content/number_text.h"
#include "report/settings/role_means.h"
#include "statistics/intervals.h"
#include "statistics/paired_proportions.h"

namespace remedy {
namespace {

const char kRule[] =
    "Rates are averages over draws, with 95 % intervals for further draws and images from four "
    "draws on; fewer draws do not show their spread, and the interval is for these draws. A "
    "matched "
    "difference is the recall after, minus the recall of the baseline with that constant on the "
    "target's logit which has as many false positives: a constant alone has 0. A setting that "
    "fixes "
    "as much as the study accepts generalises where the matched difference of the held-out images "
    "is above 0, while few other images are predicted as target and guard suites keep their "
    "accuracy. It predicts the target more often where more held-out images are right and more "
    "ordinary images are predicted as target, and the matched difference is not above 0: a "
    "constant "
    "does as much. It relies on the cue where guard images are predicted as target, or lose "
    "accuracy. It learned the counterexamples only where nothing is gained on held-out images and "
    "nothing else is predicted as target. Each needs its whole interval on its side; everything "
    "else is inconclusive.";

// A rate over all suites of a role, before and after.
struct Evidence {
  double before = 0, before_high = 0;
  double low = 0, high = 0;

  bool more_than(double bound) const { return low > std::max(bound, before_high); }
  bool risen() const { return low > before_high; }
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

// By how much the accuracy on the guard suites falls: Bonett and Price's interval of the images
// that only one of the two models gets right, averaged over draws.
std::optional<statistics::Interval> guard_drop(const Json& setting, const Json& suites) {
  double negative = 0, positive = 0, images = 0;
  for (const Json& suite : suites) {
    if (suite["role"] != "guard") continue;
    const std::vector<std::string> name = {suite["name"]};
    const auto lost = mean_over(setting, name, "negative_flips"),
               won = mean_over(setting, name, "positive_flips"), n = number_at(suite, "images");
    if (!lost || !won || !n) return std::nullopt;
    negative += *lost;
    positive += *won;
    images += *n;
  }
  if (images == 0 || negative + positive > images) return std::nullopt;
  return statistics::bonett_price_interval(std::llround(negative), std::llround(positive),
                                           std::llround(images));
}

// The matched differences of a role's suites, with images to retain as negatives.
struct Matched {
  double low = 1, high = -1;  // over all pairs: the lowest low, the highest high
  double highest_low = -1;
  int draws = 0;

  bool above() const { return low > 0; }
  bool not_above() const { return highest_low <= 0 && high < kNoMore; }
  std::string range() const {
    return fmt::format("[{}, {}] points", fixed(100 * low, 1), fixed(100 * high, 1));
  }
};

// Nothing where a suite of the role has none.
std::optional<Matched> matched_of(const Json& entries, const Json& suites,
                                  const std::string& role) {
  if (entries.is_null()) return std::nullopt;
  const std::vector<std::string> positives = suites_of_role(suites, role),
                                 negatives = suites_of_role(suites, "retain");
  const auto holds = [](const std::vector<std::string>& names, const Json& name) {
    return std::find(names.begin(), names.end(), name.get<std::string>()) != names.end();
  };
  Matched result;
  std::size_t found = 0;
  for (const Json& entry : entries) {
    if (!holds(positives, entry["positives"]) || !holds(negatives, entry["negatives"])) continue;
    ++found;
    result.low = std::min(result.low, entry["low"].get<double>());
    result.high = std::max(result.high, entry["high"].get<double>());
    result.highest_low = std::max(result.highest_low, entry["low"].get<double>());
    result.draws = entry["draws"];
  }
  if (found == 0 || found != positives.size() * negatives.size()) return std::nullopt;
  return result;
}

struct Finding {
  const char* verdict;
  std::string reason;
};

Finding cannot_tell(const std::string& reason) { return {"cannot_tell", reason}; }

// All that a diagnosis rests on.
struct Findings {
  std::optional<Evidence> fix, transfer, guard, others;
  std::optional<statistics::Interval> drop;
  std::optional<Matched> fix_matched, transfer_matched;
  bool has_guard = false;
  Acceptance accept;

  bool relies_on_cue() const {
    return (guard && guard->more_than(kLook)) || (drop && drop->low > accept.guard_drop);
  }
  bool guard_kept() const {
    if (!has_guard) return true;
    return guard && guard->not_risen(kLook) && drop && drop->high < accept.guard_drop;
  }
  bool few_false_positives() const { return others->not_risen(accept.over_prediction); }
  std::string guard_words() const {
    if (!has_guard) return " There is no guard suite.";
    if (!guard || !drop) return " A guard suite has no figure.";
    return fmt::format(
        " Guard images predicted as target: {}; their accuracy falls by [{}, {}] points.",
        range(*guard), fixed(100 * drop->low, 1), fixed(100 * drop->high, 1));
  }
};

Finding find(const Findings& f) {
  if (!f.fix) return cannot_tell("No figure of a suite of the role fix.");
  const std::string bound = fixed(100 * f.accept.fix, 0) + " %";
  if (!f.fix->more_than(f.accept.fix)) {
    return cannot_tell(f.fix->less_than(f.accept.fix)
                           ? "It fixes less than " + bound + ": " + range(*f.fix) + "."
                           : "Whether it fixes " + bound + " is open: " + range(*f.fix) +
                                 "; more images of the fix suite would decide.");
  }
  if (!f.others) return cannot_tell("No suite to retain shows what else is predicted as target.");
  const std::string ordinary =
      " Ordinary images of other classes predicted as target: " + range(*f.others) + ".";
  const bool more_than_a_constant = f.fix_matched && f.fix_matched->above();
  const bool low_without_margins = !f.fix_matched && f.few_false_positives();
  if (f.relies_on_cue() && (more_than_a_constant || low_without_margins)) {
    return {"look", f.guard_words().substr(1) + ordinary};
  }
  if (!f.transfer) return cannot_tell("No suite of the role transfer has a figure." + ordinary);
  if (!f.transfer_matched) {
    return cannot_tell(
        "The predictions of this run hold no target margins, so a constant on the target's logit "
        "may do as much; run the study again with this version to decide." +
        ordinary);
  }
  const std::string held_out =
      fmt::format("Held-out images right: {}; their matched difference to a constant: {}{}.",
                  range(*f.transfer), f.transfer_matched->range(),
                  f.transfer_matched->draws < kDrawsThatTellTheirSpread ? ", for these draws" : "");
  const bool no_more = f.transfer_matched->not_above();
  if (no_more && f.transfer->risen() && f.others->risen()) {
    return {"says_target", held_out + ordinary};
  }
  const bool clean = f.few_false_positives() && f.guard_kept();
  if (f.transfer_matched->above() && clean)
    return {"concept", held_out + ordinary + f.guard_words()};
  if (no_more && !f.transfer->risen() && clean && f.has_guard) {
    return {"counterexamples", held_out + ordinary + f.guard_words()};
  }
  std::string missing;
  if (!f.transfer_matched->above() && !no_more) missing = " More held-out images would decide.";
  return cannot_tell(held_out + ordinary + f.guard_words() + missing);
}

}  // namespace

Json learned(const Json& settings, const Json& suites, const Json& baseline, const Json& matched,
             const Acceptances& accept) {
  Json result = {{"rule", kRule}, {"settings", Json::array()}};
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const Json& setting = settings[i];
    const auto of = [&](const char* role, const char* metric, const char* before) {
      return evidence_of(setting, suites, baseline, role, metric, before);
    };
    Findings f;
    f.fix = of("fix", "top1", "top1");
    f.transfer = of("transfer", "top1", "top1");
    f.guard = of("guard", "predicted_as_target.remediated", "predicted_as_target");
    f.others = of("retain", "over_prediction.remediated", "over_prediction");
    f.drop = guard_drop(setting, suites);
    f.fix_matched = matched_of(matched[i], suites, "fix");
    f.transfer_matched = matched_of(matched[i], suites, "transfer");
    f.has_guard = !suites_of_role(suites, "guard").empty();
    f.accept = accept.at(setting["run"]);
    const Finding finding = find(f);
    result["settings"].push_back(
        {{"verdict", finding.verdict},
         {"evidence",
          {{"fix", to_json(f.fix)},
           {"transfer", to_json(f.transfer)},
           {"guard", to_json(f.guard)},
           {"retain", to_json(f.others)},
           {"guard_drop",
            f.drop ? Json{{"low", f.drop->low}, {"high", f.drop->high}} : Json(nullptr)},
           {"matched", matched[i]}}},
         {"reason", finding.reason}});
  }
  return result;
}

}  // namespace remedy
