#include "report/input/calibrated.h"

#include <map>
#include <string>

namespace remedy {
namespace {

using MaybeError = std::optional<statistics::CalibratedError>;

MaybeError calibrated_of(const std::vector<float>& confidences) {
  if (confidences.empty()) return std::nullopt;
  return statistics::calibrated_error({confidences.begin(), confidences.end()});
}

// Of one run's trials.
class Calibrations {
 public:
  explicit Calibrations(const RunConfidences& kept) : kept_(kept) {}

  void add_to(TrialRow& row) {
    const auto trial = kept_.trials.find(row.planned.id);
    if (trial == kept_.trials.end()) return;
    for (auto& [name, suite] : row.suites) {
      if (!suite.recorded.calibration) continue;
      const auto after = trial->second.find(name);
      if (after != trial->second.end()) suite.calibrated_after = calibrated_of(after->second);
      suite.calibrated_before = baseline(name);
    }
  }

 private:
  MaybeError baseline(const std::string& suite) {
    const auto [found, is_new] = baselines_.try_emplace(suite);
    const auto kept = kept_.suites.find(suite);
    if (is_new && kept != kept_.suites.end()) found->second = calibrated_of(kept->second);
    return found->second;
  }

  const RunConfidences& kept_;
  std::map<std::string, MaybeError> baselines_;  // by suite
};

}  // namespace

void add_calibrated(const std::vector<RunData>& runs, std::vector<TrialRow>& rows) {
  std::vector<Calibrations> of_runs;
  for (const RunData& run : runs) of_runs.emplace_back(run.confidences);
  for (TrialRow& row : rows) of_runs[row.run].add_to(row);
}

}  // namespace remedy
