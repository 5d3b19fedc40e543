#include "cli/planning/added_draws.h"

#include <filesystem>
#include <optional>
#include <set>

#include "core/error.h"
#include "core/run/record.h"
#include "launch/study_warnings.h"

namespace remedy {
namespace {

std::size_t number_of_draws(const Plan& plan) {
  std::set<std::int64_t> draws;
  for (const Trial& trial : plan.trials) {
    if (trial.draw) draws.insert(*trial.draw);
  }
  return draws.size();
}

std::size_t known_results(const Plan& plan, const std::map<std::string, TrialRecord>& records) {
  std::size_t count = 0;
  for (const Trial& trial : plan.trials) {
    const auto record = records.find(trial.id);
    if (!trial.draw || record == records.end()) continue;
    count += has_result(record->second.result.status);
  }
  return count;
}

std::optional<Plan> earlier_plan(const RunDirectory& run) {
  if (!std::filesystem::exists(run.plan())) return std::nullopt;
  try {
    return plan_from_json(read_json(run.plan()));
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::vector<StudyWarning> kept_before(const RunDirectory& run) {
  std::vector<StudyWarning> kept;
  if (!std::filesystem::exists(run.warnings())) return kept;
  const Json parts = read_json(run.warnings());
  const auto found = parts.find("draws");
  if (found == parts.end()) return kept;
  for (const Json& one : *found) kept.push_back({one.at("kind"), one.at("message")});
  return kept;
}

}  // namespace

std::vector<std::string> note_added_draws(const RunDirectory& run, const Plan& now,
                                          const std::map<std::string, TrialRecord>& records) {
  const auto earlier = earlier_plan(run);
  if (!earlier) return {};
  const std::size_t before = number_of_draws(*earlier), after = number_of_draws(now);
  const std::size_t results = known_results(*earlier, records);
  if (after <= before || results == 0) return {};
  std::vector<StudyWarning> warnings = kept_before(run);
  warnings.push_back(
      {"added_draws",
       fmt::format(
           "draws were added after {} {} known, from {} to {}: whoever adds draws until "
           "something is significant finds differences that are not there, in more than 5 % "
           "of studies. Decide on the number of draws beforehand, and confirm what was found "
           "here with draws of their own",
           results, results == 1 ? "result was" : "results were", before, after)});
  keep_warnings(run, "draws", warnings);
  return {warnings.back().message};
}

}  // namespace remedy
