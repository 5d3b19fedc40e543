#include "report/compare/compare.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/catalogue.h"
#include "core/error.h"
#include "report/compare/compare_suite.h"
#include "report/input/comparability.h"

namespace remedy {
namespace {

std::map<std::string, std::set<std::string>> parameter_names(const RunData& run) {
  std::map<std::string, std::set<std::string>> names;
  for (const Trial& trial : run.plan.trials) {
    for (const auto& [name, value] : trial.parameters) names[trial.label].insert(name);
  }
  return names;
}

class Comparer {
 public:
  Comparer(const RunData& a, const RunData& b) : a_(a), b_(b) {
    names_[0] = parameter_names(a);
    names_[1] = parameter_names(b);
  }

  Comparison compare() {
    Comparison result;
    match(result.without_result);
    const std::vector<std::string> names = run_names({a_, b_});
    result.runs = {names[0], names[1]};
    for (const std::string& key : order_) result.settings.push_back(setting(settings_.at(key)));
    result.only_in = {only(a_, matched_a_), only(b_, matched_b_)};
    return result;
  }

 private:
  using Parameters = std::map<std::string, ParameterValue>;

  // Those parameters of a trial that both runs know.
  Parameters shared_parameters(const Trial& trial) const {
    Parameters shared;
    for (const auto& parameter : trial.parameters) {
      const std::string& name = parameter.first;
      const auto known = [&](int run) {
        const auto found = names_[run].find(trial.label);
        return found != names_[run].end() && found->second.count(name) > 0;
      };
      if (known(0) && known(1)) shared.insert(parameter);
    }
    return shared;
  }

  std::string setting_key(const RunData& run, const Trial& trial) const {
    std::string key = trial.label;
    for (const auto& [name, value] : shared_parameters(trial)) {
      key += fmt::format("\n{} {}", name, to_json(value).dump());
    }
    if (trial.anchor_classes) key += fmt::format("\nN {}", *trial.anchor_classes);
    if (trial.stop) {
      key += fmt::format("\nstop {} {} {}", trial.stop->on, trial.stop->above, trial.stop->steps);
    }
    // What it starts from has another id in every run, and the same name and setting.
    for (const std::string& id : trial.after) {
      if (const Trial* parent = run.plan.find(id)) key += "\nafter " + trial_key(run, *parent);
    }
    return key;
  }

  std::string trial_key(const RunData& run, const Trial& trial) const {
    return fmt::format("{} draw {} seed {}", setting_key(run, trial), trial.draw.value_or(-1),
                       trial.seed.value_or(-1));
  }

  static const TrialRecord* record_of(const RunData& run, const Trial& trial) {
    const auto found = run.records.find(trial.id);
    return found == run.records.end() ? nullptr : &found->second;
  }

  static std::optional<Status> status_of(const TrialRecord* record) {
    return record == nullptr ? std::nullopt : std::optional<Status>(record->result.status);
  }

  ComparedTrial head(const Trial& trial) const {
    return {trial.label,  shared_parameters(trial), trial.anchor_classes, trial.draw, trial.seed,
            trial.anchors};
  }

  void match(std::vector<UnmeasuredPair>& without_result) {
    std::map<std::string, const Trial*> others;
    for (const Trial& trial : b_.plan.trials) others.emplace(trial_key(b_, trial), &trial);
    for (const Trial& trial : a_.plan.trials) {
      const auto found = others.find(trial_key(a_, trial));
      if (found == others.end()) continue;
      if (!matched_a_.insert(&trial).second) continue;
      matched_b_.insert(found->second);
      const auto first = status_of(record_of(a_, trial)),
                 second = status_of(record_of(b_, *found->second));
      if (!first || !second || !has_result(*first) || !has_result(*second)) {
        without_result.push_back({head(trial), first, second});
        continue;
      }
      const std::string key = setting_key(a_, trial);
      if (settings_[key].empty()) order_.push_back(key);
      settings_[key].push_back({&trial, found->second});
    }
  }

  std::vector<ComparedTrial> only(const RunData& run, const std::set<const Trial*>& matched) const {
    std::vector<ComparedTrial> rows;
    for (const Trial& trial : run.plan.trials) {
      if (matched.count(&trial) == 0) rows.push_back(head(trial));
    }
    return rows;
  }

  ComparedSetting setting(const std::vector<TrialPair>& pairs) const {
    const Trial& first = *pairs.front().a;
    const std::vector<PairedDraw> draws = paired_draws(a_, b_, pairs);
    ComparedSetting setting;
    setting.label = first.label;
    setting.parameters = shared_parameters(first);
    setting.anchor_classes = first.anchor_classes;
    setting.pairs = pairs.size();
    setting.draws = draws.size();
    setting.over = first.draw ? Over::kDraws : first.seed ? Over::kSeeds : Over::kTrial;
    for (const auto& [name, entry] : record_of(a_, first)->result.suites) {
      setting.suites.push_back(compare_suite(a_, b_, draws, name, entry.images));
    }
    return setting;
  }

  const RunData& a_;
  const RunData& b_;
  std::map<std::string, std::set<std::string>> names_[2];  // of the parameters of each label
  std::set<const Trial*> matched_a_, matched_b_;
  std::map<std::string, std::vector<TrialPair>> settings_;
  std::vector<std::string> order_;
};

}  // namespace

Comparison compare_runs(const RunData& a, const RunData& b) {
  require_comparable({a, b}, run_names({a, b}));
  return Comparer(a, b).compare();
}

std::vector<std::string> suites_of(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const ComparedSetting& setting : comparison.settings) {
    for (const ComparedSuite& suite : setting.suites) {
      if (std::find(names.begin(), names.end(), suite.name) == names.end()) {
        names.push_back(suite.name);
      }
    }
  }
  return names;
}

}  // namespace remedy
