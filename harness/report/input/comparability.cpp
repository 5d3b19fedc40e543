#include "report/input/comparability.h"

#include <map>
#include <set>

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

const char kSuite[] = "suite ";

// "baseline", "suite <name>", "preprocess", "precision", "target" with the values that a record
// claims for them. Records of before there was a choice of precision are float32.
std::vector<std::pair<std::string, std::string>> claims(const TrialRecord& record) {
  std::vector<std::pair<std::string, std::string>> result;
  if (!record.comparable) return result;
  const Comparable& comparable = *record.comparable;
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) result.emplace_back(key, value);
  };
  add("baseline", comparable.baseline);
  add("preprocess", comparable.preprocess);
  add("precision", to_string(comparable.precision.value_or(Precision::kFloat32)));
  add("target", comparable.target);
  for (const auto& [name, hash] : comparable.suites) result.emplace_back(kSuite + name, hash);
  return result;
}

// Enough of a hash to tell it from another; other values whole.
std::string shortened(const std::string& value) {
  const std::string prefix = "sha256:";
  if (value.rfind(prefix, 0) != 0 || value.size() <= prefix.size() + 12) return value;
  return value.substr(0, prefix.size() + 12) + "…";
}

struct First {
  std::string value;
  std::string where;
};

class Comparison {
 public:
  void add(const RunData& run, const std::string& name) {
    std::set<std::string> suites;
    for (const Trial& trial : run.plan.trials) {
      const auto record = run.records.find(trial.id);
      if (record == run.records.end()) continue;
      const std::string where = fmt::format("{} (trial {})", name, trial.id);
      for (const auto& [key, value] : claims(record->second)) {
        if (key.rfind(kSuite, 0) == 0) suites.insert(key);
        const auto [first, is_new] = first_.insert({key, {value, where}});
        if (is_new || first->second.value == value) continue;
        if (!told_.insert(key + "\n" + name + "\n" + value).second) continue;
        differences_.push_back(fmt::format("{}: {} in {}, {} in {}", key,
                                           shortened(first->second.value), first->second.where,
                                           shortened(value), where));
      }
    }
    if (!suites.empty()) suites_.emplace_back(name, std::move(suites));
  }

  std::vector<std::string> differences() const {
    std::vector<std::string> result = differences_;
    for (const auto& [key, first] : first_) {
      if (key.rfind(kSuite, 0) != 0) continue;
      for (const auto& [name, suites] : suites_) {
        if (suites.count(key) > 0) continue;
        result.push_back(fmt::format("{}: in {}, and not in {}", key, first.where, name));
      }
    }
    return result;
  }

 private:
  std::map<std::string, First> first_;
  std::set<std::string> told_;
  std::vector<std::pair<std::string, std::set<std::string>>> suites_;  // of each run
  std::vector<std::string> differences_;
};

}  // namespace

void require_comparable(const std::vector<RunData>& runs, const std::vector<std::string>& names) {
  Comparison comparison;
  for (std::size_t i = 0; i < runs.size(); ++i) comparison.add(runs[i], names[i]);
  const std::vector<std::string> differences = comparison.differences();
  if (differences.empty()) return;
  throw Refusal("{}:\n  {}{}",
                runs.size() > 1 ? "these runs are not comparable, they differ in"
                                : "the trials of this run are not comparable, they differ in",
                join(differences, "\n  "),
                runs.size() > 1 ? "\nmake a report of each on its own"
                                : "\nthe study was changed under the run: delete the records of "
                                  "one kind and run it again");
}

MeasuredOn measured_on(const RunData& run) {
  MeasuredOn result;
  const auto replace = [](std::string& value, const std::string& told) {
    if (!told.empty()) value = told;
  };
  for (const Trial& trial : run.plan.trials) {
    const auto record = run.records.find(trial.id);
    if (record == run.records.end() || !record->second.comparable) continue;
    const Comparable& told = *record->second.comparable;
    replace(result.baseline, told.baseline);
    replace(result.preprocess, told.preprocess);
    result.precision = to_string(told.precision.value_or(Precision::kFloat32));
    replace(result.target, told.target);
    for (const auto& [name, hash] : told.suites) named(result.suites, name) = hash;
  }
  return result;
}

}  // namespace remedy
