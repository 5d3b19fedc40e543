// A comparison of two runs in words, and the conditions that it is held to.
#include <map>
#include <set>
#include <utility>

#include "core/catalogue.h"
#include "core/error.h"
#include "core/text.h"
#include "report/compare/compare.h"
#include "report/content/json/values_json.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

// What the tables show; the JSON holds every metric.
const std::pair<Figure, const char*> kShown[] = {
    {Figure::kTop1, "top-1, points"},
    {Figure::kTop5, "top-5, points"},
    {Figure::kNegativeFlipRate, "NFR, points"},
    {Figure::kKlMean, "KL, nats"},
    {Figure::kPredictedAsTarget, "predicted as target, points"}};

// By label, the parameters that do not have the same value in every setting of it.
using Telling = std::map<std::string, std::vector<std::string>>;

Telling telling_parameters(const std::vector<ComparedSetting>& settings) {
  std::map<std::string, std::map<std::string, std::set<ParameterValue>>> values;
  for (const ComparedSetting& setting : settings) {
    for (const auto& [name, value] : setting.parameters) values[setting.label][name].insert(value);
  }
  Telling telling;
  for (const auto& [label, names] : values) {
    for (const auto& [name, seen] : names) {
      if (seen.size() > 1) telling[label].push_back(name);
    }
  }
  return telling;
}

std::string setting_text(const ComparedSetting& setting, const Telling& telling) {
  std::vector<std::string> parts;
  if (const auto names = telling.find(setting.label); names != telling.end()) {
    for (const std::string& name : names->second) {
      const auto value = setting.parameters.find(name);
      if (value != setting.parameters.end()) parts.push_back(name + " " + to_text(value->second));
    }
  }
  return parts.empty() ? kNone : join(parts, ", ");
}

std::string difference_cell(const ComparedSuite& suite, Figure figure) {
  const FigureDifference* entry = suite.find(figure);
  if (entry == nullptr) return kNone;
  const bool nats = unit_of(figure) == Unit::kNats;
  const auto cell = [nats](double value) {
    return signed_fixed(value * (nats ? 1 : 100), nats ? 3 : 1);
  };
  std::string text = cell(entry->difference);
  if (entry->interval) {
    text += fmt::format(" [{}, {}]", cell(entry->interval->low), cell(entry->interval->high));
  }
  return text;
}

std::string images_of(const Comparison& comparison, const std::string& suite) {
  for (const ComparedSetting& setting : comparison.settings) {
    if (const auto* found = setting.find(suite)) return std::to_string(found->images);
  }
  return kNone;
}

std::string trial_line(const ComparedTrial& trial) {
  std::vector<std::string> parts = {trial.label};
  const auto add = [&](const char* name, const std::optional<std::int64_t>& value) {
    if (value) parts.push_back(fmt::format("{} {}", name, *value));
  };
  add("anchor_classes", trial.anchor_classes);
  add("draw", trial.draw);
  add("seed", trial.seed);
  if (!trial.anchors.empty()) parts.push_back(fmt::format("anchors \"{}\"", trial.anchors));
  for (const auto& [name, value] : trial.parameters) {
    parts.push_back(fmt::format("{} {}", name, to_text(value)));
  }
  return join(parts, ", ");
}

std::string status_text(const std::optional<Status>& status) {
  return status ? to_string(*status) : "no record";
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

std::string suite_table(const Comparison& comparison, const std::string& suite) {
  std::vector<TableColumn> columns = {
      {"remediation", false}, {"setting", false}, {"N"}, {"pairs"}, {"draws"}};
  for (const auto& [figure, title] : kShown) columns.push_back({title});
  for (const std::string& run : comparison.runs) columns.push_back({"only " + run + " right"});
  columns.push_back({"McNemar p"});
  MarkdownTable table(columns);
  const Telling telling = telling_parameters(comparison.settings);
  for (const ComparedSetting& setting : comparison.settings) {
    const ComparedSuite* entry = setting.find(suite);
    if (entry == nullptr) continue;
    std::vector<std::string> row = {setting.label, setting_text(setting, telling),
                                    integer_cell(setting.anchor_classes),
                                    std::to_string(setting.pairs), std::to_string(setting.draws)};
    for (const auto& [figure, title] : kShown) row.push_back(difference_cell(*entry, figure));
    row.push_back(number_cell(entry->only_a_right, Unit::kCount));
    row.push_back(number_cell(entry->only_b_right, Unit::kCount));
    row.push_back(number_cell(entry->mcnemar_p, Unit::kP));
    table.add(std::move(row));
  }
  return table.text();
}

}  // namespace

std::string comparison_text(const Comparison& comparison) {
  const std::string a = escaped(comparison.runs[0]), b = escaped(comparison.runs[1]);
  std::string text = fmt::format("# {} against {}\n\nDifferences are {} minus {}.\n\n", b, a, b, a);
  for (const std::string& suite : suites_of(comparison)) {
    text += fmt::format("## {} ({} images)\n\n{}", escaped(suite), images_of(comparison, suite),
                        suite_table(comparison, suite));
  }
  if (comparison.settings.empty()) text += "No trial has a result in both.\n\n";
  text +=
      "Seeds are averaged within draws, and draws with the same anchors or the same predictions "
      "count once. Intervals are of 95 %. Of top-1 and top-5 they hold for further draws and "
      "images, "
      "and with a single draw for that draw on further images. Of the other figures they hold for "
      "further draws on these images, and with a single draw there is none. Fewer than four draws "
      "hardly show how much draws differ: their intervals are wide, and right only where draws are "
      "normally distributed.\n";
  for (const UnmeasuredPair& pair : comparison.without_result) {
    text += fmt::format("\n- not compared: {}: {} in {}, {} in {}", escaped(trial_line(pair.trial)),
                        status_text(pair.a), a, status_text(pair.b), b);
  }
  for (std::size_t run = 0; run < 2; ++run) {
    const std::size_t only = comparison.only_in[run].size();
    if (only == 0) continue;
    text += fmt::format("\n- {} only in {}", counted(only, "trial"), run == 0 ? a : b);
  }
  return text + "\n";
}

Condition parse_condition(const std::string& text, const std::vector<std::string>& suites) {
  const std::size_t sign = text.find_first_of("<>");
  Condition condition;
  std::string number, metric;
  if (sign != std::string::npos) {
    const bool equal = sign + 1 < text.size() && text[sign + 1] == '=';
    condition.comparison = text.substr(sign, equal ? 2 : 1);
    metric = trimmed(std::string_view(text).substr(0, sign));
    number = trimmed(std::string_view(text).substr(sign + condition.comparison.size()));
  }
  std::size_t read = 0;
  try {
    condition.bound = std::stod(number, &read);
  } catch (const std::exception&) {
    read = 0;
  }
  if (metric.empty() || read == 0 || read != number.size()) {
    throw Error(
        "\"{}\": a condition is METRIC < NUMBER or SUITE.METRIC < NUMBER (or <=, >, >=), such as "
        "\"top1 < -0.01\": the second run's top-1 is more than a point lower",
        text);
  }
  for (const std::string& suite : suites) {
    if (metric.rfind(suite + ".", 0) != 0) continue;
    condition.suite = suite;
    metric = metric.substr(suite.size() + 1);
    break;
  }
  for (const Metric& known : suite_metrics_table()) {
    if (known.derived || known.key != metric) continue;
    condition.figure = known.figure;
    return condition;
  }
  const std::vector<std::string> names = metric_names();
  throw Error("\"{}\": there is no metric \"{}\"{}; metrics: {}; suites: {}", text, metric,
              did_you_mean(metric, names), join(names, ", "), join(suites, ", "));
}

std::vector<std::string> violations(const Comparison& comparison, const Condition& condition) {
  std::vector<std::string> lines;
  for (const ComparedSetting& setting : comparison.settings) {
    for (const ComparedSuite& suite : setting.suites) {
      if (!condition.suite.empty() && condition.suite != suite.name) continue;
      const FigureDifference* entry = suite.find(condition.figure);
      if (entry == nullptr || !holds(condition, entry->difference)) continue;
      lines.push_back(fmt::format("{} {}: {} on {} changed by {:.4g}, which is {} {:g}",
                                  setting.label, parameters_json(setting.parameters).dump(),
                                  metric_of(condition.figure).key, suite.name, entry->difference,
                                  condition.comparison, condition.bound));
    }
  }
  for (const UnmeasuredPair& pair : comparison.without_result) {
    if (!pair.a || !has_result(*pair.a)) continue;
    lines.push_back(fmt::format("{}: has a result in the first run and none in the second ({})",
                                trial_line(pair.trial), status_text(pair.b)));
  }
  return lines;
}

}  // namespace remedy
