#include "cli/planning/changed_plugins.h"

#include <set>

#include "core/error.h"

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
  struct Kept {
    std::size_t count = 0;
    std::string now, version;
  };
  std::map<std::pair<std::string, std::string>, Kept> changed;  // by label and library then
  std::set<std::string> seen;
  for (const Trial& trial : plan.trials) {
    const auto record = records.find(trial.id);
    if (record == records.end() || !seen.insert(trial.id).second) continue;
    if (!has_result(record->second.result.status)) continue;
    if (!of_another_library(trial, record->second, catalogue)) continue;
    Kept& kept = changed[{trial.label, recorded_library(record->second)}];
    ++kept.count;
    kept.now = library_now(trial, catalogue);
    kept.version = trial.version;
    plan.libraries[trial.remediation] = kept.now;
  }
  std::vector<std::string> sentences;
  for (const auto& [key, kept] : changed) {
    sentences.push_back(fmt::format(
        "{}: {} of another library of its plugin, {}, than there is now, {}, both of version {}; "
        "--retry changed runs {} again",
        key.first,
        kept.count == 1 ? "1 kept result is" : fmt::format("{} kept results are", kept.count),
        key.second, kept.now, kept.version, kept.count == 1 ? "it" : "them"));
  }
  return sentences;
}

}  // namespace remedy
