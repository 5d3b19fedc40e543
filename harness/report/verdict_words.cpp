#include "report/verdict_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "report/cells.h"
#include "report/controls.h"
#include "report/fields.h"
#include "report/setting_cells.h"

namespace remedy {
namespace {

std::string figure(const Json& setting, const std::string& suite, const std::string& metric,
                   Unit unit) {
  const Json* figures = find_member(setting["suites"], suite);
  return spread_cell(figures ? find_member(*figures, metric) : nullptr, unit,
                     setting["trials"]["planned"]);
}

// The figures of one setting on the suites of a role, each followed by `words` and the suite's
// name.
void add_figures(const Json& report, const Json& setting, const std::string& role,
                 const std::string& metric, const std::string& words,
                 std::vector<std::string>& parts) {
  for (const Json& suite : report["suites"]) {
    if (suite["role"] != role) continue;
    const std::string name = suite["name"];
    std::string text = figure(setting, name, metric, Unit::kShare) + " % " + words + " " + name;
    if (role == "fix" || role == "transfer") {
      text += fmt::format(" right ({} % before)",
                          number_cell(&report["baseline"][name]["top1"], Unit::kShare));
    }
    parts.push_back(text);
  }
}

// "cow (3 to 0.5 of 3 right)", of the suite's three that lose most
std::string worst_classes(const Json& setting, const std::string& suite) {
  const Json* lost = find_member(setting["lost"], suite);
  std::vector<std::string> parts;
  for (std::size_t i = 0; lost != nullptr && i < lost->size() && i < 3; ++i) {
    const Json& loss = (*lost)[i];
    parts.push_back(fmt::format(
        "{} ({} to {} of {} right)",
        loss["name"].is_null() ? "class " + loss["class"].dump() : loss["name"].get<std::string>(),
        loss["before"].dump(), number_cell(&loss["after"], Unit::kCount), loss["images"].dump()));
  }
  return join(parts, ", ");
}

std::string damage_on(const Json& report, const Json& setting, const Json& suite) {
  const std::string name = suite["name"];
  std::string text = fmt::format(
      "On {}, {} images that were right are wrong and {} that were wrong are right ({} points of "
      "top-1, mean KL {} nats).",
      name, figure(setting, name, "negative_flips", Unit::kCount),
      figure(setting, name, "positive_flips", Unit::kCount),
      figure(setting, name, "top1_points", Unit::kPoints),
      figure(setting, name, "kl.mean", Unit::kNats));
  if (const std::string classes = worst_classes(setting, name); !classes.empty()) {
    text += " Most is lost by " + classes + ".";
  }
  const Json& before = report["baseline"][name]["ece"];
  if (!before.is_null()) {
    text += fmt::format(" Its calibration error goes from {} % to {} %.",
                        number_cell(&before, Unit::kShare),
                        figure(setting, name, "calibration.remediated.ece", Unit::kShare));
  }
  return text;
}

std::string guarded(const Json& report, const Json& setting, const Json& suite) {
  const std::string name = suite["name"];
  return fmt::format(
      "Of {}, {} % are predicted as target ({} % before), and top-1 changes by {} "
      "points.",
      name, figure(setting, name, "predicted_as_target.remediated", Unit::kShare),
      number_cell(&report["baseline"][name]["predicted_as_target"], Unit::kShare),
      figure(setting, name, "top1_points", Unit::kPoints));
}

std::string learned_words(const Json& finding) {
  const std::string verdict = finding["verdict"];
  if (verdict == "concept") return "What it learned generalises to held-out images.";
  if (verdict == "counterexamples") return "It learned the counterexamples only.";
  if (verdict == "look") return "It relies on the cue.";
  if (verdict == "says_target") {
    return "It predicts the target more often, as a constant on the target's logit would.";
  }
  return "What it learned is inconclusive: " + finding["reason"].get<std::string>();
}

// What costs more than the study accepts, by the means.
std::string beyond_acceptance(const Json& report, const Json& setting, const Acceptance& accept) {
  std::vector<std::string> parts;
  for (const Json& suite : report["suites"]) {
    const std::string name = suite["name"];
    const Json* figures = find_member(setting["suites"], name);
    const auto mean = [&](const char* metric) {
      const Json* spread = figures ? find_member(*figures, metric) : nullptr;
      return spread ? number_at(*spread, "mean") : std::nullopt;
    };
    const auto add = [&](const std::string& what) { parts.push_back(what + " on " + name); };
    if (suite["role"] == "retain") {
      if (mean("retention").value_or(1) < accept.retention) add("retention");
      if (mean("over_prediction.remediated").value_or(0) > accept.over_prediction) {
        add("false positives");
      }
    }
    if (suite["role"] == "guard" && -mean("top1_points").value_or(0) > 100 * accept.guard_drop) {
      add("accuracy");
    }
  }
  return parts.empty() ? "" : "This is more than the study accepts: " + join(parts, ", ") + ".";
}

// "a, b and c"
std::string listed(const std::vector<std::string>& names) {
  if (names.size() < 2) return join(names, ", ");
  const std::vector<std::string> head(names.begin(), names.end() - 1);
  return join(head, ", ") + " and " + names.back();
}

std::vector<std::string> rivals_told(const Json& verdict, const std::string& told) {
  std::vector<std::string> names;
  for (const Json& rival : verdict["rivals"]) {
    if (rival["told"] != told) continue;
    const std::string label = rival["label"];
    const bool other_run = rival["run"] != verdict["run"];
    names.push_back(fmt::format("{}{} ({}{} points)", label,
                                other_run ? " of " + rival["run"].get<std::string>() : "",
                                rival["difference"].get<double>() > 0 ? "+" : "",
                                fixed(100 * rival["difference"].get<double>(), 1)));
  }
  return names;
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
          "retention or in false positives at the same fix.",
          constant ? "a constant on the target's logit" : "the control " + label, label));
    } else {
      parts.push_back(fmt::format("It is not significantly better than the control {}; {} {}.",
                                  label, listed(better), better.size() == 1 ? "is" : "are"));
    }
  }
  return join(parts, " ");
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
  const bool published = is_published(setting);
  const std::string controls = controls_first(verdict);
  return fmt::format(
      "{}Among the settings that met the stop criterion in every trial and fixed what is broken, "
      "{}{}{}{} {}: {}.{}",
      controls.empty() ? "" : controls + " ", setting["label"].get<std::string>(),
      published ? std::string(" ") + kDagger : "",
      report["runs"].size() > 1 ? " of " + setting["run"].get<std::string>() : "",
      which.empty() ? "" : " with " + join(which, ", "),
      verdict["chosen_by"] == "retention" ? "retains most" : "fixes most", join(parts, "; "),
      published ? fmt::format(" ({} {}.)", kDagger, kPublishedProtocol) : "");
}

std::string breaks_sentence(const Json& report, const Json& verdict, const Acceptances& accept) {
  if (verdict["setting"].is_null()) return "";
  const Json& setting = setting_of(report, verdict);
  std::vector<std::string> parts;
  for (const Json& suite : report["suites"]) {
    if (suite["role"] == "retain") parts.push_back(damage_on(report, setting, suite));
    if (suite["role"] == "guard") parts.push_back(guarded(report, setting, suite));
  }
  if (std::string cost = beyond_acceptance(report, setting, accept.at(setting["run"]));
      !cost.empty()) {
    parts.push_back(std::move(cost));
  }
  parts.push_back(
      learned_words(report["learned"]["settings"][verdict["setting"].get<std::size_t>()]));
  return join(parts, " ");
}

std::string sure_sentence(const Json& verdict) {
  if (verdict["setting"].is_null()) return "";
  std::vector<std::string> parts;
  const std::string what =
      verdict["chosen_by"] == "retention" ? "in retention" : "in the rate of what is fixed";
  const auto tied = rivals_told(verdict, "no"), images = rivals_told(verdict, "images"),
             draws = rivals_told(verdict, "draws");
  if (verdict["rivals"].empty()) {
    parts.push_back("No other remediation met the stop criterion and fixed as much.");
  }
  if (!tied.empty()) {
    parts.push_back(
        fmt::format("Statistically tied with it {}: {}. Which of these retains most is open.", what,
                    listed(tied)));
  }
  if (!images.empty()) {
    parts.push_back(fmt::format(
        "Significantly different {} on these test images; not established for new draws: {}.", what,
        listed(images)));
  }
  if (!draws.empty()) {
    parts.push_back(
        fmt::format("Significantly different {} over draws and images: {}.", what, listed(draws)));
  }
  for (const Json& control : verdict["controls"]) {
    for (const Json& one : control["better"]) {
      if (one["label"] != verdict["label"]) continue;
      parts.push_back(fmt::format("Significantly better than the control {} in {}.",
                                  control["label"].get<std::string>(),
                                  listed(one["in"].get<std::vector<std::string>>())));
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
