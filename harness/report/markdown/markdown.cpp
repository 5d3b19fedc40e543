#include "report/markdown/markdown.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "core/catalogue.h"
#include "core/text.h"
#include "report/conclude/trial_marks.h"
#include "report/markdown/markdown_conclusions.h"
#include "report/markdown/markdown_tables.h"
#include "report/words/glossary.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

std::string title(const Report& report) {
  std::vector<std::string> studies;
  for (const RunSummary& run : report.runs) {
    const std::string study = escaped(run.study);
    if (studies.empty() || studies.back() != study) studies.push_back(study);
  }
  return "# " + join(studies, ", ") + ": what was fixed, and what it cost\n\n";
}

// "46 trials: 40 completed, 3 not reached, 1 failed, 2 missing"
std::string trials_sentence(const Report& report) {
  std::size_t planned = 0, missing = 0;
  std::map<Status, std::size_t> totals;
  for (const RunSummary& run : report.runs) {
    planned += run.planned;
    missing += run.missing;
    for (const auto& [status, count] : run.by_status) totals[status] += count;
  }
  std::vector<std::string> parts;
  for (const Status status : kStatuses) {
    if (totals[status] == 0) continue;
    std::string words = to_string(status);
    for (char& c : words) c = c == '_' ? ' ' : c;
    parts.push_back(fmt::format("{} {}", totals[status], words));
  }
  if (missing > 0) parts.push_back(fmt::format("{} missing", missing));
  return counted(planned, "trial") + (parts.empty() ? "" : ": " + join(parts, ", "));
}

std::string compared(const Report& report) {
  std::set<std::string> labels, methods, targets;
  for (const Setting& setting : report.settings) {
    labels.insert(setting.label);
    methods.insert(setting.remediation);
  }
  for (const RunSummary& run : report.runs) targets.insert(run.comparable.target);
  std::string text = fmt::format(
      "{}{} in {}{}; {}.", counted(methods.size(), "remediation"),
      methods.size() == labels.size() ? "" : fmt::format(" under {} labels", labels.size()),
      counted(report.settings.size(), "setting"),
      report.several_runs() ? fmt::format(" of {} runs", report.runs.size()) : "",
      trials_sentence(report));
  targets.erase("");
  if (!targets.empty()) text += " Target: " + escaped(*targets.begin()) + ".";
  return text + "\n\n";
}

std::string picture(const Report& report) {
  if (trial_marks(report).empty()) return "";
  return "![Retention v. fix rate of every trial](frontier.svg)\n\n";
}

std::string flag_list(const Report& report) {
  if (report.flags.empty()) return "";
  std::string text = "**Before you believe a number:**\n\n";
  for (const Flag& flag : report.flags) {
    text += "- ";
    if (report.several_runs()) text += escaped(flag.run) + ": ";
    text += escaped(flag.message) + "\n";
  }
  return text + "\n";
}

const char kGlance[] =
    "The best setting of each remediation, means over draws; intervals stand in the tables below. "
    "Tied: statistically tied for the best. Open: not significantly worse than it, but below the "
    "retention that the study accepts.";

const char kMatched[] =
    " Matched diff.: held-out recall less that of a constant on the target's logit with as many "
    "false positives, in points.";

const char kCells[] =
    "A cell is the mean over draws [95 % interval]; seeds are averaged within draws. Of shares, "
    "counts of images and retention the interval is for further draws and images, and with one "
    "draw "
    "for that draw on further images; of divergences and calibration it is for further draws on "
    "these images. How many images each suite has stands with the baseline. Two or three draws "
    "hardly show how much draws differ, and their intervals are wide. Under \"trials\", \"4 of 5\" "
    "means that only four of the five planned trials have a result, and the row is about these; in "
    "a cell, that only so many of them have that figure.\n\n";

const char kChoice[] =
    "Of each remediation's settings, those that met the stop criterion in every planned "
    "trial are eligible; the one that retains most is shown. The figures come from the reported "
    "suites, and the best of many settings looks a little better there than it is. Not met "
    "ranks last.\n\n";

const char kSet[] =
    "With 95 % confidence the setting that is best is among these (Hsu's multiple comparisons with "
    "the best, over all eligible settings). \"As good\" are those that are not significantly worse "
    "in any harm either; the one that is named has the least by the means. Flips are images.\n\n";

const char kRivals[] =
    "The difference is the other's figure minus that of the one that is named, averaged over the "
    "draws that both have. p is for all settings of the other together, over draws and images, and "
    "on these draws by the images alone; both are corrected for all pairs (Bonferroni). \"On these "
    "draws\" also needs the same sign in every draw.\n\n";

const char kEqualFix[] =
    "Each figure has its own best setting among those that met the stop criterion in every "
    "planned trial. A remediation of which none did ranks last.\n\n";

const char kFrontier[] =
    "Pareto-optimal settings: no other has a fix rate and a retention at least as high, and one of "
    "them higher, by their means. Those of the published protocol push none of the others off.\n\n";

const char kTrends[] =
    "Does a figure change steadily with N? Each draw gives one slope on log N, and Student's "
    "t-test "
    "asks whether their mean is 0; p is two-sided, and Holm's correction is over all rows of a "
    "run. "
    "A draw's anchors are nested over N, so the slopes of draws are independent where its values "
    "are not. The conclusion is for further draws of the same anchors, on these images. \"No trend "
    "shown\" is no proof that there is none; \"too few draws\" means fewer than three.\n\n";

// What to hold the baseline's calibration error against.
std::string calibrated_words(const BaselineFigures& baseline) {
  if (!baseline.ece || !baseline.ece_calibrated_p95) return "";
  return fmt::format(
      " (a perfectly calibrated model with these confidences: {} % on average, and in 95 % of "
      "samples at most {} %: {})",
      number_cell(baseline.ece_calibrated, Unit::kShare),
      number_cell(baseline.ece_calibrated_p95, Unit::kShare),
      *baseline.ece > *baseline.ece_calibrated_p95 ? "miscalibrated" : "no sign of miscalibration");
}

std::string suites(const Report& report) {
  std::string text;
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    const ReportSuite& suite = report.suites[i];
    const BaselineFigures& baseline = suite.baseline;
    text += fmt::format(
        "### {}\n\nRole: {}; {} images. Baseline: top-1 {} %, top-5 {} %, calibration error {} "
        "%{}.\n\n",
        escaped(suite.name), to_string(suite.role), suite.images,
        number_cell(baseline.top1, Unit::kShare), number_cell(baseline.top5, Unit::kShare),
        number_cell(baseline.ece, Unit::kShare), calibrated_words(baseline));
    if (suite.intervals) {
      text += fmt::format(
          "One image is {} points, and averaging over draws adds no images: a difference of a few "
          "images is no evidence.\n\n",
          fixed(100 / static_cast<double>(suite.images), 1));
    }
    text += suite_table(report, i) + lost_table(report, i) + groups_text(report, i);
  }
  return text.empty() ? "" : "## Suite by suite\n\n" + text;
}

std::string list_line(const std::string& what, const std::string& value) {
  return value.empty() ? "" : fmt::format("- {}: {}\n", what, value);
}

std::string provenance(const RunSummary& run) {
  std::string text =
      fmt::format("**{}**, a run of study {}\n\n", escaped(run.name), escaped(run.study));
  text += list_line("baseline", escaped(run.comparable.baseline));
  text += list_line("preprocess", escaped(run.comparable.preprocess));
  text += list_line("target", escaped(run.comparable.target));
  for (const auto& [name, hash] : run.comparable.suites) {
    text += list_line("suite " + escaped(name), escaped(hash));
  }
  for (const auto& [key, values] : run.provenance) {
    std::vector<std::string> texts;
    for (const ParameterValue& value : values) texts.push_back(escaped(to_text(value)));
    text += list_line(escaped(key), join(texts, "; "));
  }
  for (const auto& [remediation, hashes] : run.plugins) {
    std::vector<std::string> texts;
    for (const std::string& hash : hashes) texts.push_back(escaped(hash));
    text += list_line("plugin " + escaped(remediation), join(texts, "; "));
  }
  return text + "\n";
}

std::string provenance(const Report& report) {
  std::string text = "## Provenance\n\n";
  for (const RunSummary& run : report.runs) text += provenance(run);
  return text + "<details><summary>Every setting in full</summary>\n\n" + parameters_table(report) +
         "</details>\n\n";
}

std::string terms() {
  std::string text = "## Terms\n\n";
  for (const auto& [term, meaning] : glossary()) {
    text += "- **" + term + "**" + (meaning.front() == ' ' ? "" : ": ") + meaning + "\n";
  }
  return text + "\n";
}

}  // namespace

std::string to_markdown(const Report& report) {
  std::string text =
      title(report) + compared(report) + verdict_text(report) + picture(report) + flag_list(report);
  text += "## At a glance\n\n" + std::string(kGlance) + (report.has_target() ? kMatched : "") +
          "\n\n" + decision_table(report);
  text += "## Baseline\n\n" + baseline_table(report);
  text += std::string("## The best of each remediation\n\n") + kChoice + best_table(report);
  if (const std::string set = set_table(report); !set.empty()) {
    text += std::string("## Settings that may be the best\n\n") + kSet + set;
  }
  if (const std::string rivals = rivals_table(report); !rivals.empty()) {
    text += std::string("## How far the others are from it\n\n") + kRivals + rivals;
  }
  text += selection_text(report);
  text += std::string("## Cost at equal fix\n\n") + kEqualFix + equal_fix_table(report);
  text += std::string("## Frontier\n\n") + kFrontier + frontier_table(report);
  text += std::string("## Comparison\n\n") + kCells + comparison_table(report);
  text += std::string("## Is it predictable?\n\n") + predictability_text(report) + kTrends +
          trends_table(report);
  if (report.has_target()) {
    text +=
        "## What was learned?\n\n" + escaped(report.learned_rule) + "\n\n" + learned_table(report);
  }
  text += suites(report) + overlay_text(report);
  text += "## Trials that did not meet the stop criterion\n\n" + not_reached_table(report);
  text += "## Trials without a result\n\n" + failures_table(report);
  text += provenance(report) + terms();
  return text + "## Timings\n\nSeconds per trial.\n\n" + timings_table(report);
}

}  // namespace remedy
