#include "report/words/use_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "report/conclude/controls.h"
#include "report/content/fields.h"
#include "report/words/cells.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

// The figures of one setting on the suites of a role, each followed by `words` and the suite's
// name.
void add_figures(const Json& report, const Json& setting, const std::string& role,
                 const std::string& metric, const std::string& words,
                 std::vector<std::string>& parts) {
  for (const Json& suite : report["suites"]) {
    if (suite["role"] != role) continue;
    const std::string name = suite["name"];
    std::string text =
        figure_cell(setting, name, metric, Unit::kShare) + " % " + words + " " + name;
    if (role == "fix" || role == "transfer") {
      text += fmt::format(" right ({} % before)",
                          number_cell(&report["baseline"][name]["top1"], Unit::kShare));
    }
    parts.push_back(text);
  }
}

// Said first where a control does as much as every fix, or as the one that is named; else empty.
std::string controls_first(const Json& verdict) {
  std::vector<std::string> parts;
  for (const Json& control : verdict["controls"]) {
    const std::string label = control["label"];
    const bool constant = control["remediation"] == kLogitShift;
    std::vector<std::string> better;
    for (const Json& one : control["better"]) better.push_back(one["label"]);
    if (std::find(better.begin(), better.end(), text_of(verdict["label"])) != better.end()) {
      continue;
    }
    if (better.empty()) {
      parts.push_back(fmt::format(
          "No fix here does more than {}: none is significantly better than the control {} in "
          "retention, harm or false positives at the same fix.",
          constant ? "a constant on the target's logit" : "the control " + label, label));
    } else {
      parts.push_back(fmt::format("It is not significantly better than the control {}; {} {}.",
                                  label, join_with_and(better), better.size() == 1 ? "is" : "are"));
    }
  }
  return join(parts, " ");
}

// "1 draw", "2 draws"
std::string draws_made(const Json& set) {
  return set["draws"].is_null() ? "these draws" : counted(set["draws"].get<std::size_t>(), "draw");
}

// Said before what holds for the draws that were made alone; else empty.
std::string for_these_draws(const Json& verdict) {
  const Json& set = verdict["set"];
  if (set.is_null() || set["other_draws"] == true || set["draws"].is_null()) return "";
  return set["draws"] < 3
             ? fmt::format(
                   "With {} nothing is established for other draws: what follows holds for "
                   "the draws that were made.",
                   draws_made(set))
             : "Some settings share fewer than three draws: nothing is established for other "
               "draws.";
}

std::string first_of_all(const Json& verdict) {
  std::vector<std::string> parts;
  for (std::string part : {controls_first(verdict), for_these_draws(verdict)}) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return join(parts, " ");
}

// "ewc (99.5 %), l2_sp (2 settings, 99.1 to 99.6 %)": of the rows of the set that `matches`, but
// for the named setting, in the order of their values.
template <typename Matches>
std::vector<std::string> labels_in_set(const Json& report, const Json& verdict, Matches matches) {
  std::vector<const Json*> rows;
  for (const Json& row : verdict["set"]["settings"]) {
    if (row["setting"] != verdict["setting"] && matches(row)) rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Json* a, const Json* b) {
    return (*a)["value"].get<double>() > (*b)["value"].get<double>();
  });
  struct Label {
    std::string text;
    std::size_t count = 0;
    double low = 0, high = 0;
  };
  std::vector<Label> labels;
  for (const Json* row : rows) {
    const Json& setting = setting_of(report, *row);
    std::string label = setting["label"];
    if (report["runs"].size() > 1) label += " of " + setting["run"].get<std::string>();
    auto found = std::find_if(labels.begin(), labels.end(),
                              [&](const Label& one) { return one.text == label; });
    const double value = (*row)["value"];
    if (found == labels.end()) found = labels.insert(found, {label, 0, value, value});
    ++found->count;
    found->low = value;  // they fall
  }
  std::vector<std::string> texts;
  for (const Label& one : labels) {
    const Json low = one.low, high = one.high;
    const std::string first = number_cell(&high, Unit::kShare),
                      last = number_cell(&low, Unit::kShare);
    texts.push_back(fmt::format("{} ({}{} %)", one.text,
                                one.count == 1 ? "" : fmt::format("{} settings, ", one.count),
                                first == last ? first : last + " to " + first));
  }
  return texts;
}

constexpr double kFarBelow = 0.05;  // of retention or fix rate

// Why this setting: how many may be the best, which of them do more harm, which are as good.
std::string why_this_one(const Json& report, const Json& verdict) {
  const Json& set = verdict["set"];
  if (set.is_null() || set["of"] == 1) return "";
  const std::string what = set["measure"];
  const auto in_set = std::count_if(set["settings"].begin(), set["settings"].end(),
                                    [](const Json& row) { return row["in_set"] == true; });
  if (in_set == 1) {
    return fmt::format(" None of the others is better in {} (95 % confidence).", what);
  }
  std::string text = fmt::format(
      " {} of them are statistically tied for the best in {}: with 95 % confidence the best is "
      "among these.",
      in_set, what);
  std::vector<std::string> harms;
  for (const Json& row : set["settings"]) {
    const std::string harm = text_of(row["worse_in"]);
    if (row["worse_in"].is_null() || std::find(harms.begin(), harms.end(), harm) != harms.end()) {
      continue;
    }
    harms.push_back(harm);
  }
  std::vector<std::string> worse;
  for (const std::string& harm : harms) {
    worse.push_back(fmt::format("in {}: {}", harm,
                                join_with_and(labels_in_set(report, verdict, [&](const Json& row) {
                                  return row["worse_in"] == harm;
                                }))));
  }
  if (!worse.empty())
    text += " Significantly worse than others of these " + join(worse, "; ") + ".";
  const auto as_good =
      labels_in_set(report, verdict, [](const Json& row) { return row["as_good"] == true; });
  if (as_good.empty()) return text + " So it does the least harm.";
  text += " Not significantly worse in anything: " + join_with_and(as_good) +
          "; it is named for the least harm by the means.";
  const auto value = [](const Json& row) { return row["value"].get<double>(); };
  double named = 0, lowest = 1;
  for (const Json& row : set["settings"]) {
    if (row["setting"] == verdict["setting"]) named = value(row);
    if (row["as_good"] == true) lowest = std::min(lowest, value(row));
  }
  if (named - lowest < kFarBelow) return text;
  return text +
         " That those whose mean lies far below are no worse is not shown either: more draws or "
         "images would tell.";
}

// Why no setting is named, though some met the stop criterion.
std::string not_fixed(const Json& report) {
  std::vector<std::string> parts;
  for (const Json& entry : report["best"]) {
    if (entry["outcome"] != "not_fixed" || entry["control"] == true) continue;
    const Json& fix = entry["fix"];
    parts.push_back(fix.is_null()
                        ? fmt::format("{} has no fix rate", entry["label"].get<std::string>())
                        : fmt::format("{} fixes {} % {}", entry["label"].get<std::string>(),
                                      number_cell(&fix["rate"], Unit::kShare),
                                      interval_cell(&fix["interval"])));
  }
  const Json& accepted = report["best"].front()["fix"];
  return fmt::format(
      "No remediation both met the stop criterion in every trial and fixed what is broken. The "
      "criterion was met, but not fixed{}: {}.",
      accepted.is_null() ? ""
                         : fmt::format(" (the whole interval has to be above {} %)",
                                       number_cell(&accepted["accepted_above"], Unit::kShare)),
      join(parts, "; "));
}

}  // namespace

std::string use_sentence(const Json& report, const Json& verdict) {
  if (verdict["outcome"].is_null()) {
    return report["best"].empty()
               ? "The plan has no trial."
               : "Nothing but controls has been planned, and a control is no fix.";
  }
  if (verdict["outcome"] == "not_judged") {
    return "No stop rule says what is fixed, so no setting can be named.";
  }
  if (verdict["outcome"] == "not_fixed") return not_fixed(report);
  if (verdict["setting"].is_null()) {
    return "No setting met the stop criterion in every one of its trials.";
  }
  const Json& setting = setting_of(report, verdict);
  std::vector<std::string> which, parts;
  if (const std::string name = setting["name"]; !name.empty()) which.push_back(name);
  if (!setting["anchor_classes"].is_null()) {
    which.push_back("N " + setting["anchor_classes"].dump());
  }
  add_figures(report, setting, "retain", "retention", "of the baseline's top-1 accuracy on", parts);
  add_figures(report, setting, "fix", "top1", "of", parts);
  add_figures(report, setting, "transfer", "top1", "of", parts);
  for (const Json& suite : report["suites"]) {
    if (suite["role"] != "guard") continue;
    parts.push_back(fmt::format("top-1 on {} changes by {} points",
                                suite["name"].get<std::string>(),
                                figure_cell(setting, suite["name"], "top1_points", Unit::kPoints)));
  }
  const bool published = is_published(setting);
  const Json& set = verdict["set"];
  const std::string before = first_of_all(verdict);
  return fmt::format(
      "{}Of the {} that met the stop criterion in every trial and fixed what is broken, use "
      "{}{}{}{}: {}.{}{}",
      before.empty() ? "" : before + " ",
      set.is_null() ? "settings" : counted(set["of"].get<std::size_t>(), "setting"),
      setting["label"].get<std::string>(), published ? std::string(" ") + kDagger : "",
      report["runs"].size() > 1 ? " of " + setting["run"].get<std::string>() : "",
      which.empty() ? "" : " with " + join(which, ", "), join(parts, "; "),
      why_this_one(report, verdict),
      published ? fmt::format(" ({} {}.)", kDagger, kPublishedProtocol) : "");
}

}  // namespace remedy
