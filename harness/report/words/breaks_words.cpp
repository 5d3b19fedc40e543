#include "report/words/breaks_words.h"

#include <fmt/format.h>

#include <vector>

#include "core/text.h"
#include "report/words/learned_words.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

// "cow (3 to 0.5 of 3 right)", of the suite's three that lose most
std::string worst_classes(const SettingSuite& suite) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; suite.lost && i < suite.lost->size() && i < 3; ++i) {
    const LostClass& loss = (*suite.lost)[i];
    parts.push_back(fmt::format("{} ({} to {} of {} right)", class_name(loss), loss.before,
                                number_cell(loss.after, Unit::kCount), loss.images));
  }
  return join(parts, ", ");
}

std::string damage_on(const Report& report, const Setting& setting, std::size_t place) {
  const ReportSuite& suite = report.suites[place];
  std::string text = fmt::format(
      "On {}, {} images that were right are wrong and {} that were wrong are right ({} points of "
      "top-1, mean KL {} nats).",
      suite.name, figure_cell(setting, place, Figure::kNegativeFlips),
      figure_cell(setting, place, Figure::kPositiveFlips),
      figure_cell(setting, place, Figure::kTop1Points),
      figure_cell(setting, place, Figure::kKlMean));
  if (const std::string classes = worst_classes(setting.suites[place]); !classes.empty()) {
    text += " Most is lost by " + classes + ".";
  }
  if (suite.baseline.ece) {
    text += fmt::format(" Its calibration error goes from {} % to {} %.",
                        number_cell(suite.baseline.ece, Unit::kShare),
                        figure_cell(setting, place, Figure::kEce));
  }
  return text;
}

std::string guarded(const Report& report, const Setting& setting, std::size_t place) {
  const ReportSuite& suite = report.suites[place];
  if (!suite.baseline.predicted_as_target) {  // the study has no target
    return fmt::format("Of {}, top-1 changes by {} points.", suite.name,
                       figure_cell(setting, place, Figure::kTop1Points));
  }
  return fmt::format(
      "Of {}, {} % are predicted as target ({} % before), and top-1 changes by {} points.",
      suite.name, figure_cell(setting, place, Figure::kPredictedAsTarget),
      number_cell(suite.baseline.predicted_as_target, Unit::kShare),
      figure_cell(setting, place, Figure::kTop1Points));
}

}  // namespace

std::string class_name(const LostClass& loss) {
  return loss.name ? *loss.name : "class " + std::to_string(loss.class_index);
}

std::string beyond_acceptance(const Report& report, const Setting& setting) {
  const Acceptance& accept = report.runs[setting.run].accept;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    const ReportSuite& suite = report.suites[i];
    const auto mean = [&](Figure figure) { return setting.suites[i].mean(figure); };
    const auto add = [&](const std::string& what) { parts.push_back(what + " on " + suite.name); };
    if (suite.role == Role::kRetain) {
      if (mean(Figure::kRetention).value_or(1) < accept.retention) add("retention");
      if (mean(Figure::kOverPrediction).value_or(0) > accept.over_prediction) {
        add("false positives");
      }
    }
    if (suite.role == Role::kGuard &&
        -mean(Figure::kTop1Points).value_or(0) > 100 * accept.guard_drop) {
      add("accuracy");
    }
  }
  return parts.empty() ? "" : "This is more than the study accepts: " + join(parts, ", ") + ".";
}

std::string breaks_sentence(const Report& report) {
  if (!report.verdict.setting) return "";
  const Setting& setting = report.settings[*report.verdict.setting];
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    const Role role = report.suites[i].role;
    if (role == Role::kRetain) parts.push_back(damage_on(report, setting, i));
    if (role == Role::kGuard) parts.push_back(guarded(report, setting, i));
  }
  if (std::string cost = beyond_acceptance(report, setting); !cost.empty()) {
    parts.push_back(std::move(cost));
  }
  const std::string learned = learned_sentence(report.learned[*report.verdict.setting]);
  if (!learned.empty()) parts.push_back(learned);
  return join(parts, " ");
}

}  // namespace remedy
