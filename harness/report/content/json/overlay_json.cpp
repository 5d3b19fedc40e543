#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json series_json(const Overlay& overlay) {
  Json list = Json::array();
  for (const OverlaySeries& series : overlay.series) {
    Json points = Json::array();
    for (const OverlayPoint& point : series.points) {
      Json json = {{"anchor_classes", point.anchor_classes}};
      for (const OverlayFigure figure : overlay.columns) {
        json[to_string(figure)] = or_null(point[figure]);
      }
      points.push_back(std::move(json));
    }
    list.push_back({{"learning_rate", or_null(series.learning_rate)},
                    {"label", series.label},
                    {"points", std::move(points)}});
  }
  return list;
}

Json page_json(const std::optional<PageBothWays>& page) {
  if (!page) return nullptr;
  return {{"blocks", page->blocks},
          {"points", page->points},
          {"l_rising", or_null(page->l_rising)},
          {"p_rising", or_null(page->p_rising)},
          {"l_falling", or_null(page->l_falling)},
          {"p_falling", or_null(page->p_falling)}};
}

Json trends_of(const Overlay& overlay) {
  Json list = Json::array();
  for (const OverlayTrend& trend : overlay.trends) {
    Json spearman = Json::array();
    for (const RhoAndP& one : trend.spearman) {
      spearman.push_back({{"rho", or_null(one.rho)}, {"p", or_null(one.p)}});
    }
    list.push_back({{"column", to_string(trend.figure)},
                    {"spearman", std::move(spearman)},
                    {"page", page_json(trend.page)}});
  }
  return list;
}

Json held_out_json(const Overlay& overlay) {
  if (!overlay.held_out) return nullptr;
  const OverlayHeldOut& held_out = *overlay.held_out;
  Json against = Json::array();
  for (const HeldOutAgainst& one : held_out.against) {
    Json by_series = Json::array();
    for (std::size_t i = 0; i < overlay.series.size(); ++i) {
      by_series.push_back({{"learning_rate", or_null(overlay.series[i].learning_rate)},
                           {"label", overlay.series[i].label},
                           {"rho", or_null(one.by_series[i])}});
    }
    against.push_back({{"column", to_string(one.figure)},
                       {"spearman", {{"rho", or_null(one.rho)}, {"p", nullptr}}},
                       {"by_series", std::move(by_series)}});
  }
  return {{"runs", held_out.runs},
          {"images", or_null(overlay.held_out_images)},
          {"lowest", held_out.lowest},
          {"highest", held_out.highest},
          {"lowest_interval", or_null(held_out.lowest_interval)},
          {"highest_interval", or_null(held_out.highest_interval)},
          {"smallest_p", or_null(held_out.smallest_p)},
          {"against", std::move(against)},
          {"sentences", held_out.sentences}};
}

}  // namespace

Json overlay_json(const std::optional<Overlay>& overlay) {
  if (!overlay) return nullptr;
  Json columns = Json::array();
  for (const OverlayFigure figure : overlay->columns) columns.push_back(to_string(figure));
  return {{"title", overlay->title},
          {"file", overlay->file},
          {"columns", std::move(columns)},
          {"held_out_images", or_null(overlay->held_out_images)},
          {"series", series_json(*overlay)},
          {"trends", trends_of(*overlay)},
          {"held_out", held_out_json(*overlay)},
          {"warning", overlay->warning}};
}

}  // namespace remedy
