#include "report/page/first_screen_json.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "report/content/json/values_json.h"
#include "report/settings/decision_matrix.h"
#include "report/words/brief/methods.h"

namespace remedy {

Json cost_data(const Report& report) {
  Json rows = Json::array();
  for (const DecisionRow& row : report.matrix.rows) {
    const auto& apply = report.settings[row.setting].apply;
    rows.push_back({{"draws", values_by_draw(report, row.setting,
                                             [](const TrialRow& trial) { return trial.apply; })},
                    {"mean", apply ? or_null(apply->mean) : Json(nullptr)},
                    {"interval", apply ? or_null(apply->interval) : Json(nullptr)}});
  }
  return rows;
}

Json rates_data(const Report& report) {
  Json pairs = Json::array(), rows = Json::array();
  std::vector<std::pair<std::string, std::string>> found;
  for (const TrialRow& trial : report.trials) {
    for (const Sensitivity& one : trial.sensitivity) {
      const std::pair<std::string, std::string> pair(one.positives, one.negatives);
      if (std::find(found.begin(), found.end(), pair) == found.end()) found.push_back(pair);
    }
  }
  for (const auto& [positives, negatives] : found) {
    pairs.push_back({{"positives", positives}, {"negatives", negatives}});
  }
  for (const DecisionRow& row : report.matrix.rows) {
    Json& cells = rows.emplace_back(Json::array());
    for (const auto& pair : found) {
      const auto of = [&](double Sensitivity::*rate) {
        return values_by_draw(report, row.setting,
                              [&](const TrialRow& trial) -> std::optional<double> {
                                for (const Sensitivity& one : trial.sensitivity) {
                                  if (one.positives == pair.first && one.negatives == pair.second) {
                                    return one.*rate;
                                  }
                                }
                                return std::nullopt;
                              });
      };
      cells.push_back({{"false_positives", of(&Sensitivity::false_positives_after)},
                       {"recall", of(&Sensitivity::recall_after)}});
    }
  }
  return {{"pairs", std::move(pairs)}, {"rows", std::move(rows)}};
}

Json flows_data(const std::vector<FlipFlows>& flows) {
  Json list = Json::array();
  for (const FlipFlows& one : flows) {
    Json rows = Json::array();
    for (const FlipFlow& flow : one.flows) {
      rows.push_back({flow.from, flow.to, flow.images, flow.mean, flow.draws});
    }
    list.push_back({{"setting", one.setting},
                    {"suite", one.suite},
                    {"pairs", one.pairs},
                    {"flips", one.flips},
                    {"flows", std::move(rows)}});
  }
  return list;
}

Json families_data(const Report& report) {
  Json of = Json::object();
  for (const Setting& setting : report.settings) {
    of[setting.remediation] = family_of(setting.remediation);
  }
  return {{"order", families()}, {"of", std::move(of)}};
}

}  // namespace remedy
