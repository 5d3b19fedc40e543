#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json slope_json(const SlopeSummary& slope) {
  return {{"mean", or_null(slope.mean)},
          {"interval",
           std::isfinite(slope.interval.low) ? interval_json(slope.interval) : Json(nullptr)},
          {"deviation", or_null(slope.deviation)},
          {"rounding", slope.rounding},
          {"t", or_null(slope.t)},
          {"degrees", slope.degrees}};
}

void add_test(Json& json, const Trend& trend) {
  if (!trend.test) {
    for (const char* key : {"means", "slope", "page", "p", "p_holm", "attainable", "spearman",
                            "mann_kendall", "isotonic"}) {
      json[key] = nullptr;
    }
    return;
  }
  const TrendTest& test = *trend.test;
  json["means"] = test.means;
  json["slope"] = slope_json(test.slope);
  json["page"] = {{"l", or_null(test.page.l_rising)},
                  {"p_rising", or_null(test.page.p_rising)},
                  {"p_falling", or_null(test.page.p_falling)}};
  json["p"] = or_null(test.p);
  json["p_holm"] = or_null(trend.p_holm);
  json["attainable"] = test.attainable;
  json["spearman"] = {{"rho", or_null(test.spearman.rho)}, {"p", or_null(test.spearman.p)}};
  json["mann_kendall"] = {{"s", test.kendall_s}, {"p", or_null(test.kendall_p)}};
  json["isotonic"] = {{"direction", test.towards_rising ? "rising" : "falling"},
                      {"r2", or_null(test.isotonic_r2)},
                      {"null_mean", or_null(test.isotonic_null_mean)},
                      {"p", or_null(test.isotonic_p)}};
}

Json shares_json(const std::optional<VarianceShares>& shares) {
  if (!shares) return nullptr;
  return {{"draw", shares->draw},
          {"parameter", shares->parameter},
          {"n", shares->n},
          {"draw_parameter", shares->draw_parameter},
          {"draw_n", shares->draw_n},
          {"parameter_n", shares->parameter_n},
          {"residual", shares->residual}};
}

Json variance_json(const Predictability& entry) {
  Json list = Json::array();
  for (const VarianceOfFigure& figure : entry.variance) {
    list.push_back({{"suite", figure.column.suite},
                    {"metric", metric_of(figure.column.figure).key},
                    {"title", figure.column.title},
                    {"shares", shares_json(figure.shares)}});
  }
  return list;
}

Json power_json(const std::optional<PowerOfTrends>& power) {
  if (!power) return nullptr;
  return {{"alpha", power->alpha},
          {"blocks", power->blocks},
          {"points", power->points},
          {"detectable", or_null(power->detectable)},
          {"at_two", power->at_two}};
}

Json overlap_json(const std::optional<OverlapOfDraws>& overlap) {
  if (!overlap) return nullptr;
  return {{"anchor_classes", overlap->anchor_classes},
          {"of_classes", overlap->of_classes},
          {"share", overlap->share}};
}

Json moves_json(const std::optional<MovesWithN>& moves) {
  if (!moves) return nullptr;
  return {{"factor", "counterexample_weight"},
          {"counterexamples", moves->counterexamples},
          {"smallest_n", moves->smallest_n},
          {"largest_n", moves->largest_n},
          {"at_smallest_n", moves->at_smallest_n},
          {"at_largest_n", moves->at_largest_n},
          {"levels", moves->levels}};
}

}  // namespace

Json trends_json(const Report& report) {
  Json list = Json::array();
  for (const Trend& trend : report.trends) {
    const Setting& setting = report.settings[trend.setting];
    Json json = {{"run", report.run_name(setting.run)},
                 {"label", setting.label},
                 {"parameters", parameters_json(setting.parameters)},
                 {"after", parents_json(trend.after)},
                 {"suite", trend.column.suite},
                 {"metric", metric_of(trend.column.figure).key},
                 {"title", trend.column.title},
                 {"draws", trend.draws},
                 {"left_out", trend.left_out},
                 {"anchor_classes", trend.anchor_classes}};
    add_test(json, trend);
    json["verdict"] = to_string(trend.verdict);
    list.push_back(std::move(json));
  }
  return list;
}

Json predictability_json(const Report& report) {
  Json list = Json::array();
  for (const Predictability& entry : report.predictability) {
    const Setting& setting = report.settings[entry.setting];
    list.push_back({{"run", report.run_name(setting.run)},
                    {"label", setting.label},
                    {"stop_on", text_or_null(setting.stop_on())},
                    {"after", parents_json(entry.after)},
                    {"parameter", text_or_null(entry.parameter)},
                    {"levels", entry.levels},
                    {"anchor_classes", entry.anchor_classes},
                    {"left_out", entry.left_out},
                    {"draws", entry.draws},
                    {"variance", variance_json(entry)},
                    {"power", power_json(entry.power)},
                    {"overlap", overlap_json(entry.overlap)},
                    {"moves_with_n", moves_json(entry.moves_with_n)},
                    {"trends", entry.trends},
                    {"verdict", to_string(entry.verdict)},
                    {"sentence", entry.sentence}});
  }
  return list;
}

}  // namespace remedy
