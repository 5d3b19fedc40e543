#include "report/conclude/trends/overlay_held_out.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "report/content/fields.h"
#include "statistics/intervals.h"
#include "statistics/mcnemar.h"
#include "statistics/rank.h"

namespace remedy {
namespace {

struct Points {
  std::vector<double> held_out, other;
};

Points points_of(const Json& series, const std::string& column) {
  Points points;
  for (const Json& point : series["points"]) {
    const auto held_out = number_at(point, "held_out"), other = number_at(point, column);
    if (!held_out || !other) continue;
    points.held_out.push_back(*held_out);
    points.other.push_back(*other);
  }
  return points;
}

Json rho_of(const Points& points) {
  return or_null(statistics::spearman(points.held_out, points.other).estimate);
}

Json against(const Json& overlay, const std::string& column) {
  Points all;
  Json by_series = Json::array();
  for (const Json& series : overlay["series"]) {
    const Points points = points_of(series, column);
    all.held_out.insert(all.held_out.end(), points.held_out.begin(), points.held_out.end());
    all.other.insert(all.other.end(), points.other.begin(), points.other.end());
    by_series.push_back({{"learning_rate", series["learning_rate"]},
                         {"label", series["label"]},
                         {"rho", rho_of(points)}});
  }
  return {{"column", column},
          {"spearman", {{"rho", rho_of(all)}, {"p", nullptr}}},
          {"by_series", std::move(by_series)}};
}

Json wilson(double share, double images) {
  const auto interval =
      statistics::wilson_interval(std::llround(share * images), std::llround(images));
  return {interval.low, interval.high};
}

}  // namespace

Json overlay_held_out(const Json& overlay) {
  std::vector<std::string> columns;
  bool known = false;
  for (const std::string column : overlay["columns"]) {
    known = known || column == "held_out";
    if (column == "top1" || column == "kl") columns.push_back(column);
  }
  std::vector<double> values;
  for (const Json& series : overlay["series"]) {
    for (const Json& point : series["points"]) {
      const auto value = known ? number_at(point, "held_out") : std::nullopt;
      if (value) values.push_back(*value);
    }
  }
  if (values.size() < 2 || columns.empty()) return nullptr;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const Json& images = overlay["held_out_images"];
  Json entry = {
      {"runs", values.size()}, {"images", images},           {"lowest", *low},
      {"highest", *high},      {"lowest_interval", nullptr}, {"highest_interval", nullptr},
      {"smallest_p", nullptr}, {"against", Json::array()}};
  if (!images.is_null()) {
    const double n = images;
    entry["lowest_interval"] = wilson(*low, n);
    entry["highest_interval"] = wilson(*high, n);
    entry["smallest_p"] = statistics::mcnemar_p(std::llround((*high - *low) * n), 0);
  }
  for (const std::string& column : columns) entry["against"].push_back(against(overlay, column));
  return entry;
}

}  // namespace remedy
