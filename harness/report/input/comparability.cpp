#include "report/input/comparability.h"

#include <map>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "report/content/fields.h"

namespace remedy {
namespace {

const char kSuite[] = "suite ";

// "baseline", "suite <name>", "preprocess", "precision", "target" with the values that a record
// claims for them. Records of before there was a choice of precision are float32.
std::vector<std::pair<std::string, std::string>> claims(const Json& record) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const char* key : {"baseline", "preprocess", "precision", "target"}) {
    const bool precision = key == std::string("precision") && find_field(record, "comparable");
    const std::string value =
        text_at(record, std::string("comparable.") + key, precision ? "float32" : "");
    if (!value.empty()) result.emplace_back(key, value);
  }
  if (const Json* suites = find_field(record, "comparable.suites"); suites && suites->is_object()) {
    for (const auto& [name, hash] : suites->items()) {
      if (hash.is_string()) result.emplace_back(kSuite + name, hash.get<std::string>());
    }
  }
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

Json comparable_of(const RunData& run) {
  Json result = {{"baseline", nullptr},
                 {"suites", Json::object()},
                 {"preprocess", nullptr},
                 {"precision", nullptr},
                 {"target", nullptr}};
  for (const Trial& trial : run.plan.trials) {
    const auto record = run.records.find(trial.id);
    if (record == run.records.end()) continue;
    for (const auto& [key, value] : claims(record->second)) {
      if (key.rfind(kSuite, 0) == 0) {
        result["suites"][key.substr(sizeof kSuite - 1)] = value;
      } else {
        result[key] = value;
      }
    }
  }
  return result;
}

}  // namespace remedy
