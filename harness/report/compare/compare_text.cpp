// A comparison of two runs in words, and the conditions that it is held to.
#include <algorithm>
#include <cctype>

#include "core/error.h"
#include "core/text.h"
#include "report/compare/compare.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

// What the tables show; the JSON holds every metric.
const std::vector<std::pair<std::string, std::string>> kShown = {
    {"top1", "top-1, points"},
    {"top5", "top-5, points"},
    {"negative_flip_rate", "NFR, points"},
    {"kl.mean", "KL, nats"},
    {"predicted_as_target.remediated", "predicted as target, points"}};

std::string setting_text(const Json& setting, const std::vector<std::string>& telling) {
  std::vector<std::string> parts;
  for (const std::string& name : telling) {
    if (setting.at("parameters").contains(name)) {
      parts.push_back(name + " " + to_text(value_from_json(setting["parameters"][name])));
    }
  }
  return parts.empty() ? "–" : join(parts, ", ");
}

// Parameters that do not have the same value in every setting of a label.
std::map<std::string, std::vector<std::string>> telling_parameters(const Json& settings) {
  std::map<std::string, std::map<std::string, std::vector<Json>>> values;
  for (const Json& setting : settings) {
    for (const auto& [name, value] : setting.at("parameters").items()) {
      auto& seen = values[setting.at("label")][name];
      if (std::find(seen.begin(), seen.end(), value) == seen.end()) seen.push_back(value);
    }
  }
  std::map<std::string, std::vector<std::string>> telling;
  for (const auto& [label, names] : values) {
    for (const auto& [name, seen] : names) {
      if (seen.size() > 1) telling[label].push_back(name);
    }
  }
  return telling;
}

std::string difference_cell(const Json& metrics, const std::string& key) {
  if (!metrics.contains(key)) return "–";
  const Json& entry = metrics[key];
  const bool nats = key.rfind("kl.", 0) == 0;
  const double scale = nats ? 1 : 100;
  const int decimals = nats ? 3 : 1;
  std::string text = signed_fixed(entry.at("difference").get<double>() * scale, decimals);
  if (!entry.at("interval").is_null()) {
    text +=
        fmt::format(" [{}, {}]", signed_fixed(entry["interval"][0].get<double>() * scale, decimals),
                    signed_fixed(entry["interval"][1].get<double>() * scale, decimals));
  }
  return text;
}

std::string images_of(const Json& comparison, const std::string& suite) {
  for (const Json& setting : comparison.at("settings")) {
    if (const auto found = setting.at("suites").find(suite); found != setting["suites"].end()) {
      return found->at("images").dump();
    }
  }
  return "–";
}

std::string trial_line(const Json& trial) {
  std::vector<std::string> parts = {trial.at("label")};
  for (const auto& [name, value] : trial.at("design").items()) {
    if (!value.is_null()) parts.push_back(fmt::format("{} {}", name, value.dump()));
  }
  for (const auto& [name, value] : trial.at("parameters").items()) {
    parts.push_back(fmt::format("{} {}", name, to_text(value_from_json(value))));
  }
  return join(parts, ", ");
}

std::string status_text(const Json& status) {
  return status.is_null() ? "no record" : status.get<std::string>();
}

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const Metric& metric : suite_metrics_table()) {
    if (!metric.derived) names.push_back(metric.key);
  }
  return names;
}

bool holds(const Condition& condition, double difference) {
  if (condition.comparison == "<") return difference < condition.bound;
  if (condition.comparison == "<=") return difference <= condition.bound;
  if (condition.comparison == ">") return difference > condition.bound;
  return difference >= condition.bound;
}

}  // namespace

std::string comparison_text(const Json& comparison) {
  const std::string a = comparison.at("runs")[0], b = comparison.at("runs")[1];
  const Json& settings = comparison.at("settings");
  const auto telling = telling_parameters(settings);
  std::string text = fmt::format("# {} against {}\n\nDifferences are {} minus {}.\n\n", escaped(b),
                                 escaped(a), escaped(b), escaped(a));
  for (const std::string& suite : suites_of(comparison)) {
    std::vector<TableColumn> columns = {
        {"remediation", false}, {"setting", false}, {"N"}, {"pairs"}, {"draws"}};
    for (const auto& [key, title] : kShown) columns.push_back({title});
    columns.push_back({"only " + a + " right"});
    columns.push_back({"only " + b + " right"});
    columns.push_back({"McNemar p"});
    MarkdownTable table(columns);
    for (const Json& setting : settings) {
      if (!setting.at("suites").contains(suite)) continue;
      const Json& entry = setting["suites"][suite];
      const std::string label = setting.at("label");
      const auto names = telling.find(label);
      std::vector<std::string> row = {
          label,
          setting_text(setting,
                       names == telling.end() ? std::vector<std::string>() : names->second),
          setting.at("anchor_classes").is_null() ? "–" : setting["anchor_classes"].dump(),
          setting.at("pairs").dump(), setting.at("draws").dump()};
      for (const auto& [key, title] : kShown) {
        row.push_back(difference_cell(entry.at("metrics"), key));
      }
      row.push_back(number_cell(&entry.at("only_a_right"), Unit::kCount));
      row.push_back(number_cell(&entry.at("only_b_right"), Unit::kCount));
      row.push_back(number_cell(&entry.at("mcnemar_p"), Unit::kP));
      table.add(row);
    }
    text += fmt::format("## {} ({} images)\n\n{}", escaped(suite), images_of(comparison, suite),
                        table.text());
  }
  if (settings.empty()) text += "No trial has a result in both.\n\n";
  text +=
      "Seeds are averaged within draws, and draws with the same anchors or the same predictions "
      "count once. Intervals are of 95 %. Of top-1 and top-5 they hold for further draws and "
      "images, "
      "and with a single draw for that draw on further images. Of the other figures they hold for "
      "further draws on these images, and with a single draw there is none. Fewer than four draws "
      "hardly show how much draws differ: their intervals are wide, and right only where draws are "
      "normally distributed.\n";
  for (const Json& trial : comparison.at("without_result")) {
    text +=
        fmt::format("\n- not compared: {}: {} in {}, {} in {}", escaped(trial_line(trial)),
                    status_text(trial.at("a")), escaped(a), status_text(trial.at("b")), escaped(b));
  }
  for (int run = 0; run < 2; ++run) {
    const Json& only = comparison.at("only_in")[static_cast<std::size_t>(run)];
    if (only.empty()) continue;
    text +=
        fmt::format("\n- {} only in {}", counted(only.size(), "trial"), escaped(run == 0 ? a : b));
  }
  return text + "\n";
}

Condition parse_condition(const std::string& text, const std::vector<std::string>& suites) {
  const std::size_t sign = text.find_first_of("<>");
  Condition condition;
  std::string number;
  if (sign != std::string::npos) {
    const bool equal = sign + 1 < text.size() && text[sign + 1] == '=';
    condition.comparison = text.substr(sign, equal ? 2 : 1);
    condition.metric = trimmed(std::string_view(text).substr(0, sign));
    number = trimmed(std::string_view(text).substr(sign + condition.comparison.size()));
  }
  std::size_t read = 0;
  try {
    condition.bound = std::stod(number, &read);
  } catch (const std::exception&) {
    read = 0;
  }
  if (condition.metric.empty() || read == 0 || read != number.size()) {
    throw Error(
        "\"{}\": a condition is METRIC < NUMBER or SUITE.METRIC < NUMBER (or <=, >, >=), such as "
        "\"top1 < -0.01\": the second run's top-1 is more than a point lower",
        text);
  }
  for (const std::string& suite : suites) {
    if (condition.metric.rfind(suite + ".", 0) != 0) continue;
    condition.suite = suite;
    condition.metric = condition.metric.substr(suite.size() + 1);
    break;
  }
  const std::vector<std::string> names = metric_names();
  if (std::find(names.begin(), names.end(), condition.metric) == names.end()) {
    throw Error("\"{}\": there is no metric \"{}\"{}; metrics: {}; suites: {}", text,
                condition.metric, did_you_mean(condition.metric, names), join(names, ", "),
                join(suites, ", "));
  }
  return condition;
}

std::vector<std::string> violations(const Json& comparison, const Condition& condition) {
  std::vector<std::string> lines;
  for (const Json& setting : comparison.at("settings")) {
    for (const auto& [name, suite] : setting.at("suites").items()) {
      if (!condition.suite.empty() && condition.suite != name) continue;
      if (!suite.at("metrics").contains(condition.metric)) continue;
      const double difference = suite["metrics"][condition.metric].at("difference");
      if (!holds(condition, difference)) continue;
      lines.push_back(fmt::format("{} {}: {} on {} changed by {:.4g}, which is {} {:g}",
                                  setting.at("label").get<std::string>(),
                                  setting.at("parameters").dump(), condition.metric, name,
                                  difference, condition.comparison, condition.bound));
    }
  }
  for (const Json& trial : comparison.at("without_result")) {
    const Json& a = trial.at("a");
    if (a != "completed" && a != "not_reached") continue;
    lines.push_back(fmt::format("{}: has a result in the first run and none in the second ({})",
                                trial_line(trial), status_text(trial.at("b"))));
  }
  return lines;
}

}  // namespace remedy
