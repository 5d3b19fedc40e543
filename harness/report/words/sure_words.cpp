#include "report/words/sure_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "report/conclude/controls.h"
#include "report/content/fields.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

// "near (-0.5 points)"
std::string rival_named(const Json& rival, const Json& verdict) {
  const std::string label = rival["label"];
  const bool other_run = rival["run"] != verdict["run"];
  return fmt::format("{}{} ({} points)", label,
                     other_run ? " of " + rival["run"].get<std::string>() : "",
                     signed_fixed(100 * rival["difference"].get<double>(), 1));
}

// Beside what is shown, what the choice keeps on images that it did not see; else empty.
std::string chosen_on_one_half(const Json& verdict) {
  const Json& free = verdict["free_of_choice"];
  if (free.is_null() || verdict["set"]["of"] == 1) return "";
  return fmt::format(
      "Chosen on one half of the images and measured on the other, the choice has {} % {} (shown: "
      "{} %; {} points are the choice's).",
      number_cell(&free["held_out"], Unit::kShare), verdict["set"]["measure"].get<std::string>(),
      number_cell(&free["shown"], Unit::kShare),
      signed_fixed(100 * free["difference"].get<double>(), 2));
}

}  // namespace

std::string sure_sentence(const Json& verdict) {
  if (verdict["setting"].is_null()) return "";
  std::vector<std::string> parts;
  const std::string what =
      verdict["chosen_by"] == "retention" ? "in retention" : "in the rate of what is fixed";
  const auto is_tied = [&](std::size_t i) {
    return std::find(verdict["tied"].begin(), verdict["tied"].end(), Json(i)) !=
           verdict["tied"].end();
  };
  const auto told = [&](const char* value, bool in_set) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < verdict["rivals"].size(); ++i) {
      const Json& rival = verdict["rivals"][i];
      if (rival["told"] == value && is_tied(i) == in_set)
        names.push_back(rival_named(rival, verdict));
    }
    return names;
  };
  std::vector<std::string> tied;
  for (std::size_t i = 0; i < verdict["rivals"].size(); ++i) {
    if (is_tied(i)) tied.push_back(rival_named(verdict["rivals"][i], verdict));
  }
  const auto images = told("images", false), draws = told("draws", false), no = told("no", false);
  if (verdict["rivals"].empty()) {
    parts.push_back("No other remediation met the stop criterion and fixed as much.");
  }
  if (!tied.empty()) {
    parts.push_back(
        fmt::format("Statistically tied with it {}: {}. Which of these retains most is open.", what,
                    join_with_and(tied)));
  }
  if (!no.empty()) {
    parts.push_back(fmt::format(
        "Outside the set that holds the best {} with 95 % confidence{}, though not significantly "
        "worse than it once all pairs are corrected for: {}.",
        what, verdict["set"]["other_draws"] == true ? "" : " on these draws", join_with_and(no)));
  }
  if (!images.empty()) {
    parts.push_back(fmt::format(
        "Significantly different {} on these test images; not established for new draws (n = {}): "
        "{}.",
        what, verdict["set"]["draws"].dump(), join_with_and(images)));
  }
  if (!draws.empty()) {
    parts.push_back(fmt::format("Significantly different {} over draws and images: {}.", what,
                                join_with_and(draws)));
  }
  if (std::string half = chosen_on_one_half(verdict); !half.empty()) {
    parts.push_back(std::move(half));
  }
  for (const Json& control : verdict["controls"]) {
    for (const Json& one : control["better"]) {
      if (one["label"] != verdict["label"]) continue;
      parts.push_back(fmt::format("Significantly better than the control {} in {}.",
                                  control["label"].get<std::string>(),
                                  join_with_and(one["in"].get<std::vector<std::string>>())));
    }
  }
  for (const Json& id : verdict["missing_controls"]) {
    if (id == kLogitShift) {
      parts.push_back(
          "Without the control logit_shift the study does not show whether a constant on the "
          "target's logit would do as much.");
    } else if (id == kAnchorsFinetune) {
      parts.push_back(
          "Without the control anchors_finetune it does not show what more training on ordinary "
          "images changes.");
    }
  }
  return join(parts, " ");
}

}  // namespace remedy
