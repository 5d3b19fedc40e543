#include "report/compare/compare.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"
#include "report/compare/compare_suite.h"
#include "report/content/fields.h"
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

  Json compare() {
    match();
    Json result;
    result["schema"] = 1;
    result["runs"] = run_names({a_, b_});
    result["settings"] = Json::array();
    for (const std::string& key : order_) result["settings"].push_back(setting(settings_.at(key)));
    result["without_result"] = without_result_;
    result["only_in"] = Json::array({only(a_, matched_a_), only(b_, matched_b_)});
    return result;
  }

 private:
  // Those parameters of a trial that both runs know.
  Json shared_parameters(const Trial& trial) const {
    Json shared = Json::object();
    for (const auto& parameter : trial.parameters) {
      const std::string& name = parameter.first;
      const auto known = [&](int run) {
        const auto found = names_[run].find(trial.label);
        return found != names_[run].end() && found->second.count(name) > 0;
      };
      if (known(0) && known(1)) shared[name] = to_json(parameter.second);
    }
    return shared;
  }

  std::string setting_key(const RunData& run, const Trial& trial) const {
    Json key = {{"label", trial.label}, {"parameters", shared_parameters(trial)}};
    if (trial.anchor_classes) key["anchor_classes"] = *trial.anchor_classes;
    if (trial.stop) key["stop"] = {trial.stop->on, trial.stop->above, trial.stop->steps};
    // What it starts from has another id in every run, and the same name and setting.
    if (const Trial* parent = run.plan.find(trial.after)) key["after"] = trial_key(run, *parent);
    return canonical(key);
  }

  std::string trial_key(const RunData& run, const Trial& trial) const {
    return fmt::format("{} draw {} seed {}", setting_key(run, trial), trial.draw.value_or(-1),
                       trial.seed.value_or(-1));
  }

  static const Json* record_of(const RunData& run, const Trial& trial) {
    const auto found = run.records.find(trial.id);
    return found == run.records.end() ? nullptr : &found->second;
  }

  static bool measured(const Json* record) {
    return record != nullptr && has_result(status_from_string(text_at(*record, "status")));
  }

  static Json status(const Json* record) {
    return record == nullptr ? Json(nullptr) : Json(text_at(*record, "status"));
  }

  Json head(const Trial& trial) const {
    return {{"label", trial.label},
            {"parameters", shared_parameters(trial)},
            {"design", to_json(trial).at("design")}};
  }

  void match() {
    std::map<std::string, const Trial*> others;
    for (const Trial& trial : b_.plan.trials) others.emplace(trial_key(b_, trial), &trial);
    for (const Trial& trial : a_.plan.trials) {
      const auto found = others.find(trial_key(a_, trial));
      if (found == others.end()) continue;
      if (!matched_a_.insert(&trial).second) continue;
      matched_b_.insert(found->second);
      const Json* first = record_of(a_, trial);
      const Json* second = record_of(b_, *found->second);
      if (!measured(first) || !measured(second)) {
        Json row = head(trial);
        row["a"] = status(first);
        row["b"] = status(second);
        without_result_.push_back(std::move(row));
        continue;
      }
      const std::string key = setting_key(a_, trial);
      if (settings_[key].empty()) order_.push_back(key);
      settings_[key].push_back({&trial, found->second});
    }
  }

  Json only(const RunData& run, const std::set<const Trial*>& matched) const {
    Json rows = Json::array();
    for (const Trial& trial : run.plan.trials) {
      if (matched.count(&trial) == 0) rows.push_back(head(trial));
    }
    return rows;
  }

  Json setting(const std::vector<TrialPair>& pairs) const {
    const Trial& first = *pairs.front().a;
    const std::vector<PairedDraw> draws = paired_draws(a_, b_, pairs);
    Json json = {{"label", first.label},
                 {"parameters", shared_parameters(first)},
                 {"anchor_classes", first.anchor_classes ? Json(*first.anchor_classes) : Json()},
                 {"pairs", pairs.size()},
                 {"draws", draws.size()},
                 {"over", first.draw   ? "draws"
                          : first.seed ? "seeds"
                                       : "trial"},
                 {"suites", Json::object()}};
    const Json* suites = find_field(*record_of(a_, first), "suites");
    if (suites == nullptr || !suites->is_object()) return json;
    for (const auto& [name, entry] : suites->items()) {
      json["suites"][name] =
          compare_suite(a_, b_, draws, name, count_at(entry, "images").value_or(0));
    }
    return json;
  }

  const RunData& a_;
  const RunData& b_;
  std::map<std::string, std::set<std::string>> names_[2];  // of the parameters of each label
  std::set<const Trial*> matched_a_, matched_b_;
  std::map<std::string, std::vector<TrialPair>> settings_;
  std::vector<std::string> order_;
  Json without_result_ = Json::array();
};

}  // namespace

Json compare_runs(const RunData& a, const RunData& b) {
  require_comparable({a, b}, run_names({a, b}));
  return Comparer(a, b).compare();
}

std::vector<std::string> suites_of(const Json& comparison) {
  std::vector<std::string> names;
  for (const Json& setting : comparison.at("settings")) {
    for (const auto& [name, suite] : setting.at("suites").items()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

}  // namespace remedy
