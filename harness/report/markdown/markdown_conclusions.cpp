#include "report/markdown/markdown_conclusions.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "report/settings/columns.h"
#include "report/words/breaks_words.h"
#include "report/words/learned_words.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

// A fraction in percentage points, with its sign.
std::string points_cell(double difference) { return signed_fixed(100 * difference, 2); }

std::string points_cell(const statistics::Interval& interval) {
  return fmt::format("[{}, {}]", points_cell(interval.low), points_cell(interval.high));
}

std::string told_words(Told told) {
  switch (told) {
    case Told::kDraws:
      return "yes";
    case Told::kImages:
      return "on these test images; not established for new draws";
    case Told::kNo:
      break;
  }
  return "statistically tied";
}

std::string evidence_cell(const std::optional<RateEvidence>& evidence) {
  if (!evidence) return kNone;
  return fmt::format("{} → [{}, {}]", number_cell(evidence->before, Unit::kShare),
                     number_cell(evidence->low, Unit::kShare),
                     number_cell(evidence->high, Unit::kShare));
}

std::string variance_table(const Predictability& entry) {
  const bool varied = !entry.parameter.empty();
  std::vector<TableColumn> columns = {{"variance of", false}, {"N, %"}, {"draw, %"}};
  if (varied) columns.push_back({entry.parameter + ", %"});
  columns.push_back({"interaction and residual, %"});
  MarkdownTable table(columns);
  for (const VarianceOfFigure& figure : entry.variance) {
    if (!figure.shares) continue;
    const VarianceShares& shares = *figure.shares;
    std::vector<std::string> cells = {figure_name(figure.column),
                                      number_cell(shares.n, Unit::kShare),
                                      number_cell(shares.draw, Unit::kShare)};
    if (varied) cells.push_back(number_cell(shares.parameter, Unit::kShare));
    cells.push_back(number_cell(shares.rest(), Unit::kShare));
    table.add(std::move(cells));
  }
  return table.text();
}

// Those that may be the best, the highest value first.
std::vector<const SetMember*> members(const BestSet& set) {
  std::vector<const SetMember*> rows;
  for (const SetMember& row : set.settings) {
    if (row.in_set) rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const SetMember* a, const SetMember* b) { return a->value > b->value; });
  return rows;
}

// What a setting is called beside others of its remediation, with its N.
std::string which_setting(const Setting& setting) {
  if (!setting.anchor_classes) return setting.name.empty() ? kNone : setting.name;
  return setting.name + (setting.name.empty() ? "" : ", ") + "N " +
         std::to_string(*setting.anchor_classes);
}

std::string lost_cell(const Setting& setting, const std::vector<LostClass>& lost) {
  std::vector<std::string> parts;
  for (const LostClass& loss : lost) {
    std::string part = fmt::format("{} {} → {} of {}", class_name(loss), loss.before,
                                   number_cell(loss.after, Unit::kCount), loss.images);
    if (loss.trials < setting.trials.with_result) {
      part += fmt::format(" ({} of {} trials)", loss.trials, setting.trials.with_result);
    }
    parts.push_back(part);
  }
  return parts.empty() ? "no class lost significantly more" : join(parts, "; ");
}

}  // namespace

std::string verdict_text(const Report& report) {
  const Verdict& verdict = report.verdict;
  if (!verdict.setting) return "**" + escaped(verdict.use) + "**\n\n";
  std::string brief;
  for (const std::string& sentence : verdict.brief) brief += " " + escaped(sentence);
  return "**" + escaped(verdict.headline) + "**" + brief + "\n\n**Why this one.** " +
         escaped(verdict.use) + "\n\n**What it breaks.** " + escaped(verdict.breaks) +
         "\n\n**How sure is that?** " + escaped(verdict.sure) + "\n\n";
}

std::string set_table(const Report& report) {
  const auto& set = report.verdict.set;
  if (!set) return "";
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"less the best other, points"});
  const auto is_count = [&](std::size_t i) { return set->measures[i] == kNegativeFlipsName; };
  for (std::size_t i = 0; i < set->measures.size(); ++i) {
    columns.push_back({set->measures[i] + (is_count(i) ? "" : ", %")});
  }
  columns.push_back({"as good", /*number=*/false});
  MarkdownTable table(columns);
  for (const SetMember* row : members(*set)) {
    const Setting& setting = report.settings[row->setting];
    std::vector<std::string> cells = setting_cells(report, setting);
    cells.push_back(points_cell(row->to_best));
    for (std::size_t i = 0; i < set->measures.size(); ++i) {
      cells.push_back(number_cell(row->figures[i], is_count(i) ? Unit::kCount : Unit::kShare));
    }
    cells.push_back(row->setting == report.verdict.setting ? "named"
                    : row->worse_in.empty()                ? "yes"
                                                           : "worse in " + row->worse_in);
    table.add(std::move(cells), setting.published);
  }
  return table.text();
}

std::string rivals_table(const Report& report) {
  std::vector<TableColumn> columns;
  if (report.several_runs()) columns.push_back({"run", /*number=*/false});
  columns.push_back({"remediation", /*number=*/false});
  for (const char* title : {"difference, points", "shared draws", "95 % over draws and images",
                            "p, corrected", "s. e. by images", "p on these draws, corrected"}) {
    columns.push_back({title});
  }
  columns.push_back({"significantly worse", /*number=*/false});
  MarkdownTable table(columns);
  for (const RivalRow& rival : report.verdict.rivals) {
    const Setting& setting = report.settings[rival.setting];
    std::vector<std::string> cells;
    if (report.several_runs()) cells.push_back(report.run_name(setting.run));
    cells.push_back(setting.label);
    cells.push_back(points_cell(rival.difference));
    cells.push_back(std::to_string(rival.shared_draws));
    cells.push_back(rival.interval ? points_cell(*rival.interval) : kNone);
    cells.push_back(number_cell(rival.p_draws_holm, Unit::kP));
    cells.push_back(fixed_cell(100 * rival.standard_error, 2));
    cells.push_back(number_cell(rival.p_images_holm, Unit::kP));
    cells.push_back(told_words(rival.told));
    table.add(std::move(cells));
  }
  return table.text();
}

std::string frontier_table(const Report& report) {
  const Frontier& frontier = report.frontier;
  if (frontier.points.empty()) return "Nothing has been measured on both kinds of suites.\n\n";
  std::vector<TableColumn> columns = aggregate_columns(report);
  columns.push_back({"stop criterion met", /*number=*/false});
  columns.push_back({fmt::format("fix rate ({}), %", *frontier.fix)});
  columns.push_back({fmt::format("retention ({}), %", *frontier.retain)});
  MarkdownTable table(columns);
  std::vector<const FrontierPoint*> optimal;
  for (const FrontierPoint& point : frontier.points) {
    if (point.optimal) optimal.push_back(&point);
  }
  std::stable_sort(optimal.begin(), optimal.end(),
                   [](const FrontierPoint* a, const FrontierPoint* b) { return a->fix > b->fix; });
  for (const FrontierPoint* point : optimal) {
    std::vector<std::string> cells = aggregate_cells(report, report.settings[point->setting]);
    cells.push_back(point->reached ? "yes" : "no");
    cells.push_back(number_cell(point->fix, Unit::kShare));
    cells.push_back(number_cell(point->retention, Unit::kShare));
    table.add(std::move(cells), point->published);
  }
  return table.text();
}

std::string equal_fix_table(const Report& report) {
  const EqualFix& equal = report.equal_fix;
  if (equal.columns.empty()) return "There is no suite to retain.\n\n";
  std::vector<TableColumn> columns;
  if (report.several_runs()) columns.push_back({"run", /*number=*/false});
  columns.push_back({"remediation", /*number=*/false});
  columns.push_back({"settings that met the stop criterion"});
  for (const CostColumn& column : equal.columns) {
    columns.push_back({column.title});
    columns.push_back({"rank"});
    columns.push_back({"with", /*number=*/false});
  }
  MarkdownTable table(columns);
  for (const CostRow& row : equal.rows) {
    const BestEntry& entry = report.best[row.best];
    std::vector<std::string> cells;
    if (report.several_runs()) cells.push_back(report.run_name(entry.run));
    cells.push_back(entry.label + (entry.published ? std::string(" ") + kDagger : ""));
    cells.push_back(fmt::format("{} of {}", row.eligible, entry.of_settings));
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      const CostFigure& figure = row.figures[i];
      cells.push_back(figure.setting ? number_cell(figure.value, unit_of(equal.columns[i].figure))
                                     : "not met");
      cells.push_back(std::to_string(figure.rank));
      cells.push_back(figure.setting ? which_setting(report.settings[*figure.setting]) : kNone);
    }
    table.add(std::move(cells), entry.published);
  }
  return table.text();
}

std::string predictability_text(const Report& report) {
  std::string text;
  for (const Predictability& entry : report.predictability) {
    if (report.several_runs()) {
      text += escaped(report.run_name(report.settings[entry.setting].run)) + ": ";
    }
    text += escaped(entry.sentence) + "\n\n" + variance_table(entry);
  }
  return text;
}

std::string learned_table(const Report& report) {
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back({"learned", /*number=*/false});
  for (const char* title : {"fixed, %", "held-out right, %", "guard predicted as target, %",
                            "ordinary images predicted as target, %"}) {
    columns.push_back({title});
  }
  columns.push_back({"why", /*number=*/false});
  MarkdownTable table(columns);
  for (std::size_t i = 0; i < report.settings.size(); ++i) {
    const Learned& learned = report.learned[i];
    const Setting& setting = report.settings[i];
    std::vector<std::string> cells = setting_cells(report, setting);
    cells.push_back(learned_word(learned.verdict));
    for (const auto* rate : {&learned.fix, &learned.transfer, &learned.guard, &learned.retain}) {
      cells.push_back(evidence_cell(*rate));
    }
    cells.push_back(learned.verdict == LearnedVerdict::kCannotTell ? learned.reason : kNone);
    table.add(std::move(cells), setting.published);
  }
  return table.text("The plan has no trial.");
}

std::string lost_table(const Report& report, std::size_t suite) {
  std::vector<TableColumn> columns = setting_columns(report);
  columns.push_back(
      {"classes that lost significantly more: right before → after, of so many images",
       /*number=*/false});
  MarkdownTable table(columns);
  for (const BestEntry& entry : report.best) {
    if (!entry.setting) continue;
    const Setting& setting = report.settings[*entry.setting];
    const auto& lost = setting.suites[suite].lost;
    if (!lost) continue;
    std::vector<std::string> cells = setting_cells(report, setting);
    cells.push_back(lost_cell(setting, *lost));
    table.add(std::move(cells), setting.published);
  }
  if (table.empty()) return "";
  return "More than chance allows: McNemar's exact one-sided test of each class's negative against "
         "its positive flips, at a false discovery rate of 5 % over the classes. A class of a few "
         "images cannot show it, however many of them it loses.\n\n" +
         table.text();
}

}  // namespace remedy
