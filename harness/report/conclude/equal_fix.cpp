#include "report/conclude/equal_fix.h"

#include <algorithm>
#include <optional>

#include "report/content/fields.h"
#include "report/settings/eligible.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

struct Cost {
  const char* metric;
  const char* title;
  bool higher_is_better;
};

constexpr Cost kCosts[] = {{"retention", "retention, %", true},
                           {"negative_flip_rate", "NFR, %", false},
                           {"kl.mean", "KL, nats", false}};

struct Choice {
  std::optional<std::size_t> setting;
  double value = 0;  // larger is better: negated where lower is
};

Choice choose(const Json& settings, const std::vector<std::size_t>& eligible,
              const std::vector<std::string>& retained, const Cost& cost) {
  Choice best;
  for (const std::size_t i : eligible) {
    const auto mean = mean_over(settings[i], retained, cost.metric);
    if (!mean) continue;
    const double value = cost.higher_is_better ? *mean : -*mean;
    if (!best.setting || value > best.value) best = {i, value};
  }
  return best;
}

}  // namespace

std::vector<std::size_t> settings_of(const Json& settings, const Json& best_entry) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const Json& setting = settings[i];
    if (setting["run"] == best_entry["run"] && setting["label"] == best_entry["label"] &&
        setting["stopped_on_reported_suite"] == best_entry["stopped_on_reported_suite"] &&
        text_at(setting, "stop.on") == text_at(best_entry, "stop_on")) {
      found.push_back(i);
    }
  }
  return found;
}

Json equal_fix(const Json& settings, const Json& suites, const Json& best,
               const Acceptances& accept) {
  const auto is_eligible = [&](std::size_t i) {
    const Json& setting = settings[i];
    return all_reached(setting) && is_fixed(setting, suites, accept.at(setting["run"]));
  };
  const std::vector<std::string> retained = suites_of_role(suites, "retain");
  Json result = {{"suites", retained}, {"columns", Json::array()}, {"rows", Json::array()}};
  for (const Json& entry : best) {
    const std::vector<std::size_t> all = settings_of(settings, entry);
    const auto eligible = std::count_if(all.begin(), all.end(), is_eligible);
    Json row;
    for (const char* key :
         {"run", "label", "stop_on", "stopped_on_reported_suite", "outcome", "of_settings"}) {
      row[key] = entry[key];
    }
    row["eligible"] = eligible;
    row["figures"] = Json::object();
    result["rows"].push_back(std::move(row));
  }
  if (retained.empty()) return result;

  for (const Cost& cost : kCosts) {
    result["columns"].push_back({{"metric", cost.metric},
                                 {"title", cost.title},
                                 {"better", cost.higher_is_better ? "higher" : "lower"}});
    std::vector<Choice> choices;
    for (const Json& entry : best) {
      std::vector<std::size_t> eligible = settings_of(settings, entry);
      eligible.erase(std::remove_if(eligible.begin(), eligible.end(),
                                    [&](std::size_t i) { return !is_eligible(i); }),
                     eligible.end());
      choices.push_back(choose(settings, eligible, retained, cost));
    }
    for (std::size_t i = 0; i < choices.size(); ++i) {
      int rank = 1;
      for (std::size_t j = 0; j < choices.size(); ++j) {
        if (best[i]["stopped_on_reported_suite"] != best[j]["stopped_on_reported_suite"]) continue;
        if (!choices[j].setting) continue;
        rank += !choices[i].setting || choices[j].value > choices[i].value;
      }
      const Choice& choice = choices[i];
      const double value = cost.higher_is_better ? choice.value : 0 - choice.value;
      result["rows"][i]["figures"][cost.metric] = {
          {"setting", choice.setting ? Json(*choice.setting) : Json(nullptr)},
          {"value", choice.setting ? Json(value) : Json(nullptr)},
          {"rank", rank}};
    }
  }
  return result;
}

}  // namespace remedy
