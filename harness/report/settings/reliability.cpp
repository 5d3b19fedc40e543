#include "report/settings/reliability.h"

#include <string>

#include "statistics/calibration.h"

namespace remedy {
namespace {

// The predictions of one or several trials.
class Predictions {
 public:
  void add(const std::vector<float>& confidences, const ImageFlags& right) {
    if (confidences.size() != right.size() || confidences.empty()) return;
    confidences_.insert(confidences_.end(), confidences.begin(), confidences.end());
    right_.insert(right_.end(), right.begin(), right.end());
    ++trials_;
  }

  Reliability bins() const {
    Reliability result;
    if (trials_ == 0) return result;
    for (const auto& bin : statistics::calibration_bins(confidences_, right_)) {
      result.push_back({static_cast<double>(bin.images) / trials_, bin.confidence, bin.accuracy});
    }
    return result;
  }

 private:
  std::vector<double> confidences_;
  std::vector<bool> right_;
  int trials_ = 0;
};

Reliability of_baseline(const std::vector<RunData>& runs, const std::string& suite) {
  Predictions predictions;
  for (const RunData& run : runs) {
    const auto confidences = run.confidences.suites.find(suite);
    const auto outcomes = run.outcomes.suites.find(suite);
    if (confidences == run.confidences.suites.end() || outcomes == run.outcomes.suites.end()) {
      continue;
    }
    predictions.add(confidences->second, outcomes->second.right);
    break;  // the baseline of all runs of a report is the same
  }
  return predictions.bins();
}

Reliability of_setting(const std::vector<RunData>& runs, const std::vector<TrialRow>& rows,
                       std::size_t setting, const std::string& suite) {
  Predictions predictions;
  for (const TrialRow& row : rows) {
    if (row.setting != setting || row.repeats_draw) continue;
    const RunData& run = runs[row.run];
    const auto trial = run.confidences.trials.find(row.planned.id);
    const RunOutcomes::After* outcomes = run.outcomes.find(row.planned.id, suite);
    if (trial == run.confidences.trials.end() || outcomes == nullptr) continue;
    const auto confidences = trial->second.find(suite);
    if (confidences != trial->second.end()) predictions.add(confidences->second, outcomes->right);
  }
  return predictions.bins();
}

}  // namespace

void add_reliability(const std::vector<RunData>& runs, const std::vector<TrialRow>& rows,
                     std::vector<ReportSuite>& suites, std::vector<Setting>& settings) {
  for (std::size_t place = 0; place < suites.size(); ++place) {
    if (suites[place].role != Role::kRetain) continue;
    suites[place].baseline.reliability = of_baseline(runs, suites[place].name);
    for (std::size_t i = 0; i < settings.size(); ++i) {
      settings[i].suites[place].reliability = of_setting(runs, rows, i, suites[place].name);
    }
  }
}

}  // namespace remedy
