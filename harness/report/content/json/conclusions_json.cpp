#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json fix_json(const std::optional<AcceptedFix>& fix) {
  if (!fix) return nullptr;
  return {{"rate", fix->rate},
          {"interval", interval_json(fix->interval)},
          {"accepted_above", fix->accepted_above}};
}

Json axis_json(const SweepAxis& axis) {
  Json values = Json::array();
  for (const ParameterValue& value : axis.values) values.push_back(to_json(value));
  return {{"axis", axis.name}, {"values", std::move(values)}};
}

Json rate_json(const std::optional<RateEvidence>& rate) {
  if (!rate) return nullptr;
  return {{"before", rate->before}, {"low", rate->low}, {"high", rate->high}};
}

Json matched_json(const std::optional<std::vector<MatchedOverDraws>>& matched) {
  if (!matched) return nullptr;
  Json list = Json::array();
  for (const MatchedOverDraws& one : *matched) {
    list.push_back({{"positives", one.positives},
                    {"negatives", one.negatives},
                    {"draws", one.draws},
                    {"mean", one.mean},
                    {"low", one.low},
                    {"high", one.high}});
  }
  return list;
}

template <typename T>
Json list_or_null(const std::vector<std::optional<T>>& values) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(or_null(value));
  return list;
}

}  // namespace

Json best_json(const Report& report) {
  Json list = Json::array();
  for (const BestEntry& entry : report.best) {
    list.push_back({{"run", report.run_name(entry.run)},
                    {"label", entry.label},
                    {"stop_on", text_or_null(entry.stop_on)},
                    {"stopped_on_reported_suite", entry.published},
                    {"control", entry.control},
                    {"outcome", to_string(entry.outcome)},
                    {"setting", or_null(entry.setting)},
                    {"of_settings", entry.of_settings},
                    {"reached", entry.reached},
                    {"planned", entry.planned},
                    {"fix", fix_json(entry.fix)},
                    {"chosen_by", to_string(entry.chosen_by)},
                    {"value", or_null(entry.value)}});
  }
  return list;
}

Json frontier_json(const Report& report) {
  const Frontier& frontier = report.frontier;
  Json points = Json::array();
  for (const FrontierPoint& point : frontier.points) {
    points.push_back({{"setting", point.setting},
                      {"fix", point.fix},
                      {"retention", point.retention},
                      {"optimal", point.optimal},
                      {"reached", point.reached},
                      {"published", point.published},
                      {"eligible", point.eligible},
                      {"front", point.front}});
  }
  return {{"fix", or_null(frontier.fix)},
          {"retain", or_null(frontier.retain)},
          {"points", std::move(points)}};
}

Json equal_fix_json(const Report& report) {
  const EqualFix& equal = report.equal_fix;
  Json columns = Json::array(), rows = Json::array();
  for (const CostColumn& column : equal.columns) {
    columns.push_back({{"metric", metric_of(column.figure).key},
                       {"title", column.title},
                       {"better", column.higher_is_better ? "higher" : "lower"}});
  }
  for (const CostRow& row : equal.rows) {
    const BestEntry& entry = report.best[row.best];
    Json figures = Json::object();
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      const CostFigure& figure = row.figures[i];
      figures[metric_of(equal.columns[i].figure).key] = {
          {"setting", or_null(figure.setting)},
          {"value", figure.setting ? Json(figure.value) : Json(nullptr)},
          {"rank", figure.rank}};
    }
    rows.push_back({{"run", report.run_name(entry.run)},
                    {"label", entry.label},
                    {"stop_on", text_or_null(entry.stop_on)},
                    {"stopped_on_reported_suite", entry.published},
                    {"outcome", to_string(entry.outcome)},
                    {"of_settings", entry.of_settings},
                    {"eligible", row.eligible},
                    {"figures", std::move(figures)}});
  }
  return {{"suites", equal.suites}, {"columns", std::move(columns)}, {"rows", std::move(rows)}};
}

Json sweeps_json(const Report& report) {
  Json list = Json::array();
  for (const Sweep& sweep : report.sweeps) {
    const Setting& setting = report.settings[sweep.first];
    Json fixed = Json::object(), cells = Json::array();
    for (const auto& [name, value] : sweep.fixed) fixed[name] = to_json(value);
    for (const auto& line : sweep.cells) cells.push_back(list_or_null(line));
    list.push_back({{"run", report.run_name(setting.run)},
                    {"label", setting.label},
                    {"stop_on", text_or_null(setting.stop_on())},
                    {"fixed", std::move(fixed)},
                    {"after", parents_json(sweep.after)},
                    {"x", axis_json(sweep.x)},
                    {"y", sweep.y ? axis_json(*sweep.y) : Json(nullptr)},
                    {"cells", std::move(cells)}});
  }
  return list;
}

Json criterion_json(const Report& report) {
  if (!report.criterion) return nullptr;
  Json suites = Json::object();
  for (const auto& [name, curve] : report.criterion->suites) {
    suites[name] = {{"role", to_string(curve.role)},
                    {"recall", list_or_null(curve.recall)},
                    {"false_positives", list_or_null(curve.false_positives)},
                    {"retention", list_or_null(curve.retention)},
                    {"negative_flips", curve.negative_flips},
                    {"positive_flips", curve.positive_flips}};
  }
  return {{"run", report.run_name(report.criterion->run)},
          {"shifts", report.criterion->shifts},
          {"suites", std::move(suites)}};
}

Json learned_json(const Report& report) {
  Json settings = Json::array();
  for (const Learned& one : report.learned) {
    settings.push_back({{"verdict", to_string(one.verdict)},
                        {"evidence",
                         {{"fix", rate_json(one.fix)},
                          {"transfer", rate_json(one.transfer)},
                          {"guard", rate_json(one.guard)},
                          {"retain", rate_json(one.retain)},
                          {"guard_drop", one.guard_drop ? Json{{"low", one.guard_drop->low},
                                                               {"high", one.guard_drop->high}}
                                                        : Json(nullptr)},
                          {"matched", matched_json(one.matched)}}},
                        {"reason", one.reason}});
  }
  return {{"rule", report.learned_rule}, {"settings", std::move(settings)}};
}

}  // namespace remedy
