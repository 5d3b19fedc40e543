#include "report/conclude/trends/overlay.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "report/conclude/trends/trend_tests.h"
#include "statistics/intervals.h"
#include "statistics/mcnemar.h"
#include "statistics/rank.h"

namespace remedy {
namespace {

// A figure of one series; nothing where it is not known somewhere.
std::vector<double> values_of(const OverlaySeries& series, OverlayFigure figure) {
  std::vector<double> values;
  for (const OverlayPoint& point : series.points) {
    if (!point[figure]) return {};
    values.push_back(*point[figure]);
  }
  return values;
}

std::vector<double> n_of(const OverlaySeries& series) {
  std::vector<double> values;
  for (const OverlayPoint& point : series.points) {
    values.push_back(static_cast<double>(point.anchor_classes));
  }
  return values;
}

OverlayTrend trend_of(const Overlay& overlay, OverlayFigure figure) {
  OverlayTrend trend;
  trend.figure = figure;
  std::vector<std::vector<double>> blocks;
  for (const OverlaySeries& series : overlay.series) {
    const std::vector<double> values = values_of(series, figure);
    trend.spearman.push_back(values.empty() ? RhoAndP{std::nan(""), std::nan("")}
                                            : spearman_with_n(n_of(series), values));
    if (!values.empty() && n_of(series) == n_of(overlay.series.front())) blocks.push_back(values);
  }
  if (blocks.size() == overlay.series.size() && blocks.size() > 1 && blocks.front().size() > 1) {
    trend.page = page_both_ways(blocks);
  }
  return trend;
}

struct Points {
  std::vector<double> held_out, other;

  double rho() const { return statistics::spearman(held_out, other).estimate; }
};

Points points_of(const OverlaySeries& series, OverlayFigure figure) {
  Points points;
  for (const OverlayPoint& point : series.points) {
    if (!point[OverlayFigure::kHeldOut] || !point[figure]) continue;
    points.held_out.push_back(*point[OverlayFigure::kHeldOut]);
    points.other.push_back(*point[figure]);
  }
  return points;
}

HeldOutAgainst against(const Overlay& overlay, OverlayFigure figure) {
  Points all;
  HeldOutAgainst result;
  result.figure = figure;
  for (const OverlaySeries& series : overlay.series) {
    const Points points = points_of(series, figure);
    all.held_out.insert(all.held_out.end(), points.held_out.begin(), points.held_out.end());
    all.other.insert(all.other.end(), points.other.begin(), points.other.end());
    result.by_series.push_back(points.rho());
  }
  result.rho = all.rho();
  return result;
}

bool has(const Overlay& overlay, OverlayFigure figure) {
  return std::find(overlay.columns.begin(), overlay.columns.end(), figure) != overlay.columns.end();
}

std::optional<OverlayHeldOut> held_out_of(const Overlay& overlay) {
  if (!has(overlay, OverlayFigure::kHeldOut)) return std::nullopt;
  OverlayHeldOut result;
  for (const OverlayFigure figure : overlay.columns) {
    if (figure != OverlayFigure::kTop1 && figure != OverlayFigure::kKl) continue;
    result.against.push_back(against(overlay, figure));
  }
  std::vector<double> values;
  for (const OverlaySeries& series : overlay.series) {
    for (const OverlayPoint& point : series.points) {
      const auto& value = point[OverlayFigure::kHeldOut];
      if (value) values.push_back(*value);
    }
  }
  if (values.size() < 2 || result.against.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  result.runs = values.size();
  result.lowest = *low;
  result.highest = *high;
  if (!overlay.held_out_images) return result;
  const auto images = static_cast<double>(*overlay.held_out_images);
  const auto wilson = [&](double share) {
    return statistics::wilson_interval(std::llround(share * images), std::llround(images));
  };
  result.lowest_interval = wilson(*low);
  result.highest_interval = wilson(*high);
  result.smallest_p = statistics::mcnemar_p(std::llround((*high - *low) * images), 0);
  return result;
}

}  // namespace

void describe_overlay(Overlay& overlay) {
  overlay.trends.clear();
  for (const OverlayFigure figure : overlay.columns) {
    overlay.trends.push_back(trend_of(overlay, figure));
  }
  overlay.held_out = held_out_of(overlay);
}

}  // namespace remedy
