#include "report/words/use_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "report/conclude/controls.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

std::string right_before(const ReportSuite& suite) {
  return fmt::format(" right ({} % before)", number_cell(suite.baseline.top1, Unit::kShare));
}

// The figures of one setting on the suites of a role, each followed by `words` and the suite's
// name.
void add_figures(const Report& report, const Setting& setting, Role role, Figure figure,
                 const std::string& words, std::vector<std::string>& parts) {
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    const ReportSuite& suite = report.suites[i];
    if (suite.role != role) continue;
    std::string text = figure_cell(setting, i, figure) + " % " + words + " " + suite.name;
    if (role == Role::kFix || role == Role::kTransfer) text += right_before(suite);
    parts.push_back(text);
  }
}

// Said first where a control does as much as every fix, or as the one that is named; else empty.
std::string controls_first(const Report& report) {
  std::vector<std::string> parts;
  for (const ControlRow& control : report.verdict.controls) {
    const Setting& setting = report.settings[control.setting];
    const bool constant = setting.remediation == kLogitShift;
    std::vector<std::string> better;
    for (const BetterRemediation& one : control.better) better.push_back(one.label);
    if (std::find(better.begin(), better.end(), report.verdict.label) != better.end()) continue;
    if (better.empty()) {
      parts.push_back(fmt::format(
          "No fix here does more than {}: none is significantly better than the control {} in "
          "retention, harm or false positives at the same fix.",
          constant ? "a constant on the target's logit" : "the control " + setting.label,
          setting.label));
    } else {
      parts.push_back(fmt::format("It is not significantly better than the control {}; {} {}.",
                                  setting.label, join_with_and(better),
                                  better.size() == 1 ? "is" : "are"));
    }
  }
  return join(parts, " ");
}

// Said before what holds for the draws that were made alone; else empty.
std::string for_these_draws(const std::optional<BestSet>& set) {
  if (!set || set->other_draws || set->draws == 0) return "";
  return set->draws < 3 ? fmt::format(
                              "With {} nothing is established for other draws: what "
                              "follows holds for the draws that were made.",
                              counted(set->draws, "draw"))
                        : "Some settings share fewer than three draws: nothing is established for "
                          "other draws.";
}

// "ewc (99.5 %), l2_sp (2 settings, 99.1 to 99.6 %)": of the settings of the set that `matches`,
// but for the named one, in the order of their values.
template <typename Matches>
std::vector<std::string> labels_in_set(const Report& report, Matches matches) {
  std::vector<const SetMember*> rows;
  for (const SetMember& row : report.verdict.set->settings) {
    if (row.setting != report.verdict.setting && matches(row)) rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const SetMember* a, const SetMember* b) { return a->value > b->value; });
  struct Label {
    std::string text;
    std::size_t count = 0;
    double low = 0, high = 0;
  };
  std::vector<Label> labels;
  for (const SetMember* row : rows) {
    const Setting& setting = report.settings[row->setting];
    std::string label = setting.label;
    if (report.several_runs()) label += " of " + report.run_name(setting.run);
    auto found = std::find_if(labels.begin(), labels.end(),
                              [&](const Label& one) { return one.text == label; });
    if (found == labels.end()) found = labels.insert(found, {label, 0, row->value, row->value});
    ++found->count;
    found->low = row->value;  // they fall
  }
  std::vector<std::string> texts;
  for (const Label& one : labels) {
    const std::string first = number_cell(one.high, Unit::kShare),
                      last = number_cell(one.low, Unit::kShare);
    texts.push_back(fmt::format("{} ({}{} %)", one.text,
                                one.count == 1 ? "" : fmt::format("{} settings, ", one.count),
                                first == last ? first : last + " to " + first));
  }
  return texts;
}

constexpr double kFarBelow = 0.05;  // of retention or fix rate

// Whether a setting that is as good has a mean far below that of the named one.
bool some_far_below(const Verdict& verdict) {
  double named = 0, lowest = 1;
  for (const SetMember& row : verdict.set->settings) {
    if (row.setting == verdict.setting) named = row.value;
    if (row.as_good) lowest = std::min(lowest, row.value);
  }
  return named - lowest >= kFarBelow;
}

// The harms by which some of the set are worse, each with the settings that are.
std::vector<std::string> worse_in(const Report& report) {
  std::vector<std::string> harms, worse;
  for (const SetMember& row : report.verdict.set->settings) {
    if (row.worse_in.empty() ||
        std::find(harms.begin(), harms.end(), row.worse_in) != harms.end()) {
      continue;
    }
    harms.push_back(row.worse_in);
  }
  for (const std::string& harm : harms) {
    worse.push_back(fmt::format("in {}: {}", harm,
                                join_with_and(labels_in_set(report, [&](const SetMember& row) {
                                  return row.worse_in == harm;
                                }))));
  }
  return worse;
}

// Why this setting: how many may be the best, which of them do more harm, which are as good.
std::string why_this_one(const Report& report) {
  const auto& set = report.verdict.set;
  if (!set || set->settings.size() == 1) return "";
  const auto in_set = std::count_if(set->settings.begin(), set->settings.end(),
                                    [](const SetMember& row) { return row.in_set; });
  if (in_set == 1) {
    return fmt::format(" None of the others is better in {} (95 % confidence).", set->measure);
  }
  std::string text = fmt::format(
      " {} of them are statistically tied for the best in {}: with 95 % confidence the best is "
      "among these.",
      in_set, set->measure);
  const std::vector<std::string> worse = worse_in(report);
  if (!worse.empty()) {
    text += " Significantly worse than others of these " + join(worse, "; ") + ".";
  }
  const auto as_good = labels_in_set(report, [](const SetMember& row) { return row.as_good; });
  if (as_good.empty()) return text + " So it does the least harm.";
  text += " Not significantly worse in anything: " + join_with_and(as_good) +
          "; it is named for the least harm by the means.";
  if (!some_far_below(report.verdict)) return text;
  return text +
         " That those whose mean lies far below are no worse is not shown either: more draws or "
         "images would tell.";
}

// Why no setting is named, though some met the stop criterion.
std::string not_fixed(const Report& report) {
  std::vector<std::string> parts;
  for (const BestEntry& entry : report.best) {
    if (entry.outcome != Outcome::kNotFixed || entry.control) continue;
    parts.push_back(entry.fix ? fmt::format("{} fixes {} % {}", entry.label,
                                            number_cell(entry.fix->rate, Unit::kShare),
                                            interval_cell(entry.fix->interval))
                              : fmt::format("{} has no fix rate", entry.label));
  }
  const auto& accepted = report.best.front().fix;
  return fmt::format(
      "No remediation both met the stop criterion in every trial and fixed what is broken. The "
      "criterion was met, but not fixed{}: {}.",
      accepted ? fmt::format(" (the whole interval has to be above {} %)",
                             number_cell(accepted->accepted_above, Unit::kShare))
               : "",
      join(parts, "; "));
}

// What the named setting keeps, fixes and changes.
std::string figures_of(const Report& report, const Setting& setting) {
  std::vector<std::string> parts;
  add_figures(report, setting, Role::kRetain, Figure::kRetention,
              "of the baseline's top-1 accuracy on", parts);
  add_figures(report, setting, Role::kFix, Figure::kTop1, "of", parts);
  add_figures(report, setting, Role::kTransfer, Figure::kTop1, "of", parts);
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    if (report.suites[i].role != Role::kGuard) continue;
    parts.push_back(fmt::format("top-1 on {} changes by {} points", report.suites[i].name,
                                figure_cell(setting, i, Figure::kTop1Points)));
  }
  return join(parts, "; ");
}

std::string use(const Report& report, const Setting& setting) {
  std::vector<std::string> which;
  if (!setting.name.empty()) which.push_back(setting.name);
  if (setting.anchor_classes) which.push_back("N " + std::to_string(*setting.anchor_classes));
  const auto& set = report.verdict.set;
  const std::string before = caveat_sentence(report);
  return fmt::format(
      "{}Of the {} that met the stop criterion in every trial and fixed what is broken, use "
      "{}{}{}{}: {}.{}{}",
      before.empty() ? "" : before + " ",
      set ? counted(set->settings.size(), "setting") : "settings", setting.label,
      setting.published ? std::string(" ") + kDagger : "",
      report.several_runs() ? " of " + report.run_name(setting.run) : "",
      which.empty() ? "" : " with " + join(which, ", "), figures_of(report, setting),
      why_this_one(report),
      setting.published ? fmt::format(" ({} {}.)", kDagger, kPublishedProtocol) : "");
}

}  // namespace

std::string caveat_sentence(const Report& report) {
  std::vector<std::string> parts;
  for (std::string part : {controls_first(report), for_these_draws(report.verdict.set)}) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return join(parts, " ");
}

std::string use_sentence(const Report& report) {
  const Verdict& verdict = report.verdict;
  if (!verdict.outcome) {
    return report.best.empty() ? "The plan has no trial."
                               : "Nothing but controls has been planned, and a control is no fix.";
  }
  if (verdict.outcome == Outcome::kNotJudged) {
    return "No stop rule says what is fixed, so no setting can be named.";
  }
  if (verdict.outcome == Outcome::kNotFixed) return not_fixed(report);
  if (!verdict.setting) return "No setting met the stop criterion in every one of its trials.";
  return use(report, report.settings[*verdict.setting]);
}

}  // namespace remedy
