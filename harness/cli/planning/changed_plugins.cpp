#include "cli/planning/changed_plugins.h"

#include <set>

#include "core/error.h"
#include "core/run/kept_builds.h"

namespace remedy {
namespace {

std::string recorded_library(const TrialRecord& record) {
  return record.provenance ? record.provenance->plugin.value_or("") : "";
}

std::string library_now(const Trial& trial, const Catalogue& catalogue) {
  return "sha256:" + catalogue.remediations.at(trial.remediation).library_hash;
}

}  // namespace

bool of_another_library(const Trial& trial, const TrialRecord& record, const Catalogue& catalogue) {
  const std::string then = recorded_library(record);
  return !then.empty() && then != library_now(trial, catalogue);
}

std::vector<std::string> note_changed_plugins(Plan& plan,
                                              const std::map<std::string, TrialRecord>& records,
                                              const Catalogue& catalogue) {
  KeptBuilds changed;
  std::set<std::string> seen;
  for (const Trial& trial : plan.trials) {
    const auto record = records.find(trial.id);
    if (record == records.end() || !seen.insert(trial.id).second) continue;
    if (!has_result(record->second.result.status)) continue;
    if (!of_another_library(trial, record->second, catalogue)) continue;
    KeptBuild& kept = changed[{trial.label, recorded_library(record->second)}];
    ++kept.results;
    kept.now = library_now(trial, catalogue);
    plan.libraries[trial.remediation] = kept.now;
  }
  if (changed.empty()) return {};
  const std::size_t total = results_of(changed);
  return {fmt::format(
      "{} of another build of {} plugin, of the same version: {}; --retry changed runs {} again",
      total == 1 ? "1 kept result is" : fmt::format("{} kept results are", total),
      total == 1 ? "its" : "their", to_text(changed), total == 1 ? "it" : "them")};
}

}  // namespace remedy
