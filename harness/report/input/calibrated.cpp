#include "report/input/calibrated.h"

#include <map>
#include <utility>

#include "core/error.h"
#include "core/run/gallery_files.h"
#include "report/content/fields.h"
#include "report/input/kept_values.h"
#include "statistics/calibration.h"

namespace remedy {
namespace {

// Empty where there is no such tensor of probabilities.
std::vector<double> confidences_in(const StateDict& file, const std::string& name) {
  const auto values = kept_values<float>(file, name, DType::kFloat32);
  for (const float value : values) {
    if (!(value >= 0 && value <= 1)) return {};
  }
  return {values.begin(), values.end()};
}

Json calibrated_of(const std::vector<double>& confidences) {
  if (confidences.empty()) return nullptr;
  const statistics::CalibratedError error = statistics::calibrated_error(confidences);
  return {{"mean", error.mean}, {"upper", error.upper}};
}

// Of the baseline on one suite; null where it is not kept.
Json baseline_of(const RunData& run, const std::string& suite) {
  try {
    return calibrated_of(
        confidences_in(read_checkpoint(GalleryFiles(run.root).baseline(suite)), "confidence"));
  } catch (const Error&) {
    return nullptr;
  }
}

void set_calibrated(Json& suite, const char* model, const Json& calibrated) {
  if (calibrated.is_null() || find_field(suite, std::string("calibration.") + model) == nullptr) {
    return;
  }
  Json& entry = suite["calibration"][model];
  if (!entry.is_object()) return;
  entry["ece_calibrated"] = calibrated["mean"];
  entry["ece_calibrated_p95"] = calibrated["upper"];
}

}  // namespace

void add_calibrated(const std::vector<RunData>& runs, std::vector<TrialRow>& rows) {
  std::map<std::pair<std::size_t, std::string>, Json> baselines;  // by run and suite
  for (TrialRow& row : rows) {
    if (!row.has_result()) continue;
    try {
      const StateDict predictions = read_checkpoint(row.predictions);
      for (auto& [name, suite] : row.json["suites"].items()) {
        set_calibrated(suite, "remediated",
                       calibrated_of(confidences_in(predictions, name + ".confidence")));
        const auto [before, is_new] = baselines.insert({{row.run, name}, nullptr});
        if (is_new) before->second = baseline_of(runs[row.run], name);
        set_calibrated(suite, "baseline", before->second);
      }
    } catch (const Error&) {
      // Predictions that are lost: nothing is known of their confidences.
    }
  }
}

}  // namespace remedy
