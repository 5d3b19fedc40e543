// Published figures beside one's own. See conclude/trends/overlay.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/content/trend.h"
#include "statistics/intervals.h"

namespace remedy {

enum class OverlayFigure { kTop1, kTop5, kKl, kHeldOut };
inline constexpr OverlayFigure kOverlayFigures[] = {OverlayFigure::kTop1, OverlayFigure::kTop5,
                                                    OverlayFigure::kKl, OverlayFigure::kHeldOut};
const char* to_string(OverlayFigure figure);

struct OverlayPoint {
  std::int64_t anchor_classes = 0;
  std::array<std::optional<double>, 4> figures;  // by OverlayFigure; shares as fractions

  const std::optional<double>& operator[](OverlayFigure figure) const {
    return figures[static_cast<std::size_t>(figure)];
  }
};

struct OverlaySeries {
  std::optional<double> learning_rate;
  std::string label;
  std::vector<OverlayPoint> points;  // N ascending
};

struct OverlayTrend {
  OverlayFigure figure = OverlayFigure::kTop1;
  std::vector<RhoAndP> spearman;     // of each series
  std::optional<PageBothWays> page;  // where all series have the same N
};

// Spearman's correlation of held-out accuracy with another figure.
struct HeldOutAgainst {
  OverlayFigure figure = OverlayFigure::kTop1;
  double rho = 0;                 // of all runs
  std::vector<double> by_series;  // likewise
};

struct OverlayHeldOut {
  std::size_t runs = 0;
  double lowest = 0, highest = 0;
  // Where the number of images is known: Wilson's, and McNemar's p of the two at its smallest.
  std::optional<statistics::Interval> lowest_interval, highest_interval;
  std::optional<double> smallest_p;
  std::vector<HeldOutAgainst> against;
  std::vector<std::string> sentences;  // of words/overlay_words.h
};

struct Overlay {
  std::string title, file;
  std::vector<OverlayFigure> columns;
  std::optional<std::int64_t> held_out_images;
  std::vector<OverlaySeries> series;
  std::vector<OverlayTrend> trends;
  std::optional<OverlayHeldOut> held_out;
  std::string warning;  // what to know before believing it, in words
};

}  // namespace remedy
