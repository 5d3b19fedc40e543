#include "report/input/margins.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "core/error.h"
#include "core/run/gallery_files.h"
#include "core/run/run_directory.h"
#include "model/checkpoint/tensor_file.h"
#include "report/content/fields.h"
#include "report/input/kept_values.h"

namespace remedy {
namespace {

std::vector<float> finite_margins(const StateDict& file, const std::string& name) {
  std::vector<float> margins = kept_values<float>(file, name, DType::kFloat32);
  const bool finite =
      std::all_of(margins.begin(), margins.end(), [](float m) { return std::isfinite(m); });
  return finite ? margins : std::vector<float>();
}

std::optional<MarginSuite> read_margin_suite(const std::filesystem::path& file) {
  try {
    const StateDict kept = read_checkpoint(file);
    MarginSuite suite;
    suite.labels = kept_values<std::int32_t>(kept, "label", DType::kInt32);
    suite.baseline.margin = finite_margins(kept, "target_margin");
    suite.baseline.target = kept_values<std::int32_t>(kept, "best_target", DType::kInt32);
    suite.baseline.other = kept_values<std::int32_t>(kept, "best_other", DType::kInt32);
    const auto classes = kept_values<std::int32_t>(kept, "target_classes", DType::kInt32);
    suite.target_classes = {classes.begin(), classes.end()};
    const std::size_t n = suite.labels.size();
    if (n == 0 || classes.empty() || suite.baseline.margin.size() != n ||
        suite.baseline.target.size() != n || suite.baseline.other.size() != n) {
      return {};
    }
    return suite;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

const std::vector<float>* RunMargins::find(const std::string& trial,
                                           const std::string& suite) const {
  const auto found = trials.find(trial);
  if (found == trials.end()) return nullptr;
  const auto margins = found->second.find(suite);
  return margins == found->second.end() ? nullptr : &margins->second;
}

RunMargins read_margins(const std::filesystem::path& root,
                        const std::map<std::string, Json>& records) {
  RunMargins result;
  std::set<std::string> tried;
  const GalleryFiles files(root);
  const RunDirectory directory(root);
  for (const auto& [id, record] : records) {
    const Json* suites = find_field(record, "suites");
    if (suites == nullptr || !suites->is_object() || suites->empty()) continue;
    try {
      const StateDict predictions = read_checkpoint(directory.predictions(id));
      for (const auto& [name, entry] : suites->items()) {
        if (tried.insert(name).second) {
          if (auto suite = read_margin_suite(files.baseline(name))) {
            result.suites.emplace(name, std::move(*suite));
          }
        }
        const auto baseline = result.suites.find(name);
        if (baseline == result.suites.end()) continue;
        std::vector<float> margins = finite_margins(predictions, name + ".target_margin");
        if (margins.size() != baseline->second.labels.size()) continue;
        result.trials[id].emplace(name, std::move(margins));
      }
    } catch (const Error&) {
      // Predictions that are lost: the trial's other figures stand in its record.
    }
  }
  return result;
}

}  // namespace remedy
