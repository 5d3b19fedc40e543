#include "report/markdown/markdown_conclusions.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/content/fields.h"
#include "report/settings/columns.h"
#include "report/words/cells.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

// A fraction in percentage points, with its sign.
std::string points_cell(double difference) { return signed_fixed(100 * difference, 2); }

std::string told_words(const std::string& told) {
  if (told == "draws") return "yes";
  if (told == "images") return "on these test images; not established for new draws";
  return "statistically tied";
}

std::string evidence_cell(const Json& evidence) {
  if (evidence.is_null()) return kNone;
  return fmt::format("{} → [{}, {}]", number_cell(&evidence["before"], Unit::kShare),
                     number_cell(&evidence["low"], Unit::kShare),
                     number_cell(&evidence["high"], Unit::kShare));
}

std::string learned_cell(const std::string& verdict) {
  if (verdict == "concept") return "generalises";
  if (verdict == "counterexamples") return "counterexamples only";
  if (verdict == "look") return "relies on the cue";
  if (verdict == "says_target") return "predicts the target more often";
  return "inconclusive";
}

std::string variance_table(const Json& entry) {
  const bool varied = !entry["parameter"].is_null();
  std::vector<TableColumn> columns = {{"variance of", false}, {"N, %"}, {"draw, %"}};
  if (varied) columns.push_back({entry["parameter"].get<std::string>() + ", %"});
  columns.push_back({"interaction and residual, %"});
  MarkdownTable table(columns);
  for (const Json& figure : entry["variance"]) {
    if (figure["shares"].is_null()) continue;
    const Json& shares = figure["shares"];
    std::vector<std::string> cells = {figure_name(figure), number_cell(&shares["n"], Unit::kShare),
                                      number_cell(&shares["draw"], Unit::kShare)};
    if (varied) cells.push_back(number_cell(&shares["parameter"], Unit::kShare));
    const Json rest = shares["draw_parameter"].get<double>() + shares["draw_n"].get<double>() +
                      shares["parameter_n"].get<double>() + shares["residual"].get<double>();
    cells.push_back(number_cell(&rest, Unit::kShare));
    table.add(std::move(cells));
  }
  return table.text();
}

}  // namespace

std::string verdict_text(const Json& report) {
  const Json& verdict = report["verdict"];
  std::string text = escaped(verdict["use"]) + "\n\n";
  if (verdict["setting"].is_null()) return "**" + escaped(verdict["use"]) + "**\n\n";
  text += "**What it breaks.** " + escaped(verdict["breaks"]) + "\n\n";
  return text + "**How sure is that?** " + escaped(verdict["sure"]) + "\n\n";
}

std::string set_table(const Json& report) {
  const Json& set = report["verdict"]["set"];
  if (set.is_null()) return "";
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"less the best other, points"});
  const Json& measures = set["measures"];
  const auto is_count = [&](std::size_t i) { return measures[i] == "negative flips"; };
  for (std::size_t i = 0; i < measures.size(); ++i) {
    columns.push_back({measures[i].get<std::string>() + (is_count(i) ? "" : ", %")});
  }
  columns.push_back({"as good", /*number=*/false});
  MarkdownTable table(columns);
  std::vector<const Json*> rows;
  for (const Json& row : set["settings"]) {
    if (row["in_set"] == true) rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Json* a, const Json* b) {
    return (*a)["value"].get<double>() > (*b)["value"].get<double>();
  });
  for (const Json* row : rows) {
    std::vector<std::string> cells = setting_cells(report, setting_of(report, *row));
    cells.push_back(fmt::format("[{}, {}]", points_cell((*row)["to_best"][0]),
                                points_cell((*row)["to_best"][1])));
    for (std::size_t i = 0; i < measures.size(); ++i) {
      cells.push_back(
          number_cell(&(*row)["figures"][i], is_count(i) ? Unit::kCount : Unit::kShare));
    }
    const Json& worse = (*row)["worse_in"];
    cells.push_back((*row)["setting"] == report["verdict"]["setting"] ? "named"
                    : worse.is_null()                                 ? "yes"
                                      : "worse in " + worse.get<std::string>());
    table.add(std::move(cells), is_published(setting_of(report, *row)));
  }
  return table.text();
}

std::string rivals_table(const Json& report) {
  const Json& verdict = report["verdict"];
  std::vector<TableColumn> columns;
  if (report["runs"].size() > 1) columns.push_back({"run", /*number=*/false});
  columns.push_back({"remediation", /*number=*/false});
  for (const char* title : {"difference, points", "shared draws", "95 % over draws and images",
                            "p, corrected", "s. e. by images", "p on these draws, corrected"}) {
    columns.push_back({title});
  }
  columns.push_back({"significantly worse", /*number=*/false});
  MarkdownTable table(columns);
  for (const Json& rival : verdict["rivals"]) {
    std::vector<std::string> cells;
    if (report["runs"].size() > 1) cells.push_back(rival["run"]);
    cells.push_back(rival["label"]);
    cells.push_back(points_cell(rival["difference"]));
    cells.push_back(rival["shared_draws"].dump());
    const Json& interval = rival["interval"];
    cells.push_back(interval.is_null() ? kNone
                                       : fmt::format("[{}, {}]", points_cell(interval[0]),
                                                     points_cell(interval[1])));
    cells.push_back(number_cell(&rival["p_draws_holm"], Unit::kP));
    auto error = number_at(rival, "standard_error");
    if (error) *error *= 100;
    cells.push_back(fixed_cell(error, 2));
    cells.push_back(number_cell(&rival["p_images_holm"], Unit::kP));
    cells.push_back(told_words(rival["told"]));
    table.add(std::move(cells));
  }
  return table.text();
}

std::string frontier_table(const Json& report) {
  const Json& frontier = report["frontier"];
  if (frontier["points"].empty()) return "Nothing has been measured on both kinds of suites.\n\n";
  std::vector<TableColumn> columns = aggregate_columns(report);
  columns.push_back({"stop criterion met", /*number=*/false});
  columns.push_back({fmt::format("fix rate ({}), %", text_at(frontier, "fix"))});
  columns.push_back({fmt::format("retention ({}), %", text_at(frontier, "retain"))});
  MarkdownTable table(columns);
  std::vector<const Json*> optimal;
  for (const Json& point : frontier["points"]) {
    if (point["optimal"] == true) optimal.push_back(&point);
  }
  std::stable_sort(optimal.begin(), optimal.end(), [](const Json* a, const Json* b) {
    return (*a)["fix"].get<double>() > (*b)["fix"].get<double>();
  });
  for (const Json* point : optimal) {
    std::vector<std::string> cells = aggregate_cells(report, setting_of(report, *point));
    cells.push_back((*point)["reached"] == true ? "yes" : "no");
    cells.push_back(number_cell(&(*point)["fix"], Unit::kShare));
    cells.push_back(number_cell(&(*point)["retention"], Unit::kShare));
    table.add(std::move(cells), (*point)["published"]);
  }
  return table.text();
}

std::string equal_fix_table(const Json& report) {
  const Json& equal = report["equal_fix"];
  if (equal["columns"].empty()) return "There is no suite to retain.\n\n";
  std::vector<TableColumn> columns;
  if (report["runs"].size() > 1) columns.push_back({"run", /*number=*/false});
  columns.push_back({"remediation", /*number=*/false});
  columns.push_back({"settings that met the stop criterion"});
  for (const Json& column : equal["columns"]) {
    columns.push_back({column["title"]});
    columns.push_back({"rank"});
    columns.push_back({"with", /*number=*/false});
  }
  MarkdownTable table(columns);
  for (const Json& row : equal["rows"]) {
    const bool published = is_published(row);
    std::vector<std::string> cells;
    if (report["runs"].size() > 1) cells.push_back(row["run"]);
    cells.push_back(row["label"].get<std::string>() +
                    (published ? std::string(" ") + kDagger : ""));
    cells.push_back(fmt::format("{} of {}", row["eligible"].dump(), row["of_settings"].dump()));
    for (const Json& column : equal["columns"]) {
      const Json& figure = row["figures"][column["metric"].get<std::string>()];
      const bool reached = !figure["setting"].is_null();
      cells.push_back(reached ? number_cell(&figure["value"], unit_of(column["metric"]))
                              : "not met");
      cells.push_back(figure["rank"].dump());
      std::string which = kNone;
      if (reached) {
        const Json& setting = setting_of(report, figure);
        const std::string name = setting["name"];
        which = setting["anchor_classes"].is_null()
                    ? (name.empty() ? kNone : name)
                    : name + (name.empty() ? "" : ", ") + "N " + setting["anchor_classes"].dump();
      }
      cells.push_back(which);
    }
    table.add(std::move(cells), published);
  }
  return table.text();
}

std::string predictability_text(const Json& report) {
  std::string text;
  for (const Json& entry : report["predictability"]) {
    if (report["runs"].size() > 1) text += escaped(entry["run"]) + ": ";
    text += escaped(entry["sentence"]) + "\n\n" + variance_table(entry);
  }
  return text;
}

std::string learned_table(const Json& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"learned", /*number=*/false});
  for (const char* title : {"fixed, %", "held-out right, %", "guard predicted as target, %",
                            "ordinary images predicted as target, %"}) {
    columns.push_back({title});
  }
  columns.push_back({"why", /*number=*/false});
  MarkdownTable table(columns);
  for (std::size_t i = 0; i < report["settings"].size(); ++i) {
    const Json& finding = report["learned"]["settings"][i];
    const Json& setting = report["settings"][i];
    std::vector<std::string> cells = setting_cells(report, setting);
    cells.push_back(learned_cell(finding["verdict"]));
    for (const char* role : {"fix", "transfer", "guard", "retain"}) {
      cells.push_back(evidence_cell(finding["evidence"][role]));
    }
    cells.push_back(finding["verdict"] == "cannot_tell" ? text_at(finding, "reason") : kNone);
    table.add(std::move(cells), is_published(setting));
  }
  return table.text("The plan has no trial.");
}

std::string lost_table(const Json& report, const Json& suite) {
  const std::string name = suite["name"];
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back(
      {"classes that lost significantly more: right before → after, of so many images",
       /*number=*/false});
  MarkdownTable table(columns);
  for (const Json& row : report["best"]) {
    if (row["setting"].is_null()) continue;
    const Json& setting = setting_of(report, row);
    const Json* lost = find_member(setting["lost"], name);
    if (lost == nullptr || lost->is_null()) continue;
    std::vector<std::string> cells = setting_cells(report, setting), parts;
    const int measured = setting["trials"]["with_result"];
    for (const Json& loss : *lost) {
      std::string part = fmt::format(
          "{} {} → {} of {}",
          loss["name"].is_null() ? "class " + loss["class"].dump() : text_at(loss, "name"),
          loss["before"].dump(), number_cell(&loss["after"], Unit::kCount), loss["images"].dump());
      if (loss["trials"].get<int>() < measured) {
        part += fmt::format(" ({} of {} trials)", loss["trials"].dump(), measured);
      }
      parts.push_back(part);
    }
    cells.push_back(parts.empty() ? "no class lost significantly more" : join(parts, "; "));
    table.add(std::move(cells), is_published(setting));
  }
  if (table.empty()) return "";
  return "More than chance allows: McNemar's exact one-sided test of each class's negative against "
         "its positive flips, at a false discovery rate of 5 % over the classes. A class of a few "
         "images cannot show it, however many of them it loses.\n\n" +
         table.text();
}

}  // namespace remedy
