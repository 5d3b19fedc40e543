#include "report/verdict_words.h"

#include <fmt/format.h>

#include <vector>

#include "core/text.h"
#include "report/cells.h"
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
      "Of {}, {} % are taken for the target ({} % before), and top-1 changes by {} "
      "points.",
      name, figure(setting, name, "predicted_as_target.remediated", Unit::kShare),
      number_cell(&report["baseline"][name]["predicted_as_target"], Unit::kShare),
      figure(setting, name, "top1_points", Unit::kPoints));
}

std::string learned_words(const Json& finding) {
  const std::string verdict = finding["verdict"];
  const std::string what = verdict == "concept"           ? "the concept"
                           : verdict == "counterexamples" ? "the counterexamples"
                           : verdict == "look"            ? "the counterexamples' look alone"
                           : verdict == "says_target"     ? "to say the target more often"
                                                          : "";
  if (what.empty()) return "What it learned cannot be told.";
  return "It learned " + what + ".";
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

}  // namespace

std::string use_sentence(const Json& report, const Json& verdict) {
  if (verdict["outcome"].is_null()) return "The plan has no trial.";
  if (verdict["outcome"] == "not_judged") {
    return "No stop rule says what is fixed, so no setting can be named.";
  }
  if (verdict["setting"].is_null()) {
    return "No setting reached the target in every one of its trials.";
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
  return fmt::format(
      "Among the settings that reached the target in every trial, {}{}{}{} {}: {}.{}",
      setting["label"].get<std::string>(), published ? std::string(" ") + kDagger : "",
      report["runs"].size() > 1 ? " of " + setting["run"].get<std::string>() : "",
      which.empty() ? "" : " with " + join(which, ", "),
      verdict["chosen_by"] == "retention" ? "keeps most" : "fixes most", join(parts, "; "),
      published ? fmt::format(" ({} {}.)", kDagger, kPublishedProtocol) : "");
}

std::string breaks_sentence(const Json& report, const Json& verdict) {
  if (verdict["setting"].is_null()) return "";
  const Json& setting = setting_of(report, verdict);
  std::vector<std::string> parts;
  for (const Json& suite : report["suites"]) {
    if (suite["role"] == "retain") parts.push_back(damage_on(report, setting, suite));
    if (suite["role"] == "guard") parts.push_back(guarded(report, setting, suite));
  }
  parts.push_back(
      learned_words(report["learned"]["settings"][verdict["setting"].get<std::size_t>()]));
  return join(parts, " ");
}

std::string sure_sentence(const Json& verdict) {
  if (verdict["setting"].is_null()) return "";
  if (verdict["rivals"].empty()) {
    return "No other remediation reached the target in every trial, so none competes with it.";
  }
  const std::string what =
      verdict["chosen_by"] == "retention" ? "in retention" : "in the rate of what is fixed";
  std::vector<std::string> parts;
  const auto tied = rivals_told(verdict, "no"), images = rivals_told(verdict, "images"),
             draws = rivals_told(verdict, "draws");
  parts.push_back(tied.empty()
                      ? fmt::format("Every other is told from it {}.", what)
                      : fmt::format("Not told from it {}: {}. Which of these keeps most is "
                                    "open.",
                                    what, listed(tied)));
  if (!images.empty()) {
    parts.push_back(
        fmt::format("Told from it on these draws, by more than the choice of images "
                    "explains, while new draws may differ: {}.",
                    listed(images)));
  }
  if (!draws.empty()) {
    parts.push_back(fmt::format("Told from it over draws and images: {}.", listed(draws)));
  }
  return join(parts, " ");
}

}  // namespace remedy
