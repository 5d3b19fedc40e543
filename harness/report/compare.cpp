#include "report/compare.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/record.h"
#include "core/run_directory.h"
#include "model/checkpoint/tensor_file.h"
#include "report/comparability.h"
#include "report/fields.h"
#include "report/metrics.h"
#include "statistics/describe.h"
#include "statistics/mcnemar.h"
#include "statistics/paired.h"

namespace remedy {
namespace {

constexpr double kNormal95 = 1.959963984540054;

std::map<std::string, std::set<std::string>> parameter_names(const RunData& run) {
  std::map<std::string, std::set<std::string>> names;
  for (const Trial& trial : run.plan.trials) {
    for (const auto& [name, value] : trial.parameters) names[trial.label].insert(name);
  }
  return names;
}

struct Pair {
  const Trial* a = nullptr;
  const Trial* b = nullptr;
};

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

  Json setting(const std::vector<Pair>& pairs) const {
    const Trial& first = *pairs.front().a;
    Json json = {{"label", first.label},
                 {"parameters", shared_parameters(first)},
                 {"anchor_classes", first.anchor_classes ? Json(*first.anchor_classes) : Json()},
                 {"pairs", pairs.size()},
                 {"suites", Json::object()}};
    const Json* suites = find_field(*record_of(a_, first), "suites");
    if (suites == nullptr || !suites->is_object()) return json;
    for (const auto& [name, entry] : suites->items()) {
      json["suites"][name] = suite(pairs, name, count_at(entry, "images").value_or(0));
    }
    return json;
  }

  static std::optional<double> value(const Json& record, const std::string& suite,
                                     const std::string& metric) {
    const Json* suites = find_field(record, "suites");
    const Json* entry = suites == nullptr ? nullptr : find_member(*suites, suite);
    return entry == nullptr ? std::nullopt : number_at(*entry, metric);
  }

  Json suite(const std::vector<Pair>& pairs, const std::string& name, std::int64_t images) const {
    Json json = {{"images", images}, {"metrics", Json::object()}};
    const Json flips = discordant(pairs, name);
    for (const Metric& metric : suite_metrics_table()) {
      if (metric.derived) continue;
      std::vector<double> first, second, differences;
      for (const Pair& pair : pairs) {
        const auto a = value(*record_of(a_, *pair.a), name, metric.key);
        const auto b = value(*record_of(b_, *pair.b), name, metric.key);
        if (!a || !b) continue;
        first.push_back(*a);
        second.push_back(*b);
        differences.push_back(*b - *a);
      }
      if (differences.empty()) continue;
      statistics::Interval interval = statistics::t_interval(differences);
      const double difference = statistics::mean(differences);
      if (pairs.size() == 1 && metric.key == "top1" && !flips["only_a_right"].is_null()) {
        const double half =
            kNormal95 * statistics::paired_standard_error(
                            static_cast<std::int64_t>(flips["only_a_right"].get<double>()),
                            static_cast<std::int64_t>(flips["only_b_right"].get<double>()), images);
        interval = {difference - half, difference + half};
      }
      json["metrics"][metric.key] = {
          {"a", statistics::mean(first)},
          {"b", statistics::mean(second)},
          {"difference", difference},
          {"interval", std::isfinite(interval.low) ? Json({interval.low, interval.high}) : Json()}};
    }
    json.update(flips);
    return json;
  }

  // Of each image of a suite, whether it is right; nothing where that was not kept.
  static std::optional<std::vector<bool>> right(const RunData& run, const Trial& trial,
                                                const std::string& suite) {
    try {
      const StateDict predictions = read_checkpoint(RunDirectory(run.root).predictions(trial.id));
      const StoredTensor* rank = predictions.find(suite + ".rank");
      if (rank == nullptr || rank->dtype != DType::kInt32) return std::nullopt;
      const auto* values = reinterpret_cast<const std::int32_t*>(rank->data);
      std::vector<bool> result(rank->bytes / sizeof *values);
      for (std::size_t i = 0; i < result.size(); ++i) result[i] = values[i] == 0;
      return result;
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  Json discordant(const std::vector<Pair>& pairs, const std::string& suite) const {
    std::vector<double> only_a, only_b;
    for (const Pair& pair : pairs) {
      const auto a = right(a_, *pair.a, suite);
      const auto b = right(b_, *pair.b, suite);
      if (!a || !b || a->size() != b->size()) continue;
      double first = 0, second = 0;
      for (std::size_t i = 0; i < a->size(); ++i) {
        first += (*a)[i] && !(*b)[i];
        second += !(*a)[i] && (*b)[i];
      }
      only_a.push_back(first);
      only_b.push_back(second);
    }
    Json json = {{"only_a_right", nullptr}, {"only_b_right", nullptr}, {"mcnemar_p", nullptr}};
    if (only_a.empty()) return json;
    json["only_a_right"] = statistics::mean(only_a);
    json["only_b_right"] = statistics::mean(only_b);
    if (pairs.size() == 1) {
      json["mcnemar_p"] = statistics::mcnemar_p(static_cast<std::int64_t>(only_a[0]),
                                                static_cast<std::int64_t>(only_b[0]));
    }
    return json;
  }

  const RunData& a_;
  const RunData& b_;
  std::map<std::string, std::set<std::string>> names_[2];  // of the parameters of each label
  std::set<const Trial*> matched_a_, matched_b_;
  std::map<std::string, std::vector<Pair>> settings_;
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
