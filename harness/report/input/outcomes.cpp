#include "report/input/outcomes.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/run/gallery_files.h"
#include "core/run/run_directory.h"
#include "report/content/fields.h"
#include "report/input/kept_values.h"

namespace remedy {
namespace {

struct KeptBefore {
  RunOutcomes::Before before;
  std::set<std::int32_t> target_classes;
};

// Without images where the file is missing or damaged.
KeptBefore read_before(const std::filesystem::path& file) {
  KeptBefore result;
  try {
    const StateDict kept = read_checkpoint(file);
    const auto labels = kept_values<std::int32_t>(kept, "label", DType::kInt32);
    const auto predicted = kept_values<std::int32_t>(kept, "predicted", DType::kInt32);
    const auto classes = kept_values<std::int32_t>(kept, "target_classes", DType::kInt32);
    if (labels.size() != predicted.size()) return {};
    result.target_classes = {classes.begin(), classes.end()};
    for (std::size_t i = 0; i < labels.size(); ++i) {
      result.before.right.push_back(predicted[i] == labels[i]);
      result.before.target.push_back(result.target_classes.count(labels[i]) > 0);
    }
    return result;
  } catch (const Error&) {
    return {};
  }
}

RunOutcomes::After read_after(const StateDict& predictions, const std::string& suite,
                              const KeptBefore& kept) {
  RunOutcomes::After after;
  const auto predicted =
      kept_values<std::int32_t>(predictions, suite + ".predicted", DType::kInt32);
  for (const std::int32_t rank :
       kept_values<std::int32_t>(predictions, suite + ".rank", DType::kInt32)) {
    after.right.push_back(rank == 0);
  }
  if (kept.target_classes.empty() || predicted.size() != after.right.size()) return after;
  for (const std::int32_t c : predicted)
    after.as_target.push_back(kept.target_classes.count(c) > 0);
  return after;
}

bool fits_record(const ImageFlags& right, const Json& suite) {
  const auto top1 = number_at(suite, "top1");
  if (count_at(suite, "images") != static_cast<std::int64_t>(right.size())) return false;
  const auto hits = std::count(right.begin(), right.end(), 1);
  return top1 && !right.empty() &&
         std::abs(*top1 * static_cast<double>(right.size()) - static_cast<double>(hits)) < 0.5;
}

// The identity is the baseline: it stands in where the baseline's own file is lost.
void complete_by_identity(RunOutcomes& outcomes, const std::map<std::string, Json>& records) {
  for (const auto& [id, suites] : outcomes.trials) {
    if (text_at(records.at(id), "remediation") != "identity") continue;
    for (const auto& [name, after] : suites) {
      outcomes.suites.emplace(name, RunOutcomes::Before{after.right, {}});
    }
  }
}

}  // namespace

const RunOutcomes::After* RunOutcomes::find(const std::string& trial,
                                            const std::string& suite) const {
  const auto found = trials.find(trial);
  if (found == trials.end()) return nullptr;
  const auto after = found->second.find(suite);
  return after == found->second.end() ? nullptr : &after->second;
}

RunOutcomes read_outcomes(const std::filesystem::path& root,
                          const std::map<std::string, Json>& records) {
  RunOutcomes result;
  std::map<std::string, KeptBefore> before;
  const GalleryFiles files(root);
  const RunDirectory directory(root);
  for (const auto& [id, record] : records) {
    const Json* suites = find_field(record, "suites");
    if (suites == nullptr || !suites->is_object() || suites->empty()) continue;
    try {
      const StateDict predictions = read_checkpoint(directory.predictions(id));
      for (const auto& [name, entry] : suites->items()) {
        const auto [kept, is_new] = before.try_emplace(name);
        if (is_new) {
          kept->second = read_before(files.baseline(name));
          if (!kept->second.before.right.empty()) result.suites[name] = kept->second.before;
        }
        RunOutcomes::After after = read_after(predictions, name, kept->second);
        if (fits_record(after.right, entry)) result.trials[id].emplace(name, std::move(after));
      }
    } catch (const Error&) {
      // Predictions that are lost: the trial's other figures stand in its record.
    }
  }
  complete_by_identity(result, records);
  return result;
}

}  // namespace remedy
