#include "report/words/predictability_words.h"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "core/text.h"
#include "report/settings/columns.h"
#include "report/settings/role_means.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

// "retention (validation) rises at 2 of 4 levels of learning_rate"
std::vector<std::string> shown_trends(const Json& report, const Json& entry) {
  std::vector<std::string> order;
  std::map<std::string, int> counts;
  for (const std::size_t i : entry["trends"]) {
    const Json& trend = report["trends"][i];
    if (trend["verdict"] != "rises" && trend["verdict"] != "falls") continue;
    const std::string text = figure_name(trend) + " " + trend["verdict"].get<std::string>();
    if (counts[text]++ == 0) order.push_back(text);
  }
  for (std::string& text : order) {
    const int count = counts[text];
    if (entry["levels"].size() > 1) {
      text += fmt::format(" at {} of {} levels of {}", count, entry["levels"].size(),
                          entry["parameter"].get<std::string>());
    }
  }
  return order;
}

std::string power_words(const Json& power) {
  if (power.is_null()) return "";
  const std::string from_to = "from the smallest N to the largest";
  if (power["detectable"].is_null()) {
    return " No change with N, however large, could have been found.";
  }
  return fmt::format(
      " With {} and {} values of N, a change {} of {} standard deviations between draws is found "
      "in 80 % of studies, one of 2 in {} %.",
      counted(power["blocks"], "draw"), power["points"].dump(), from_to,
      fixed(power["detectable"], 1), fixed(100 * power["at_two"].get<double>(), 0));
}

// Of the first figure of a suite to retain: what its variance comes from.
std::string variance_words(const Json& report, const Json& entry) {
  const std::vector<std::string> retained = suites_of_role(report["suites"], "retain");
  for (const Json& figure : entry["variance"]) {
    if (retained.empty() || figure["suite"] != retained.front() || figure["shares"].is_null()) {
      continue;
    }
    const Json& shares = figure["shares"];
    const auto percent = [&](const char* key) { return fixed(100 * shares[key].get<double>(), 0); };
    std::string text = fmt::format(" Of the variance of {}, N explains {} %, the draw {} %",
                                   figure_name(figure), percent("n"), percent("draw"));
    if (!entry["parameter"].is_null()) {
      text += fmt::format(", {} {} %", entry["parameter"].get<std::string>(), percent("parameter"));
    }
    return text + "; the rest is interaction and residual.";
  }
  return "";
}

// "N = 25 to 800 moves together with ..."
std::string confounded_words(const Json& entry) {
  const Json& factor = entry["moves_with_n"];
  if (factor.is_null()) return "";
  const auto percent = [&](const char* key) { return fixed(100 * factor[key].get<double>(), 1); };
  const std::string count = factor["counterexamples"].dump();
  return fmt::format(
      " N moves together with the counterexamples' weight, {} / (N + {}): it falls from {} % at N "
      "= {} to {} % at N = {}, and this study cannot tell which of the two has an effect. Fix "
      "counterexample_weight to separate them.",
      count, count, percent("at_smallest_n"), factor["smallest_n"].dump(), percent("at_largest_n"),
      factor["largest_n"].dump());
}

std::string overlap_words(const Json& entry) {
  const Json& overlap = entry["overlap"];
  if (overlap.is_null() || entry["draws"].get<int>() < 2) return "";
  return fmt::format(
      " At N = {} two draws share on average at least {} % of their classes (N of {}), so that "
      "draws differ less there.",
      overlap["anchor_classes"].dump(), fixed(100 * overlap["share"].get<double>(), 0),
      overlap["of_classes"].dump());
}

}  // namespace

std::string predictability_sentence(const Json& report, const Json& entry) {
  const std::string verdict = entry["verdict"];
  const std::string head = entry["label"].get<std::string>() + ": ";
  std::string text;
  if (verdict == "too_few_draws") {
    text = head + "too few draws to show any change with N.";
  } else if (verdict == "not_shown") {
    text =
        head + "no figure was shown to change steadily with N, which is no proof that none does.";
  } else {
    text = head + "with growing N, " + join(shown_trends(report, entry), ", ") +
           (verdict == "predictable" ? "." : "; nothing else was shown to change steadily.");
  }
  return text + power_words(entry["power"]) + variance_words(report, entry) + overlap_words(entry) +
         confounded_words(entry);
}

}  // namespace remedy
