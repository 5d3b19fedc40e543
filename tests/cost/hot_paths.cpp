#include "cost/hot_paths.h"

#include <cmath>
#include <memory>

#include "core/example_study.h"
#include "core/study/reader/study_reader.h"
#include "metrics/sample_metrics.h"
#include "metrics/suite_metrics.h"
#include "report/analysis.h"
#include "report/export/csv.h"
#include "report/markdown/markdown.h"
#include "report/page/page.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy::cost {
namespace {

constexpr int kImages = 100;
constexpr int kClasses = 1000;

// Keeps the compiler from leaving out work whose result nobody reads.
template <typename T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

struct Logits {
  std::vector<float> before, after;
  std::vector<std::int32_t> labels;
};

std::shared_ptr<const Logits> make_logits() {
  auto logits = std::make_shared<Logits>();
  for (int i = 0; i < kImages; ++i) {
    logits->labels.push_back(i * 7 % kClasses);
    for (int c = 0; c < kClasses; ++c) {
      logits->before.push_back(static_cast<float>(4 * std::sin(0.37 * (i * kClasses + c))));
      logits->after.push_back(logits->before.back() + static_cast<float>(std::cos(0.11 * c + i)));
    }
  }
  return logits;
}

void add_metrics(std::vector<HotPath>& paths) {
  const auto logits = make_logits();
  paths.push_back({"metrics_outcomes", [logits] {
                     keep(outcomes(logits->before.data(), logits->labels, kClasses, 3));
                   }});
  paths.push_back(
      {"metrics_divergences", [logits] {
         keep(divergences(logits->before.data(), logits->after.data(), kImages, kClasses));
       }});
  auto outcome = std::make_shared<SuiteOutcome>();
  outcome->labels = logits->labels;
  outcome->target_classes = {3};
  outcome->baseline = outcomes(logits->before.data(), logits->labels, kClasses, 3);
  outcome->remediated = outcomes(logits->after.data(), logits->labels, kClasses, 3);
  outcome->divergences =
      divergences(logits->before.data(), logits->after.data(), kImages, kClasses);
  paths.push_back({"metrics_suite", [outcome] { keep(suite_metrics(*outcome)); }});
}

// The published design: ten class counts, five draws, five rates.
void add_study(std::vector<HotPath>& paths) {
  std::string text = testing::kExampleStudy;
  const auto replace = [&](const std::string& what, const std::string& by) {
    text.replace(text.find(what), what.size(), by);
  };
  replace("anchor_classes: [2, 3], draws: 2, seeds: [0, 1]",
          "anchor_classes: [100, 190, 240, 400, 500, 600, 700, 800, 900, 1000], draws: 5");
  replace("rate: [0.1, 0.2]", "rate: [0.1, 0.2, 0.3, 0.4, 0.5]");
  const auto directory = std::make_shared<testing::TemporaryDirectory>();
  const auto file = testing::write_study(*directory, text);
  const auto catalogue = std::make_shared<const Catalogue>(testing::example_catalogue());
  paths.push_back({"study_reading", [directory, file, catalogue] {
                     keep(finish_study(draft_study(file), *catalogue));
                   }});

  auto prints = std::make_shared<Fingerprints>(testing::example_fingerprints());
  prints->anchor_labels.clear();
  prints->anchor_contents.clear();
  for (int i = 0; i < kClasses; ++i) {
    prints->anchor_labels.push_back(i);
    prints->anchor_contents.push_back("image " + std::to_string(i));
  }
  const auto study = std::make_shared<const Study>(finish_study(draft_study(file), *catalogue));
  paths.push_back({"study_planning",
                   [study, catalogue, prints] { keep(make_plan(*study, *catalogue, *prints)); }});
}

std::shared_ptr<const std::vector<RunData>> make_runs(int trials) {
  testing::RunBuilder builder;
  const double rates[] = {0.0005, 0.0007, 0.001, 0.003, 0.005};
  for (int i = 0; i < trials; ++i) {
    const int draw = i % 5, rate = i / 5 % 5, classes = i / 25;
    builder.add_completed(testing::make_trial("t" + std::to_string(i), "mixed", rates[rate],
                                              100 * (classes + 1), draw),
                          700 + i % 90, 10 + i % 6);
  }
  return std::make_shared<const std::vector<RunData>>(std::vector<RunData>{builder.run});
}

void add_report(std::vector<HotPath>& paths, int trials) {
  const auto runs = make_runs(trials);
  const auto report = std::make_shared<const Report>(analyse(*runs));
  paths.push_back({"report_analysis", [runs] { keep(analyse(*runs)); }});
  paths.push_back({"report_markdown", [report] { keep(to_markdown(*report)); }});
  paths.push_back({"report_csv", [report] { keep(to_csv(*report)); }});
  paths.push_back({"report_page", [report] { keep(to_page(*report, {"study: cows\n"})); }});
}

}  // namespace

std::vector<HotPath> hot_paths(int trials, const std::string& room) {
  std::vector<HotPath> paths;
  if (room.empty() || room == "metrics") add_metrics(paths);
  if (room.empty() || room == "study") add_study(paths);
  if (room.empty() || room == "report") add_report(paths, trials);
  return paths;
}

}  // namespace remedy::cost
