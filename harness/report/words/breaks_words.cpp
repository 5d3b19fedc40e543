#include "report/words/breaks_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "report/content/fields.h"
#include "report/words/cells.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

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
      name, figure_cell(setting, name, "negative_flips", Unit::kCount),
      figure_cell(setting, name, "positive_flips", Unit::kCount),
      figure_cell(setting, name, "top1_points", Unit::kPoints),
      figure_cell(setting, name, "kl.mean", Unit::kNats));
  if (const std::string classes = worst_classes(setting, name); !classes.empty()) {
    text += " Most is lost by " + classes + ".";
  }
  const Json& before = report["baseline"][name]["ece"];
  if (!before.is_null()) {
    text += fmt::format(" Its calibration error goes from {} % to {} %.",
                        number_cell(&before, Unit::kShare),
                        figure_cell(setting, name, "calibration.remediated.ece", Unit::kShare));
  }
  return text;
}

std::string guarded(const Json& report, const Json& setting, const Json& suite) {
  const std::string name = suite["name"];
  return fmt::format(
      "Of {}, {} % are predicted as target ({} % before), and top-1 changes by {} "
      "points.",
      name, figure_cell(setting, name, "predicted_as_target.remediated", Unit::kShare),
      number_cell(&report["baseline"][name]["predicted_as_target"], Unit::kShare),
      figure_cell(setting, name, "top1_points", Unit::kPoints));
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

}  // namespace

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

}  // namespace remedy
