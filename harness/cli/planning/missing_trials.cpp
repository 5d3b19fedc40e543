#include "cli/planning/missing_trials.h"

#include <algorithm>
#include <filesystem>

#include "cli/planning/changed_plugins.h"
#include "core/error.h"

namespace remedy {
namespace {

// Why a trial that has a record has to be run once more, or nothing.
std::string stale(const Trial& trial, const TrialRecord& record, const std::string& retry,
                  const std::set<std::string>& again, const RunDirectory& run,
                  const PlannedStudy& planned) {
  const Status status = record.result.status;
  if (!record.refused.empty()) return "refused before because the data had changed";
  if (retry == "changed" && of_another_library(trial, record, planned.catalogue)) {
    return "run with another build of their plugin";
  }
  if (again.count(trial.id) > 0) return "as --again asks";
  if (!has_result(status)) {
    return retry == "failed" || retry == to_string(status)
               ? "failed before, and --retry asks for them"
               : "";
  }
  for (const auto& [suite, content] : planned.data.comparable.suites) {
    const std::string* measured = find_named(record.comparable->suites, suite);
    if (measured == nullptr) return fmt::format("not measured on suite {}", suite);
    if (*measured != content) return fmt::format("measured on other images of suite {}", suite);
  }
  if (!std::filesystem::exists(run.predictions(trial.id))) return "their predictions are missing";
  if (trial.depended_upon && !std::filesystem::exists(run.weights(trial.id))) {
    return "other trials start from their weights, which were not kept";
  }
  return "";
}

}  // namespace

MissingTrials missing_trials(const PlannedStudy& planned, const std::string& retry,
                             const std::set<std::string>& again, const RunDirectory& run,
                             std::map<std::string, TrialRecord>& records) {
  MissingTrials missing;
  std::set<std::string> seen, renewed;  // renewed: will have another result, by another library
  for (const Trial& trial : planned.plan.trials) {
    if (!seen.insert(trial.id).second) continue;
    const auto found = records.find(trial.id);
    if (found != records.end()) {
      std::string why = stale(trial, found->second, retry, again, run, planned);
      const bool follows =
          std::any_of(trial.after.begin(), trial.after.end(),
                      [&](const std::string& parent) { return renewed.count(parent) > 0; });
      if (why.empty() && follows) why = "they start from a trial that runs again";
      if (why.empty()) continue;
      if (follows || of_another_library(trial, found->second, planned.catalogue)) {
        renewed.insert(trial.id);
      }
      ++missing.reasons[why];
      records.erase(found);
    }
    missing.trials.push_back(trial);
  }
  return missing;
}

}  // namespace remedy
