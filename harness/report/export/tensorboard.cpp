#include "report/export/tensorboard.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/catalogue.h"
#include "core/json.h"
#include "core/plan/plan.h"
#include "report/export/event_file.h"

namespace remedy {
namespace {

// google.protobuf.Value
Message hyperparameter(const Json& value) {
  if (value.is_boolean()) return Message().integer(4, value.get<bool>());
  if (value.is_number()) return Message().number(2, value.get<double>());
  return Message().text(3, value.is_string() ? value.get<std::string>() : value.dump());
}

Message started(const TrialRow& trial, double time) {
  Message session;
  const auto add = [&](const std::string& name, const Json& value) {
    if (value.is_null()) return;
    session.message(1, Message().text(1, name).message(2, hyperparameter(value)));
  };
  add("remediation", trial.planned.remediation);
  add("label", trial.planned.label);
  if (trial.planned.anchor_classes) add("anchor_classes", *trial.planned.anchor_classes);
  if (trial.planned.draw) add("draw", *trial.planned.draw);
  if (trial.planned.seed) add("seed", *trial.planned.seed);
  for (const auto& [name, value] : trial.planned.parameters) add(name, to_json(value));
  session.text(4, trial.planned.id).number(5, time);
  return Message().integer(1, 0).message(3, session);
}

Message ended(double time) {
  constexpr int kSuccess = 1;
  return Message().integer(1, 0).message(4, Message().integer(1, kSuccess).number(2, time));
}

void add_suite(const std::string& suite, const SuiteRow& row, std::int64_t step, EventFile& file) {
  for (const auto& [metric, value] : figures_of(row)) {
    file.add_scalar(step, suite + "/" + metric->key, value);
  }
  for (const auto& [grouping, figures] : row.recorded.groups) {
    for (const GroupFigures& group : figures.groups) {
      if (!group.remediated) continue;
      file.add_scalar(step, suite + "/" + grouping + "=" + group.name + "/top1",
                      group.remediated->accuracy);
    }
  }
}

}  // namespace

std::vector<std::pair<std::filesystem::path, std::string>> to_tensorboard(const Report& report,
                                                                          double time) {
  std::vector<std::pair<std::filesystem::path, std::string>> files;
  for (const TrialRow& trial : report.trials) {
    if (!trial.has_result()) continue;
    const std::int64_t steps = trial.stop && trial.stop->steps ? *trial.stop->steps : 0;
    EventFile file(time);
    file.add_hyperparameters("_hparams_/session_start_info", started(trial, time));
    for (const auto& [suite, row] : trial.suites) add_suite(suite, row, steps, file);
    file.add_hyperparameters("_hparams_/session_end_info", ended(time));
    std::string folder = describe_trial(trial.planned) + " " + trial.planned.id;
    std::replace(folder.begin(), folder.end(), '/', '_');
    files.emplace_back(std::filesystem::path(folder) / "events.out.tfevents.remedy", file.take());
  }
  return files;
}

}  // namespace remedy
