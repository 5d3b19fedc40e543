#include <fmt/format.h>

#include "report/markdown/markdown_conclusions.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

std::string titled(OverlayFigure figure) {
  switch (figure) {
    case OverlayFigure::kTop1:
      return "top-1, %";
    case OverlayFigure::kTop5:
      return "top-5, %";
    case OverlayFigure::kKl:
      return "KL, nats";
    case OverlayFigure::kHeldOut:
      break;
  }
  return "held-out, %";
}

std::string series_name(const OverlaySeries& series) {
  std::string name = series.label;
  if (series.learning_rate) {
    name += (name.empty() ? "learning rate " : ", learning rate ") +
            plain_number(*series.learning_rate);
  }
  return name.empty() ? kNone : name;
}

std::string figures_table(const Overlay& overlay) {
  std::vector<TableColumn> columns = {{"series", false}, {"N"}};
  for (const OverlayFigure figure : overlay.columns) columns.push_back({titled(figure)});
  MarkdownTable table(columns);
  for (const OverlaySeries& series : overlay.series) {
    for (const OverlayPoint& point : series.points) {
      std::vector<std::string> cells = {series_name(series), std::to_string(point.anchor_classes)};
      for (const OverlayFigure figure : overlay.columns) {
        const Unit unit = figure == OverlayFigure::kKl ? Unit::kNats : Unit::kShare;
        cells.push_back(number_cell(point[figure], unit));
      }
      table.add(std::move(cells));
    }
  }
  return table.text();
}

std::string trends_of_figures(const Overlay& overlay) {
  std::vector<TableColumn> columns = {{"figure", false}};
  for (const OverlaySeries& series : overlay.series) {
    columns.push_back({"Spearman, " + series_name(series)});
  }
  for (const char* title : {"Page L, rising", "p", "Page L, falling", "p"}) {
    columns.push_back({title});
  }
  MarkdownTable table(columns);
  for (const OverlayTrend& trend : overlay.trends) {
    std::vector<std::string> cells = {titled(trend.figure)};
    for (const RhoAndP& one : trend.spearman) cells.push_back(fixed_cell(one.rho, 2));
    const auto of_page = [&](double PageBothWays::*figure, Unit unit) {
      cells.push_back(trend.page ? number_cell((*trend.page).*figure, unit) : kNone);
    };
    of_page(&PageBothWays::l_rising, Unit::kCount);
    of_page(&PageBothWays::p_rising, Unit::kP);
    of_page(&PageBothWays::l_falling, Unit::kCount);
    of_page(&PageBothWays::p_falling, Unit::kP);
    table.add(std::move(cells));
  }
  return table.text();
}

// Held-out accuracy against what keeping the rest cost.
std::string held_out_of_figures(const Overlay& overlay) {
  if (!overlay.held_out) return "";
  std::vector<TableColumn> columns = {{"held-out accuracy against", false}, {"all runs, rho"}};
  for (const OverlaySeries& series : overlay.series) columns.push_back({series_name(series)});
  MarkdownTable table(columns);
  for (const HeldOutAgainst& one : overlay.held_out->against) {
    std::vector<std::string> cells = {titled(one.figure), fixed_cell(one.rho, 2)};
    for (const double rho : one.by_series) cells.push_back(fixed_cell(rho, 2));
    table.add(std::move(cells));
  }
  std::string text;
  for (const std::string& sentence : overlay.held_out->sentences) {
    text += escaped(sentence) + "\n\n";
  }
  return text + table.text();
}

}  // namespace

std::string overlay_text(const Report& report) {
  if (!report.overlay) return "";
  const Overlay& overlay = *report.overlay;
  return fmt::format("## Published figures: {}\n\n{}\n\n", escaped(overlay.title),
                     escaped(overlay.warning)) +
         figures_table(overlay) + trends_of_figures(overlay) + held_out_of_figures(overlay);
}

}  // namespace remedy
