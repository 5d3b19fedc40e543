#include "report/words/sure_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "report/conclude/controls.h"
#include "report/settings/eligible.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

// "near (-0.5 points)"
std::string rival_named(const Report& report, const RivalRow& rival) {
  const Setting& setting = report.settings[rival.setting];
  const bool other_run = setting.run != report.verdict.run;
  return fmt::format("{}{} ({} points)", setting.label,
                     other_run ? " of " + report.run_name(setting.run) : "",
                     signed_fixed(100 * rival.difference, 1));
}

// Of one in the set that holds the best: whether it is there for its uncertainty alone, since on
// average it keeps less than the study accepts.
bool is_scattered(const Report& report, std::size_t place) {
  const Setting& setting = report.settings[place];
  return report.verdict.chosen_by == ChosenBy::kRetention &&
         keeps_too_little(setting, report.suites, report.runs[setting.run].accept);
}

// The rivals by what is known of them, each named.
struct Rivals {
  std::vector<std::string> tied, scattered, no, images, draws;
};

Rivals rivals_of(const Report& report) {
  const Verdict& verdict = report.verdict;
  Rivals rivals;
  for (std::size_t i = 0; i < verdict.rivals.size(); ++i) {
    const RivalRow& rival = verdict.rivals[i];
    const bool tied = std::find(verdict.tied.begin(), verdict.tied.end(), i) != verdict.tied.end();
    auto& list = tied && is_scattered(report, rival.setting) ? rivals.scattered
                 : tied                                      ? rivals.tied
                 : rival.told == Told::kDraws                ? rivals.draws
                 : rival.told == Told::kImages               ? rivals.images
                                                             : rivals.no;
    list.push_back(rival_named(report, rival));
  }
  return rivals;
}

void add_rivals(const Report& report, std::vector<std::string>& parts) {
  const Verdict& verdict = report.verdict;
  const Rivals rivals = rivals_of(report);
  const char* what =
      verdict.chosen_by == ChosenBy::kRetention ? "in retention" : "in the rate of what is fixed";
  if (verdict.rivals.empty()) {
    parts.push_back("No other remediation met the stop criterion and fixed as much.");
  }
  if (!rivals.tied.empty()) {
    parts.push_back(
        fmt::format("Statistically tied with it {}: {}. Which of these retains most is open.", what,
                    join_with_and(rivals.tied)));
  }
  if (!rivals.scattered.empty()) {
    parts.push_back(fmt::format(
        "Not significantly worse either, for {} draws or images differ too much, though on average "
        "below the retention that the study accepts: {}.",
        rivals.scattered.size() == 1 ? "its" : "their", join_with_and(rivals.scattered)));
  }
  if (!rivals.no.empty()) {
    parts.push_back(fmt::format(
        "Outside the set that holds the best {} with 95 % confidence{}, though not significantly "
        "worse than it once all pairs are corrected for: {}.",
        what, verdict.set->other_draws ? "" : " on these draws", join_with_and(rivals.no)));
  }
  if (!rivals.images.empty()) {
    const std::size_t draws = verdict.set->draws;
    parts.push_back(fmt::format(
        "Significantly different {} on these test images; not established for new draws (n = {}): "
        "{}.",
        what, draws == 0 ? "null" : std::to_string(draws), join_with_and(rivals.images)));
  }
  if (!rivals.draws.empty()) {
    parts.push_back(fmt::format("Significantly different {} over draws and images: {}.", what,
                                join_with_and(rivals.draws)));
  }
}

// Beside what is shown, what the choice keeps on images that it did not see.
void add_chosen_on_one_half(const Verdict& verdict, std::vector<std::string>& parts) {
  const auto& free = verdict.free_of_choice;
  if (!free || verdict.set->settings.size() == 1) return;
  parts.push_back(fmt::format(
      "Chosen on one half of the images and measured on the other, the choice has {} % {} (shown: "
      "{} %; {} points are the choice's).",
      number_cell(free->held_out, Unit::kShare), verdict.set->measure,
      number_cell(free->shown, Unit::kShare),
      signed_fixed(100 * (free->shown - free->held_out), 2)));
}

void add_controls(const Report& report, std::vector<std::string>& parts) {
  for (const ControlRow& control : report.verdict.controls) {
    for (const BetterRemediation& one : control.better) {
      if (one.label != report.verdict.label) continue;
      parts.push_back(fmt::format("Significantly better than the control {} in {}.",
                                  report.settings[control.setting].label, join_with_and(one.in)));
    }
  }
  for (const std::string& id : report.verdict.missing_controls) {
    if (id == kLogitShift && !report.has_target()) continue;
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
}

}  // namespace

std::string sure_sentence(const Report& report) {
  if (!report.verdict.setting) return "";
  std::vector<std::string> parts;
  add_rivals(report, parts);
  add_chosen_on_one_half(report.verdict, parts);
  add_controls(report, parts);
  return join(parts, " ");
}

}  // namespace remedy
