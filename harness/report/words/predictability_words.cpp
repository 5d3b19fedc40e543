#include "report/words/predictability_words.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <vector>

#include "core/text.h"
#include "report/content/number_text.h"
#include "report/settings/columns.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

// "retention (validation) rises at 2 of 4 levels of learning_rate"
std::vector<std::string> shown_trends(const Report& report, const Predictability& entry) {
  std::vector<std::string> order;
  std::map<std::string, int> counts;
  for (const std::size_t i : entry.trends) {
    const Trend& trend = report.trends[i];
    if (!trend.shown()) continue;
    const std::string text = figure_name(trend.column) + " " + to_string(trend.verdict);
    if (counts[text]++ == 0) order.push_back(text);
  }
  for (std::string& text : order) {
    const int count = counts[text];
    if (entry.levels.size() > 1) {
      text += fmt::format(" at {} of {} levels of {}", count, entry.levels.size(), entry.parameter);
    }
  }
  return order;
}

std::string power_words(const std::optional<PowerOfTrends>& power) {
  if (!power) return "";
  if (!std::isfinite(power->detectable)) {
    return " No change with N, however large, could have been found.";
  }
  return fmt::format(
      " With {} and {} values of N, a change from the smallest N to the largest of {} standard "
      "deviations between draws is found in 80 % of studies, one of 2 in {} %.",
      counted(static_cast<std::size_t>(power->blocks), "draw"), power->points,
      fixed(power->detectable, 1), fixed(100 * power->at_two, 0));
}

// Of the first figure of a suite to retain: what its variance comes from.
std::string variance_words(const Report& report, const Predictability& entry) {
  const std::string retained = suite_of_role(report.suites, Role::kRetain);
  for (const VarianceOfFigure& figure : entry.variance) {
    if (figure.column.suite != retained || !figure.shares) continue;
    const auto percent = [](double share) { return fixed(100 * share, 0); };
    std::string text = fmt::format(" Of the variance of {}, N explains {} %, the draw {} %",
                                   figure_name(figure.column), percent(figure.shares->n),
                                   percent(figure.shares->draw));
    if (!entry.parameter.empty()) {
      text += fmt::format(", {} {} %", entry.parameter, percent(figure.shares->parameter));
    }
    return text + "; the rest is interaction and residual.";
  }
  return "";
}

// "N = 25 to 800 moves together with ..."
std::string confounded_words(const std::optional<MovesWithN>& factor) {
  if (!factor) return "";
  return fmt::format(
      " N moves together with the counterexamples' weight, {0} / (N + {0}): it falls from {1} % at "
      "N = {2} to {3} % at N = {4}, and this study cannot tell which of the two has an effect. Fix "
      "counterexample_weight to separate them.",
      factor->counterexamples, fixed(100 * factor->at_smallest_n, 1), factor->smallest_n,
      fixed(100 * factor->at_largest_n, 1), factor->largest_n);
}

std::string overlap_words(const Predictability& entry) {
  if (!entry.overlap || entry.draws < 2) return "";
  return fmt::format(
      " At N = {} two draws share on average at least {} % of their classes (N of {}), so that "
      "draws differ less there.",
      entry.overlap->anchor_classes, fixed(100 * entry.overlap->share, 0),
      entry.overlap->of_classes);
}

}  // namespace

std::string predictability_sentence(const Report& report, const Predictability& entry) {
  std::string text = report.settings[entry.setting].label + ": ";
  switch (entry.verdict) {
    case Foreseen::kTooFewDraws:
      text += "too few draws to show any change with N.";
      break;
    case Foreseen::kNotShown:
      text += "no figure was shown to change steadily with N, which is no proof that none does.";
      break;
    case Foreseen::kPredictable:
    case Foreseen::kInPart:
      text += "with growing N, " + join(shown_trends(report, entry), ", ") +
              (entry.verdict == Foreseen::kPredictable
                   ? "."
                   : "; nothing else was shown to change steadily.");
  }
  return text + power_words(entry.power) + variance_words(report, entry) + overlap_words(entry) +
         confounded_words(entry.moves_with_n);
}

}  // namespace remedy
