#include "report/conclude/learned.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "report/conclude/sensitivity.h"
#include "report/settings/role_means.h"
#include "statistics/intervals.h"
#include "statistics/paired_proportions.h"

namespace remedy {
namespace {

using BaselineFigure = std::optional<double> BaselineFigures::*;

// Nothing where there is no suite of the role, or the setting lacks the figure on one.
std::optional<RateEvidence> evidence_of(const Report& report, const Setting& setting, Role role,
                                        Figure figure, BaselineFigure before_figure) {
  double images = 0, before = 0, mean = 0, lowest = 0, highest = 0, deviation = 0;
  int draws = std::numeric_limits<int>::max();
  for (const std::size_t place : suites_of_role(report.suites, role)) {
    const ReportSuite& suite = report.suites[place];
    const auto& spread = setting.suites[place][figure];
    const auto old = suite.baseline.*before_figure;
    if (!spread || !spread->mean || !old) return std::nullopt;
    const auto count = static_cast<double>(suite.images);
    images += count;
    before += count * *old;
    mean += count * *spread->mean;
    lowest += count * spread->min;
    highest += count * spread->max;
    // The deviation of a sum is at most the sum of the deviations.
    deviation += count * spread->sd.value_or(0);
    draws = std::min(draws, static_cast<int>(spread->units));
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
  return RateEvidence{before / images, wilson(before).high, after.low, after.high};
}

// By how much the accuracy on the guard suites falls: Bonett and Price's interval of the images
// that only one of the two models gets right, averaged over draws.
std::optional<statistics::Interval> guard_drop(const Report& report, const Setting& setting) {
  double negative = 0, positive = 0, images = 0;
  for (const std::size_t place : suites_of_role(report.suites, Role::kGuard)) {
    const auto lost = setting.suites[place].mean(Figure::kNegativeFlips),
               won = setting.suites[place].mean(Figure::kPositiveFlips);
    if (!lost || !won) return std::nullopt;
    negative += *lost;
    positive += *won;
    images += static_cast<double>(report.suites[place].images);
  }
  if (images == 0 || negative + positive > images) return std::nullopt;
  return statistics::bonett_price_interval(std::llround(negative), std::llround(positive),
                                           std::llround(images));
}

// Of the suites of a role, with images to retain as negatives; nothing where one has none.
std::optional<MatchedRange> matched_of(const Report& report, const MatchedDifferences& entries,
                                       Role role) {
  if (!entries) return std::nullopt;
  const std::vector<std::string> positives = names_of_role(report.suites, role),
                                 negatives = names_of_role(report.suites, Role::kRetain);
  const auto holds = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  MatchedRange result;
  std::size_t found = 0;
  for (const MatchedOverDraws& entry : *entries) {
    if (!holds(positives, entry.positives) || !holds(negatives, entry.negatives)) continue;
    ++found;
    result.low = std::min(result.low, entry.low);
    result.high = std::max(result.high, entry.high);
    result.highest_low = std::max(result.highest_low, entry.low);
    result.draws = entry.draws;
  }
  if (found == 0 || found != positives.size() * negatives.size()) return std::nullopt;
  return result;
}

bool above(const MatchedRange& matched) { return matched.low > 0; }
bool not_above(const MatchedRange& matched) {
  return matched.highest_low <= 0 && matched.high < kNoMore;
}

bool relies_on_cue(const Learned& f, const Acceptance& accept) {
  return (f.guard && f.guard->more_than(kLook)) ||
         (f.guard_drop && f.guard_drop->low > accept.guard_drop);
}

bool guard_kept(const Learned& f, const Acceptance& accept) {
  if (!f.has_guard) return true;
  return f.guard && f.guard->not_risen(kLook) && f.guard_drop &&
         f.guard_drop->high < accept.guard_drop;
}

// Which diagnosis the evidence bears, and what decided.
struct Finding {
  LearnedVerdict verdict;
  LearnedBecause because;
};

Finding cannot_tell(LearnedBecause because) { return {LearnedVerdict::kCannotTell, because}; }

Finding find(const Learned& f, const Acceptance& accept) {
  if (!f.fix) return cannot_tell(LearnedBecause::kNoFixFigure);
  if (!f.fix->more_than(accept.fix)) {
    return cannot_tell(f.fix->less_than(accept.fix) ? LearnedBecause::kFixesLess
                                                    : LearnedBecause::kFixOpen);
  }
  if (!f.retain) return cannot_tell(LearnedBecause::kNoRetainFigure);
  const bool few_false_positives = f.retain->not_risen(accept.over_prediction);
  const bool more_than_a_constant = f.fix_matched ? above(*f.fix_matched) : few_false_positives;
  if (relies_on_cue(f, accept) && more_than_a_constant) {
    return {LearnedVerdict::kLook, LearnedBecause::kCue};
  }
  if (!f.transfer) return cannot_tell(LearnedBecause::kNoTransferFigure);
  if (!f.transfer_matched) return cannot_tell(LearnedBecause::kNoMargins);
  const bool no_more = not_above(*f.transfer_matched);
  if (no_more && f.transfer->risen() && f.retain->risen()) {
    return {LearnedVerdict::kSaysTarget, LearnedBecause::kConstantDoesAsMuch};
  }
  const bool clean = few_false_positives && guard_kept(f, accept);
  if (above(*f.transfer_matched) && clean) {
    return {LearnedVerdict::kConcept, LearnedBecause::kMoreThanAConstant};
  }
  if (no_more && !f.transfer->risen() && clean && f.has_guard) {
    return {LearnedVerdict::kCounterexamples, LearnedBecause::kNothingHeldOut};
  }
  return cannot_tell(!above(*f.transfer_matched) && !no_more ? LearnedBecause::kHeldOutOpen
                                                             : LearnedBecause::kOpen);
}

}  // namespace

std::vector<Learned> learned(const Report& report, const std::vector<MatchedDifferences>& matched) {
  std::vector<Learned> result;
  for (std::size_t i = 0; i < report.settings.size(); ++i) {
    const Setting& setting = report.settings[i];
    const Acceptance& accept = report.runs[setting.run].accept;
    const auto of = [&](Role role, Figure figure, BaselineFigure before) {
      return evidence_of(report, setting, role, figure, before);
    };
    Learned f;
    f.fix = of(Role::kFix, Figure::kTop1, &BaselineFigures::top1);
    f.transfer = of(Role::kTransfer, Figure::kTop1, &BaselineFigures::top1);
    f.guard = of(Role::kGuard, Figure::kPredictedAsTarget, &BaselineFigures::predicted_as_target);
    f.retain = of(Role::kRetain, Figure::kOverPrediction, &BaselineFigures::over_prediction);
    f.guard_drop = guard_drop(report, setting);
    f.matched = matched[i];
    f.fix_matched = matched_of(report, matched[i], Role::kFix);
    f.transfer_matched = matched_of(report, matched[i], Role::kTransfer);
    f.has_guard = !suites_of_role(report.suites, Role::kGuard).empty();
    f.accepted_fix = accept.fix;
    const Finding finding =
        report.has_target() ? find(f, accept) : cannot_tell(LearnedBecause::kNoTarget);
    f.verdict = finding.verdict;
    f.because = finding.because;
    result.push_back(std::move(f));
  }
  return result;
}

}  // namespace remedy
