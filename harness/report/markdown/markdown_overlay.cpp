#include <fmt/format.h>

#include "report/content/fields.h"
#include "report/markdown/markdown_conclusions.h"
#include "report/words/cells.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

std::string titled(const std::string& key) {
  if (key == "kl") return "KL, nats";
  if (key == "held_out") return "held-out, %";
  return key == "top1" ? "top-1, %" : "top-5, %";
}

std::string series_name(const Json& series) {
  std::string name = series["label"];
  if (!series["learning_rate"].is_null()) {
    name += (name.empty() ? "learning rate " : ", learning rate ") + series["learning_rate"].dump();
  }
  return name.empty() ? kNone : name;
}

std::string figures_table(const Json& overlay) {
  std::vector<TableColumn> columns = {{"series", false}, {"N"}};
  for (const std::string key : overlay["columns"]) columns.push_back({titled(key)});
  MarkdownTable table(columns);
  for (const Json& series : overlay["series"]) {
    for (const Json& point : series["points"]) {
      std::vector<std::string> cells = {series_name(series), point["anchor_classes"].dump()};
      for (const std::string key : overlay["columns"]) {
        cells.push_back(number_cell(&point[key], key == "kl" ? Unit::kNats : Unit::kShare));
      }
      table.add(std::move(cells));
    }
  }
  return table.text();
}

std::string trends_of_figures(const Json& overlay) {
  std::vector<TableColumn> columns = {{"figure", false}};
  for (const Json& series : overlay["series"]) {
    columns.push_back({"Spearman, " + series_name(series)});
  }
  for (const char* title : {"Page L, rising", "p", "Page L, falling", "p"}) {
    columns.push_back({title});
  }
  MarkdownTable table(columns);
  for (const Json& trend : overlay["trends"]) {
    std::vector<std::string> cells = {titled(trend["column"])};
    for (const Json& rho : trend["spearman"]) {
      cells.push_back(fixed_cell(number_at(rho, "rho"), 2));
    }
    for (const char* key : {"l_rising", "p_rising", "l_falling", "p_falling"}) {
      const Unit unit = key[0] == 'p' ? Unit::kP : Unit::kCount;
      cells.push_back(number_cell(find_field(trend, std::string("page.") + key), unit));
    }
    table.add(std::move(cells));
  }
  return table.text();
}

// Held-out accuracy against what keeping the rest cost.
std::string held_out_of_figures(const Json& overlay) {
  const Json& held_out = overlay["held_out"];
  if (held_out.is_null()) return "";
  std::vector<TableColumn> columns = {{"held-out accuracy against", false}, {"all runs, rho"}};
  for (const Json& series : overlay["series"]) columns.push_back({series_name(series)});
  MarkdownTable table(columns);
  for (const Json& entry : held_out["against"]) {
    std::vector<std::string> cells = {titled(entry["column"]),
                                      fixed_cell(number_at(entry["spearman"], "rho"), 2)};
    for (const Json& series : entry["by_series"]) {
      cells.push_back(fixed_cell(number_at(series, "rho"), 2));
    }
    table.add(std::move(cells));
  }
  std::string text;
  for (const std::string sentence : held_out["sentences"]) text += escaped(sentence) + "\n\n";
  return text + table.text();
}

}  // namespace

std::string overlay_text(const Json& report) {
  const Json& overlay = report["overlay"];
  if (overlay.is_null()) return "";
  return fmt::format("## Published figures: {}\n\n{}\n\n", escaped(overlay["title"]),
                     escaped(overlay["warning"])) +
         figures_table(overlay) + trends_of_figures(overlay) + held_out_of_figures(overlay);
}

}  // namespace remedy
