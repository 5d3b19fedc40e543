#include "report/input/suite_row.h"

#include <fmt/format.h>

#include <cmath>

#include "report/content/fields.h"
#include "report/content/metrics.h"
#include "statistics/intervals.h"
#include "statistics/mcnemar.h"

namespace remedy {
namespace {

// Sets the value at a dotted path; what stands in its way is no object and gives way.
void set_field(Json& json, const std::string& path, Json value) {
  Json* at = &json;
  std::size_t begin = 0;
  for (std::size_t dot; (dot = path.find('.', begin)) != std::string::npos; begin = dot + 1) {
    at = &(*at)[path.substr(begin, dot - begin)];
    if (!at->is_object()) *at = Json::object();
  }
  (*at)[path.substr(begin)] = std::move(value);
}

void check(Json& row, const Metric& metric, std::vector<std::string>& problems) {
  if (metric.derived) return;
  const Json* value = find_field(row, metric.key);
  if (value == nullptr) {
    if (metric.newer) return;
    problems.push_back(metric.key + " is missing");
  } else if (value->is_null()) {
    return;  // undefined here, or not finite
  } else {
    const bool whole = metric.unit != Unit::kCount || value->is_number_integer();
    if (value->is_number() && whole && is_allowed(metric.unit, value->get<double>())) return;
    problems.push_back(fmt::format("{} is {}, not {}", metric.key,
                                   value->dump(-1, ' ', false, Json::error_handler_t::replace),
                                   allowed_values(metric.unit)));
  }
  set_field(row, metric.key, nullptr);
}

void add_interval(Json& row, const Metric& metric, std::int64_t images) {
  const auto rate = number_at(row, metric.key);
  if (!metric.rate || !rate) return;
  const std::int64_t hits = std::llround(*rate * static_cast<double>(images));
  const statistics::Interval interval = statistics::wilson_interval(hits, images);
  row["intervals"][metric.key] = {interval.low, interval.high};
}

}  // namespace

Json suite_row(const Json& entry, std::vector<std::string>& problems) {
  Json row = entry;
  row.erase("classes");  // gathered by setting, from the record
  const std::int64_t images = count_at(row, "images").value_or(0);
  if (images == 0) {
    problems.push_back("images is missing, or no count of images");
    row["images"] = nullptr;
  }
  for (const auto* table : {&suite_metrics_table(), &baseline_metrics_table()}) {
    for (const Metric& metric : *table) check(row, metric, problems);
  }
  const auto before = number_at(row, "baseline.top1");
  const auto after = number_at(row, "top1");
  row["top1_points"] = before && after ? Json(100 * (*after - *before)) : Json(nullptr);

  const auto negative = count_at(row, "negative_flips");
  const auto gained = count_at(row, "positive_flips");
  row["mcnemar_p"] = nullptr;
  row["paired_standard_error"] = nullptr;
  if (negative && gained && images > 0 && *negative + *gained > images) {
    problems.push_back(
        fmt::format("{} and {} flips are more than its {} images", *negative, *gained, images));
  } else if (negative && gained && images > 0) {
    row["mcnemar_p"] = statistics::mcnemar_p(*negative, *gained);
    row["paired_standard_error"] =
        100 * statistics::paired_standard_error(*negative, *gained, images);
  }
  row["intervals"] = Json::object();
  if (images > 0 && images < kSmallSuite) {
    for (const auto* table : {&suite_metrics_table(), &baseline_metrics_table()}) {
      for (const Metric& metric : *table) add_interval(row, metric, images);
    }
  }
  return row;
}

}  // namespace remedy
