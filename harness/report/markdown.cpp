#include "report/markdown.h"

#include <fmt/format.h>

#include <set>

#include "core/text.h"
#include "report/cells.h"
#include "report/fields.h"
#include "report/frontier_svg.h"
#include "report/markdown_conclusions.h"
#include "report/markdown_tables.h"

namespace remedy {
namespace {

std::string title(const Json& report) {
  std::vector<std::string> studies;
  for (const Json& run : report["runs"]) {
    const std::string study = escaped(run["study"]);
    if (studies.empty() || studies.back() != study) studies.push_back(study);
  }
  return "# " + join(studies, ", ") + ": what was fixed, and what it cost\n\n";
}

// "46 trials: 40 completed, 3 not reached, 1 failed, 2 missing"
std::string trials_sentence(const Json& report) {
  std::size_t planned = 0;
  Json totals = Json::object();
  for (const Json& run : report["runs"]) {
    for (const auto& [status, count] : run["trials"].items()) {
      if (status == "planned") {
        planned += count.get<std::size_t>();
      } else {
        totals[status] = totals.value(status, std::size_t{0}) + count.get<std::size_t>();
      }
    }
  }
  std::vector<std::string> parts;
  for (const auto& [status, count] : totals.items()) {
    if (count == 0) continue;
    std::string words = status;
    for (char& c : words) c = c == '_' ? ' ' : c;
    parts.push_back(count.dump() + " " + words);
  }
  return counted(planned, "trial") + (parts.empty() ? "" : ": " + join(parts, ", "));
}

std::string compared(const Json& report) {
  std::set<std::string> labels, targets;
  for (const Json& setting : report["settings"]) labels.insert(setting["label"]);
  for (const Json& run : report["runs"]) targets.insert(text_at(run, "comparable.target"));
  std::string text = fmt::format(
      "{} in {}{}; {}.", counted(labels.size(), "remediation"),
      counted(report["settings"].size(), "setting"),
      report["runs"].size() > 1 ? fmt::format(" of {} runs", report["runs"].size()) : "",
      trials_sentence(report));
  targets.erase("");
  if (!targets.empty()) text += " Target: " + escaped(*targets.begin()) + ".";
  return text + "\n\n";
}

std::string picture(const Json& report) {
  if (frontier_svg(report).empty()) return "";
  return "![What every trial kept, against what it fixed](frontier.svg)\n\n";
}

std::string flag_list(const Json& report) {
  if (report["flags"].empty()) return "";
  std::string text = "**Before you believe a number:**\n\n";
  for (const Json& flag : report["flags"]) {
    text += "- ";
    if (report["runs"].size() > 1) text += escaped(flag["run"]) + ": ";
    text += escaped(flag["message"]) + "\n";
  }
  return text + "\n";
}

const char kCells[] =
    "A cell is the mean over draws (lowest to highest draw), or, for a single trial, its value "
    "[95 % Wilson interval on suites of fewer than 500 images]. Under \"trials\", \"4 of 5\" means "
    "that only four of the five planned trials have a result, and the row is about these; in a "
    "cell, "
    "that only so many of them have that figure.\n\n";

const char kChoice[] =
    "Of each remediation's settings, those that reached the target on the stop set in every "
    "planned "
    "trial are eligible; the one that retains most is shown. The figures come from the reported "
    "suites, and the best of many settings looks a little better there than it is. Not reached "
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
    "Each figure has its own best setting among those that reached the target on the stop set in "
    "every planned trial. A remediation of which none did ranks last.\n\n";

const char kFrontier[] =
    "The settings that no other beats in both what they fix and what they keep, by their means. "
    "Those of the published protocol push none of the others off.\n\n";

const char kTrends[] =
    "Does a figure change steadily with N? Page's test takes the draws as blocks; p is two-sided, "
    "and Holm's correction is over all rows of a run. \"No trend shown\" is no proof that there is "
    "none; \"too few draws\" means that no result of so many could have shown one at .05. Isotonic "
    "R² of a few points is large by chance alone, so that stands beside it.\n\n";

std::string suites(const Json& report) {
  std::string text;
  for (const Json& suite : report["suites"]) {
    const std::string name = suite["name"];
    const Json& baseline = report["baseline"][name];
    text += fmt::format(
        "### {}\n\nRole: {}; {} images. Baseline: top-1 {} %, top-5 {} %, calibration error {} "
        "%.\n\n",
        escaped(name), escaped(suite["role"]),
        suite["images"].is_null() ? "–" : suite["images"].dump(),
        number_cell(&baseline["top1"], Unit::kShare), number_cell(&baseline["top5"], Unit::kShare),
        number_cell(&baseline["ece"], Unit::kShare));
    if (suite["intervals"] == true) {
      text += fmt::format(
          "One image is {} points, and averaging over draws adds no images: a difference of a few "
          "images is no evidence.\n\n",
          fixed(100 / suite["images"].get<double>(), 1));
    }
    text += suite_table(report, suite) + lost_table(report, suite);
  }
  return text.empty() ? "" : "## Suite by suite\n\n" + text;
}

std::string plain(const Json& value) { return escaped(text_of(value)); }

std::string provenance(const Json& report) {
  std::string text = "## Provenance\n\n";
  for (const Json& run : report["runs"]) {
    text +=
        fmt::format("**{}**, a run of study {}\n\n", escaped(run["name"]), escaped(run["study"]));
    for (const char* key : {"baseline", "preprocess", "target"}) {
      if (!run["comparable"][key].is_null()) {
        text += fmt::format("- {}: {}\n", key, plain(run["comparable"][key]));
      }
    }
    for (const auto& [name, hash] : run["comparable"]["suites"].items()) {
      text += fmt::format("- suite {}: {}\n", escaped(name), plain(hash));
    }
    for (const char* group : {"provenance", "plugins"}) {
      for (const auto& [key, values] : run[group].items()) {
        std::vector<std::string> texts;
        for (const Json& value : values) texts.push_back(plain(value));
        text += fmt::format("- {}{}: {}\n", group == std::string("plugins") ? "plugin " : "",
                            escaped(key), join(texts, "; "));
      }
    }
    text += "\n";
  }
  return text + "<details><summary>Every setting in full</summary>\n\n" + parameters_table(report) +
         "</details>\n\n";
}

const char kTerms[] =
    "## Terms\n\n"
    "- **baseline**: the classifier as it was; **remediation**: a method that turns it into a "
    "repaired one; **trial**: one remediation with its parameters, N, draw and seed; **setting**: "
    "trials that differ in draw and seed alone.\n"
    "- **N**: the number of anchor classes, one training image from each; **draw**: an independent "
    "choice of these classes and images, the same for every remediation.\n"
    "- **target reached**: accuracy on the stop set rose above the study's threshold. The stop set "
    "is no suite, except in the published protocol (†).\n"
    "- **fix rate**: top-1 on a suite of counterexamples; **transfer**: top-1 on held-out images "
    "of "
    "the target; **guard**: share of images of other classes, in the counterexamples' look, that "
    "are predicted as the target.\n"
    "- **retention**: top-1 after divided by top-1 before; **points**: their difference in "
    "percentage points.\n"
    "- **negative flips**: images right before and wrong after; **positive flips**: the reverse; "
    "**NFR**: negative flips over all images; **rel. NFR**: NFR over what independent errors would "
    "give (Yan et al., CVPR 2021); **churn**: images whose prediction changed.\n"
    "- **McNemar p**: exact, two-sided, of negative against positive flips, one test per trial, "
    "with "
    "Holm's correction over the trials of a run on that suite; a range over several trials.\n"
    "- **KL**: mean over images of the divergence of the remediated from the baseline's "
    "probabilities, baseline first, natural logarithm; **p95**: its 95th percentile.\n"
    "- **ECE**, calibration error: how far the confidence in what is predicted is from how often "
    "it "
    "is right, averaged over 15 bins of equal width (Guo et al., ICML 2017).\n"
    "- **over-prediction**: share of images of other classes that are predicted as a target class; "
    "**said target**: share of all images that are.\n\n";

}  // namespace

std::string to_markdown(const Json& report) {
  std::string text =
      title(report) + compared(report) + verdict_text(report) + picture(report) + flag_list(report);
  text += "## Baseline\n\n" + baseline_table(report);
  text += std::string("## The best of each remediation\n\n") + kChoice + best_table(report);
  if (const std::string set = set_table(report); !set.empty()) {
    text += std::string("## Settings that may be the best\n\n") + kSet + set;
  }
  if (const std::string rivals = rivals_table(report); !rivals.empty()) {
    text += std::string("## How far the others are from it\n\n") + kRivals + rivals;
  }
  text += std::string("## Cost at equal fix\n\n") + kEqualFix + equal_fix_table(report);
  text += std::string("## Frontier\n\n") + kFrontier + frontier_table(report);
  text += std::string("## Comparison\n\n") + kCells + comparison_table(report);
  text += std::string("## Is it predictable?\n\n") + predictability_text(report) + kTrends +
          trends_table(report);
  text += "## What was learned?\n\n" + escaped(report["learned"]["rule"]) + "\n\n" +
          learned_table(report);
  text += suites(report) + overlay_text(report);
  text += "## Trials that did not reach the target\n\n" + not_reached_table(report);
  text += "## Trials without a result\n\n" + failures_table(report);
  text += provenance(report) + kTerms;
  return text + "## Timings\n\nSeconds per trial.\n\n" + timings_table(report);
}

}  // namespace remedy
