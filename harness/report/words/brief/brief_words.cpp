#include "report/words/brief/brief_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/conclude/controls.h"
#include "report/settings/eligible.h"
#include "report/settings/role_means.h"
#include "report/words/breaks_words.h"
#include "report/words/learned_words.h"
#include "report/words/setting_cells.h"
#include "report/words/use_words.h"

namespace remedy {
namespace {

// "head_finetune, learning_rate 0.1, N 100"
std::string setting_words(const Report& report, const Setting& setting) {
  std::string text = setting.label;
  if (setting.published) text += std::string(" ") + kDagger;
  if (report.several_runs()) text += " of " + report.run_name(setting.run);
  if (!setting.name.empty()) text += ", " + setting.name;
  if (setting.anchor_classes) text += ", N " + std::to_string(*setting.anchor_classes);
  return text;
}

std::string percent(const Setting& setting, std::size_t suite, Figure figure) {
  return number_cell(setting.suites[suite].mean(figure), Unit::kShare) + " %";
}

// A control that no remediation beats, or nullptr.
const Setting* unbeaten_control(const Report& report) {
  for (const ControlRow& row : report.verdict.controls) {
    if (row.better.empty()) return &report.settings[row.setting];
  }
  return nullptr;
}

std::string fixes(const Report& report, const Setting& setting) {
  std::vector<std::string> right, kept;
  for (const Role role : {Role::kFix, Role::kTransfer}) {
    for (const std::size_t i : suites_of_role(report.suites, role)) {
      const ReportSuite& suite = report.suites[i];
      right.push_back(fmt::format("{} of {} ({} % before)", percent(setting, i, Figure::kTop1),
                                  suite.name, number_cell(suite.baseline.top1, Unit::kShare)));
    }
  }
  for (const std::size_t i : suites_of_role(report.suites, Role::kRetain)) {
    kept.push_back(fmt::format("{} of the accuracy on {}", percent(setting, i, Figure::kRetention),
                               report.suites[i].name));
  }
  if (right.empty()) return "It keeps " + join_with_and(kept) + ".";
  return "It gets " + join_with_and(right) + " right" +
         (kept.empty() ? "" : ", and keeps " + join_with_and(kept)) + ".";
}

// "27 images of validation that were right are wrong, most of them hen (3 to 1 of 3 right)"
std::string broken(const Report& report, const Setting& setting, std::size_t suite) {
  const SettingSuite& figures = setting.suites[suite];
  std::string text = fmt::format("{} images of {} that were right are wrong",
                                 number_cell(figures.mean(Figure::kNegativeFlips), Unit::kCount),
                                 report.suites[suite].name);
  if (!figures.lost) return text;
  if (figures.lost->empty()) return text + " (no class lost significantly more than others)";
  const LostClass& worst = figures.lost->front();
  return text + fmt::format(" (most is lost by {}: {} to {} of {} right)", class_name(worst),
                            worst.before, number_cell(worst.after, Unit::kCount), worst.images);
}

std::string breaks(const Report& report, const Setting& setting) {
  std::vector<std::string> parts;
  for (const std::size_t i : suites_of_role(report.suites, Role::kRetain)) {
    parts.push_back(broken(report, setting, i));
  }
  for (const std::size_t i : suites_of_role(report.suites, Role::kGuard)) {
    const SettingSuite& figures = setting.suites[i];
    const auto points = figures.mean(Figure::kTop1Points);
    std::string called;  // where the study has a target
    if (figures.mean(Figure::kPredictedAsTarget)) {
      called = percent(setting, i, Figure::kPredictedAsTarget) + " are predicted as target and ";
    }
    parts.push_back(fmt::format("of {}, {}top-1 changes by {} points", report.suites[i].name,
                                called, points ? signed_fixed(*points, 1) : std::string(kNone)));
  }
  if (parts.empty()) return "No suite shows what it breaks.";
  const std::string beyond = beyond_acceptance(report, setting);
  return "It breaks this: " + join(parts, "; ") + "." + (beyond.empty() ? "" : " " + beyond);
}

// "5 draws, 3000 images"
std::string evidence(const Report& report, const Setting& setting) {
  std::vector<std::string> parts;
  if (setting.over == Over::kDraws) parts.push_back(counted(setting.draws, "draw"));
  if (setting.over == Over::kSeeds) parts.push_back(counted(setting.seeds, "seed"));
  for (const Role role : {Role::kRetain, Role::kFix}) {
    const SuitePlaces places = suites_of_role(report.suites, role);
    if (places.empty()) continue;
    const ReportSuite& suite = report.suites[places.front()];
    parts.push_back(fmt::format("{} images of {}", suite.images, suite.name));
  }
  return join(parts, ", ");
}

// "a, b and c", or "a, b, c and 9 others": the whole list stands under "How sure is that?".
std::string named_or_counted(std::vector<std::string> names) {
  constexpr std::size_t kNamed = 5;
  if (names.size() <= kNamed) return join_with_and(names);
  const std::size_t others = names.size() - (kNamed - 2);
  names.resize(kNamed - 2);
  names.push_back(fmt::format("{} others", others));
  return join_with_and(names);
}

std::string sure(const Report& report, const Setting& setting) {
  const Verdict& verdict = report.verdict;
  std::string text = caveat_sentence(report);
  if (!text.empty()) text += " ";
  std::vector<std::string> tied;
  for (const std::size_t at : verdict.tied) {
    const Setting& rival = report.settings[verdict.rivals[at].setting];
    // The whole report says of those that they are not significantly worse, though far below.
    if (keeps_too_little(rival, report.suites, report.runs[rival.run].accept)) continue;
    if (std::find(tied.begin(), tied.end(), rival.label) == tied.end()) tied.push_back(rival.label);
  }
  const std::string measure = verdict.set ? verdict.set->measure : "retention";
  if (tied.empty()) {
    text += verdict.rivals.empty() ? "No other remediation fixes as much"
                                   : "None of the others is as good in " + measure;
  } else {
    text += fmt::format("{} {} statistically tied with it in {}; of these it does the least harm",
                        named_or_counted(tied), tied.size() == 1 ? "is" : "are", measure);
  }
  text += " (" + evidence(report, setting) + ").";
  const std::string learned = learned_sentence(report.learned[*verdict.setting]);
  return learned.empty() ? text : text + " " + learned;
}

// How near the first few came that met no criterion.
std::string near_misses(const Report& report) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> parts;
  for (const NearestMiss& miss : report.matrix.misses) {
    if (parts.size() == kNamed) break;
    parts.push_back(report.best[miss.best].label + ": " + miss.sentence);
  }
  const std::size_t others = report.matrix.misses.size() - parts.size();
  return join(parts, ". ") + "." +
         (others > 0 ? fmt::format(" {} more did not either.", others) : "");
}

}  // namespace

std::string headline(const Report& report) {
  const Verdict& verdict = report.verdict;
  if (!verdict.outcome) return "There is nothing to choose from.";
  if (verdict.outcome == Outcome::kNotJudged) return "Nothing can be judged yet.";
  if (verdict.outcome == Outcome::kNotFixed) return "No remediation fixes what is broken.";
  if (!verdict.setting) return "No setting met the stop criterion in all of its trials.";
  const Setting& setting = report.settings[*verdict.setting];
  const Setting* control = unbeaten_control(report);
  if (control == nullptr) return "Use " + setting_words(report, setting) + ".";
  return fmt::format("No fix does more than {}; the least harmful is {}.",
                     control->remediation == kLogitShift ? "a constant on the target's logit"
                                                         : "the control " + control->label,
                     setting_words(report, setting));
}

std::vector<std::string> brief_sentences(const Report& report) {
  if (!report.verdict.setting) {
    const bool missed = report.verdict.outcome && *report.verdict.outcome != Outcome::kNotJudged &&
                        *report.verdict.outcome != Outcome::kNotFixed;
    return {missed && !report.matrix.misses.empty() ? near_misses(report) : use_sentence(report)};
  }
  const Setting& setting = report.settings[*report.verdict.setting];
  return {fixes(report, setting), breaks(report, setting), sure(report, setting)};
}

}  // namespace remedy
