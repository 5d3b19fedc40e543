#include "report/export/frontier_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "report/conclude/trial_marks.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

constexpr double kWidth = 720, kLeastHeight = 400, kLegendLine = 22;
constexpr double kLeft = 70, kRight = 190, kTop = 30, kBottom = 56;
constexpr double kRadius = 5;

// Okabe and Ito's palette, which the colour-blind can tell apart.
constexpr std::array<const char*, 7> kColours = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                 "#E69F00", "#56B4E9", "#000000"};

struct Mark {
  double fix = 0;        // percent
  double retention = 0;  // percent
  bool reached = false;
  std::size_t label = 0;
};

struct Picture {
  std::string fix_suite, retain_suite;
  std::vector<std::string> labels;
  std::vector<Mark> points;
  double lowest = 0;  // percent, a multiple of 10
  double highest = 100;
};

Picture collect(const Report& report) {
  Picture frontier;
  frontier.fix_suite = suite_of_role(report.suites, Role::kFix);
  frontier.retain_suite = suite_of_role(report.suites, Role::kRetain);
  for (const TrialMark& mark : trial_marks(report)) {
    auto place = std::find(frontier.labels.begin(), frontier.labels.end(), mark.label);
    if (place == frontier.labels.end()) {
      place = frontier.labels.insert(frontier.labels.end(), mark.label);
    }
    frontier.points.push_back({100 * mark.fix, 100 * mark.retention, mark.reached,
                               static_cast<std::size_t>(place - frontier.labels.begin())});
  }
  double low = 90;
  for (const Mark& point : frontier.points) {
    low = std::min(low, point.retention);
    frontier.highest = std::max(frontier.highest, std::ceil(point.retention / 10) * 10);
  }
  frontier.lowest = std::max(0.0, std::floor(low / 10) * 10);
  return frontier;
}

std::string xml(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else {
      result += c;
    }
  }
  return result;
}

class Drawing {
 public:
  // As tall as its legend needs.
  explicit Drawing(const Picture& frontier)
      : frontier_(frontier),
        height_(std::max(kLeastHeight,
                         kTop + 40 + kLegendLine * static_cast<double>(frontier.labels.size()))) {}

  std::string svg() {
    text_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
        "height=\"{1}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n"
        "<title>Retention on {2} against accuracy on {3}</title>\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n",
        kWidth, height_, xml(frontier_.retain_suite), xml(frontier_.fix_suite));
    axes();
    for (const Mark& point : frontier_.points) {
      dot(x(point.fix), y(point.retention), point.label, point.reached);
    }
    legend();
    return text_ + "</svg>\n";
  }

 private:
  static double x(double fix) { return kLeft + (kWidth - kLeft - kRight) * fix / 100; }
  double y(double retention) const {
    const double share = (retention - frontier_.lowest) / (frontier_.highest - frontier_.lowest);
    return height_ - kBottom - (height_ - kTop - kBottom) * share;
  }

  void line(double x1, double y1, double x2, double y2) {
    text_ += fmt::format(
        "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#ddd\"/>\n", x1, y1,
        x2, y2);
  }

  void write(double at_x, double at_y, const char* anchor, const std::string& words,
             const std::string& more = "") {
    text_ += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" fill=\"#222\"{}>{}</text>\n", at_x,
        at_y, anchor, more, xml(words));
  }

  void dot(double at_x, double at_y, std::size_t label, bool filled) {
    const char* colour = kColours[label % kColours.size()];
    text_ += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" stroke=\"{}\" stroke-width=\"1.5\" "
        "fill=\"{}\" fill-opacity=\"0.65\"/>\n",
        at_x, at_y, kRadius, colour, filled ? colour : "#fff");
  }

  void axes() {
    for (int tick = 0; tick <= 100; tick += 20) {
      line(x(tick), kTop, x(tick), height_ - kBottom);
      write(x(tick), height_ - kBottom + 18, "middle", std::to_string(tick));
    }
    const double range = frontier_.highest - frontier_.lowest;
    const double step = range > 200 ? 100 : range > 50 ? 20 : range > 10 ? 10 : 2;
    for (double tick = frontier_.highest; tick >= frontier_.lowest; tick -= step) {
      line(kLeft, y(tick), kWidth - kRight, y(tick));
      write(kLeft - 8, y(tick) + 4, "end", fmt::format("{:.0f}", tick));
    }
    const double middle = (kTop + height_ - kBottom) / 2;
    write((kLeft + kWidth - kRight) / 2, height_ - 14, "middle",
          fmt::format("fix rate on {}, %", frontier_.fix_suite));
    write(22, middle, "middle", fmt::format("retention on {}, %", frontier_.retain_suite),
          fmt::format(" transform=\"rotate(-90 22 {:.1f})\"", middle));
  }

  void legend() {
    const double at_x = kWidth - kRight + 22;
    double at_y = kTop + 10;
    for (std::size_t i = 0; i < frontier_.labels.size(); ++i, at_y += kLegendLine) {
      dot(at_x, at_y - 4, i, true);
      std::string label = frontier_.labels[i];
      if (label.size() > 22) label = label.substr(0, 20) + "…";
      write(at_x + 12, at_y, "start", label, " font-size=\"12\"");
    }
    at_y += 8;
    text_ += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" stroke=\"#666\" stroke-width=\"1.5\" "
        "fill=\"#fff\"/>\n",
        at_x, at_y - 4, kRadius);
    write(at_x + 12, at_y, "start", "stop criterion not met", " font-size=\"12\"");
  }

  const Picture& frontier_;
  double height_;
  std::string text_;
};

}  // namespace

std::string frontier_svg(const Report& report) {
  const Picture frontier = collect(report);
  return frontier.points.empty() ? "" : Drawing(frontier).svg();
}

}  // namespace remedy
