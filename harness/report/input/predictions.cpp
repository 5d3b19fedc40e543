#include "report/input/predictions.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "core/control_ids.h"
#include "core/error.h"
#include "core/run/gallery_files.h"
#include "core/run/run_directory.h"
#include "report/input/kept_values.h"

namespace remedy {
namespace {

std::vector<float> finite_margins(const StateDict& file, const std::string& name) {
  std::vector<float> margins = kept_values<float>(file, name, DType::kFloat32);
  const bool finite =
      std::all_of(margins.begin(), margins.end(), [](float m) { return std::isfinite(m); });
  return finite ? margins : std::vector<float>();
}

// Empty where there is no such tensor of probabilities.
std::vector<float> confidences(const StateDict& file, const std::string& name) {
  auto values = kept_values<float>(file, name, DType::kFloat32);
  const bool shares =
      std::all_of(values.begin(), values.end(), [](float v) { return v >= 0 && v <= 1; });
  return shares ? values : std::vector<float>();
}

// What is kept of the baseline on one suite. `before` has no images, and `margins` are absent,
// where the file lacks them.
struct KeptBaseline {
  RunOutcomes::Before before;
  std::set<std::int32_t> target_classes;
  std::optional<MarginSuite> margins;
  std::vector<float> confidences;
};

std::optional<MarginSuite> margin_suite(const StateDict& kept,
                                        const std::vector<std::int32_t>& labels,
                                        const std::vector<std::int32_t>& target_classes) {
  MarginSuite suite;
  suite.labels = labels;
  suite.baseline.margin = finite_margins(kept, "target_margin");
  suite.baseline.target = kept_values<std::int32_t>(kept, "best_target", DType::kInt32);
  suite.baseline.other = kept_values<std::int32_t>(kept, "best_other", DType::kInt32);
  suite.target_classes = {target_classes.begin(), target_classes.end()};
  const std::size_t n = labels.size();
  if (n == 0 || target_classes.empty() || suite.baseline.margin.size() != n ||
      suite.baseline.target.size() != n || suite.baseline.other.size() != n) {
    return {};
  }
  return suite;
}

KeptBaseline read_baseline(const std::filesystem::path& file) {
  KeptBaseline result;
  try {
    const StateDict kept = read_checkpoint(file);
    auto labels = kept_values<std::int32_t>(kept, "label", DType::kInt32);
    const auto predicted = kept_values<std::int32_t>(kept, "predicted", DType::kInt32);
    const auto classes = kept_values<std::int32_t>(kept, "target_classes", DType::kInt32);
    result.margins = margin_suite(kept, labels, classes);
    result.confidences = confidences(kept, "confidence");
    if (labels.size() != predicted.size()) return result;
    result.target_classes = {classes.begin(), classes.end()};
    for (std::size_t i = 0; i < labels.size(); ++i) {
      result.before.right.push_back(predicted[i] == labels[i]);
      result.before.target.push_back(result.target_classes.count(labels[i]) > 0);
    }
    result.before.labels = std::move(labels);
    return result;
  } catch (const Error&) {
    return {};
  }
}

RunOutcomes::After read_after(const StateDict& predictions, const std::string& suite,
                              const KeptBaseline& kept) {
  RunOutcomes::After after;
  const auto predicted =
      kept_values<std::int32_t>(predictions, suite + ".predicted", DType::kInt32);
  for (const std::int32_t rank :
       kept_values<std::int32_t>(predictions, suite + ".rank", DType::kInt32)) {
    after.right.push_back(rank == 0);
  }
  if (kept.target_classes.empty() || predicted.size() != after.right.size()) return after;
  for (const std::int32_t c : predicted) {
    after.as_target.push_back(kept.target_classes.count(c) > 0);
  }
  return after;
}

bool fits_record(const ImageFlags& right, const SuiteFigures& suite) {
  if (suite.images != static_cast<std::int64_t>(right.size()) || right.empty()) return false;
  const auto hits = static_cast<double>(std::count(right.begin(), right.end(), 1));
  return std::abs(suite.remediated.top1 * static_cast<double>(right.size()) - hits) < 0.5;
}

// The identity is the baseline: it stands in where the baseline's own file is lost.
void complete_by_identity(RunOutcomes& outcomes,
                          const std::map<std::string, TrialRecord>& records) {
  for (const auto& [id, suites] : outcomes.trials) {
    if (records.at(id).remediation != kIdentity) continue;
    for (const auto& [name, after] : suites) {
      outcomes.suites.emplace(name, RunOutcomes::Before{after.right, {}, {}});
    }
  }
}

class PredictionsReader {
 public:
  explicit PredictionsReader(const std::filesystem::path& root) : files_(root), directory_(root) {}

  void read(const std::string& id, const Named<SuiteFigures>& suites) {
    const StateDict predictions = read_checkpoint(directory_.predictions(id));
    for (const auto& [name, figures] : suites) {
      const KeptBaseline& kept = baseline(name);
      if (kept.margins) {
        std::vector<float> margins = finite_margins(predictions, name + ".target_margin");
        if (margins.size() == kept.margins->labels.size()) {
          result.margins.trials[id].emplace(name, std::move(margins));
        }
      }
      if (auto values = confidences(predictions, name + ".confidence"); !values.empty()) {
        result.confidences.trials[id].emplace(name, std::move(values));
      }
      RunOutcomes::After after = read_after(predictions, name, kept);
      if (fits_record(after.right, figures)) {
        result.outcomes.trials[id].emplace(name, std::move(after));
      }
    }
  }

  RunPredictions result;

 private:
  const KeptBaseline& baseline(const std::string& suite) {
    const auto [found, is_new] = baselines_.try_emplace(suite);
    if (!is_new) return found->second;
    found->second = read_baseline(files_.baseline(suite));
    if (found->second.margins) result.margins.suites.emplace(suite, *found->second.margins);
    if (!found->second.confidences.empty()) {
      result.confidences.suites.emplace(suite, found->second.confidences);
    }
    if (!found->second.before.right.empty()) result.outcomes.suites[suite] = found->second.before;
    return found->second;
  }

  GalleryFiles files_;
  RunDirectory directory_;
  std::map<std::string, KeptBaseline> baselines_;
};

}  // namespace

RunPredictions read_predictions(const std::filesystem::path& root,
                                const std::map<std::string, TrialRecord>& records) {
  PredictionsReader reader(root);
  for (const auto& [id, record] : records) {
    if (record.result.suites.empty()) continue;
    try {
      reader.read(id, record.result.suites);
    } catch (const Error&) {
      // Predictions that are lost: the trial's other figures stand in its record.
    }
  }
  complete_by_identity(reader.result.outcomes, records);
  return std::move(reader.result);
}

}  // namespace remedy
