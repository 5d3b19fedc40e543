#include "report/words/brief/miss_words.h"

#include <fmt/format.h>

#include "report/words/cells.h"

namespace remedy {
namespace {

std::string percent(double share) { return fixed(100 * share, share == 1 ? 0 : 1); }

// A percentage without decimals where it has none.
std::string short_percent(double share) {
  const std::string text = percent(share);
  return text.size() > 2 && text.substr(text.size() - 2) == ".0" ? text.substr(0, text.size() - 2)
                                                                 : text;
}

std::string nearest(const TrialRow& trial) {
  const StopRow& stop = *trial.stop;
  std::string text = fmt::format("{} %, not above {} %", short_percent(*stop.accuracy),
                                 short_percent(stop.rule.above));
  if (!stop.stops || stop.steps.value_or(0) == 0) {
    return text + ": it takes no steps, so no limit would help";
  }
  text += fmt::format(", at step {}", *stop.steps);
  return *stop.steps >= stop.rule.steps ? text + ": raise the limit" : text;
}

}  // namespace

std::string miss_sentence(const Report& report, const NearestMiss& miss) {
  const BestEntry& entry = report.best[miss.best];
  if (entry.outcome == Outcome::kNotFixed) {
    if (!entry.fix) return "it met the stop criterion, but nothing says what it fixed";
    return fmt::format("it met the stop criterion but fixes {} % {}, not above {} %",
                       number_cell(entry.fix->rate, Unit::kShare),
                       interval_cell(entry.fix->interval),
                       short_percent(entry.fix->accepted_above));
  }
  if (entry.outcome == Outcome::kNoResult) return "no trial has a result; see Failures";
  if (entry.outcome == Outcome::kNotJudged) return "no stop rule says what is fixed";
  const bool one = entry.planned == 1;
  std::string text =
      one ? "its trial did not meet the stop criterion"
          : fmt::format("{} of {} trials met the stop criterion",
                        entry.reached == 0 ? "none" : std::to_string(entry.reached), entry.planned);
  if (miss.trial) {
    text += one ? ": " : entry.reached == 0 ? "; the nearest: " : "; the nearest other: ";
    text += nearest(report.trials[*miss.trial]);
  }
  return text;
}

}  // namespace remedy
