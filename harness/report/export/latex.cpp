#include "report/export/latex.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/settings/columns.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

const char kDash[] = "--";

std::vector<SuiteColumn> wanted_columns(const Report& report) {
  std::vector<SuiteColumn> columns = headline_columns(report);
  columns.erase(std::remove_if(columns.begin(), columns.end(),
                               [](const SuiteColumn& column) {
                                 return column.figure == Figure::kTop1Points ||
                                        column.figure == Figure::kPositiveFlips;
                               }),
                columns.end());
  return columns;
}

// A number, with the ends of its interval where it has one.
std::string figure(const std::optional<Spread>& spread, Unit unit, int expected) {
  if (!spread) return kDash;
  std::string text = number_cell(spread->mean, unit);
  if (const auto& interval = spread->interval) {
    text += fmt::format("_{{{}}}^{{{}}}", number_cell(interval->low, unit),
                        number_cell(interval->high, unit));
  }
  text = "$" + text + "$";
  if (static_cast<int>(spread->trials) < expected) {
    text += fmt::format(" ({} of {})", spread->trials, expected);
  }
  return text;
}

std::string row_of(const Report& report, const BestEntry& entry,
                   const std::vector<SuiteColumn>& wanted) {
  std::string text;
  if (report.several_runs()) text += latex_escaped(report.run_name(entry.run)) + " & ";
  text += latex_escaped(entry.label);
  if (entry.published) text += "\\dag{}";
  const std::string reached = fmt::format("{} of {}", entry.reached, entry.planned);
  if (!entry.setting) {
    text += fmt::format(" & {0} & {0} & {1}", kDash,
                        entry.outcome == Outcome::kNotReached ? reached : kDash);
    for (std::size_t i = 0; i < wanted.size(); ++i) text += std::string(" & ") + kDash;
    return text;
  }
  const Setting& setting = report.settings[*entry.setting];
  text += " & " + (setting.name.empty() ? kDash : latex_escaped(setting.name));
  text += " & " + (setting.anchor_classes ? std::to_string(*setting.anchor_classes) : kDash);
  text += " & " + reached;
  for (const SuiteColumn& column : wanted) {
    text += " & " +
            figure(spread_of(setting, column), unit_of(column.figure), setting.trials.with_result);
  }
  return text;
}

// Makes a table smaller that is wider than the line, and no other.
const char kNoWider[] =
    "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n";

// "NF $\\downarrow$"
std::string column_head(const Report& report, const DecisionColumn& column) {
  std::string text;
  switch (report.suites[column.suite].role) {
    case Role::kRetain:
      text = column.figure == Figure::kRetention ? "Ret." : "NF";
      break;
    case Role::kFix:
      text = "Fix";
      break;
    case Role::kTransfer:
      text = column.figure ? "Held" : "MD";
      break;
    case Role::kGuard:
      text = column.figure == Figure::kTop1Points ? "$\\Delta$G" : "GFP";
      break;
  }
  return text + (column.higher_is_better ? "\\,$\\uparrow$" : "\\,$\\downarrow$");
}

// Of the rows that are no controls; nothing where none has the figure.
std::optional<double> best_mean(const DecisionMatrix& matrix, std::size_t column) {
  std::optional<double> best;
  for (const DecisionRow& row : matrix.rows) {
    const auto mean = row.cells[column].mean;
    if (row.control || !mean) continue;
    const bool higher = matrix.columns[column].higher_is_better;
    if (!best || (higher ? *mean > *best : *mean < *best)) best = mean;
  }
  return best;
}

std::string column_row(const Report& report, const DecisionRow& row) {
  const BestEntry& entry = report.best[row.best];
  std::string text = latex_escaped(entry.label);
  if (row.tied && !row.too_little) text = "\\underline{" + text + "}";
  if (entry.published) text += "\\dag{}";
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto mean = row.cells[i].mean;
    std::string value = mean ? number_cell(*mean, report.matrix.columns[i].unit()) : kDash;
    if (mean && *mean < 0) value = "$" + value + "$";
    if (mean && !row.control && mean == best_mean(report.matrix, i)) {
      value = "\\textbf{" + value + "}";
    }
    text += " & " + value;
  }
  return text + " \\\\\n";
}

// The names of the suites of a role, for the caption.
std::string suites_words(const Report& report, Role role, const char* what) {
  std::string names;
  for (const ReportSuite& suite : report.suites) {
    if (suite.role == role) names += (names.empty() ? "" : ", ") + latex_escaped(suite.name);
  }
  return names.empty() ? "" : fmt::format(" {} ({}).", what, names);
}

std::string column_table(const Report& report) {
  const DecisionMatrix& matrix = report.matrix;
  if (matrix.rows.empty()) return "";
  std::string text =
      "\\begin{table}\n\\centering\\footnotesize\\setlength{\\tabcolsep}{3pt}\n"
      "\\caption{The best setting of each remediation, means over draws. Bold: best mean; "
      "underlined: statistically tied for the best retention.";
  text += suites_words(report, Role::kRetain, "Ret.: retention, \\%, and NF: negative flips");
  text += suites_words(report, Role::kFix, "Fix: fix rate, \\%");
  text += suites_words(report, Role::kTransfer,
                       "Held: held-out accuracy, \\%, and MD: its difference to a constant on the "
                       "target's logit with as many false positives, points");
  text += suites_words(report, Role::kGuard,
                       "GFP: guard images predicted as target, \\%, and $\\Delta$G: change of "
                       "guard accuracy, points");
  text += std::string("}\n") + kNoWider + "\\begin{tabular}{l" +
          std::string(matrix.columns.size(), 'r') + "}\n\\toprule\nremediation";
  for (const DecisionColumn& column : matrix.columns) {
    text += " & " + column_head(report, column);
  }
  text += " \\\\\n\\midrule\n";
  bool controls = false;
  for (const DecisionRow& row : matrix.rows) {
    if (row.control && !controls) text += "\\midrule\n";
    controls = row.control;
    text += column_row(report, row);
  }
  return text + "\\bottomrule\n\\end{tabular}}\n\\end{table}\n";
}

std::string page_table(const Report& report) {
  const std::vector<SuiteColumn> wanted = wanted_columns(report);
  const bool several = report.several_runs();
  const bool published = std::any_of(report.best.begin(), report.best.end(),
                                     [](const BestEntry& entry) { return entry.published; });
  std::string text =
      "\\begin{table*}\n\\centering\\small\n"
      "\\caption{The setting of each remediation that retains most among those that met the stop "
      "criterion. Means over draws with 95\\,\\% intervals for further draws and images; with one "
      "draw for that draw.";
  if (published) text += " \\dag{} " + latex_escaped(kPublishedProtocol) + ".";
  text += std::string("}\n") + kNoWider + "\\begin{tabular}{" +
          std::string(several ? "lll" : "ll") + "rr" + std::string(wanted.size(), 'r') +
          "}\n\\toprule\n";
  if (several) text += "run & ";
  text += "remediation & setting & $N$ & reached";
  for (const SuiteColumn& column : wanted) text += " & " + latex_escaped(column.title);
  text += " \\\\\n\\midrule\n";
  for (const BestEntry& entry : report.best) text += row_of(report, entry, wanted) + " \\\\\n";
  return text + "\\bottomrule\n\\end{tabular}}\n\\end{table*}\n";
}

}  // namespace

std::string latex_escaped(const std::string& text) {
  static const std::map<char, std::string> kCommands = {{'\\', "\\textbackslash{}"},
                                                        {'{', "\\{"},
                                                        {'}', "\\}"},
                                                        {'$', "\\$"},
                                                        {'&', "\\&"},
                                                        {'#', "\\#"},
                                                        {'_', "\\_"},
                                                        {'%', "\\%"},
                                                        {'~', "\\textasciitilde{}"},
                                                        {'^', "\\textasciicircum{}"},
                                                        {'<', "\\textless{}"},
                                                        {'>', "\\textgreater{}"},
                                                        {'|', "\\textbar{}"},
                                                        {'"', "''"},
                                                        {'\n', " "},
                                                        {'\r', ""},
                                                        {'\t', " "}};
  static const std::pair<std::string, std::string> kSigns[] = {
      {"–", "--"}, {"†", "\\dag{}"}, {"…", "\\ldots{}"}, {"²", "\\textsuperscript{2}"}};
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto sign = std::find_if(std::begin(kSigns), std::end(kSigns), [&](const auto& pair) {
      return text.compare(i, pair.first.size(), pair.first) == 0;
    });
    if (sign != std::end(kSigns)) {
      result += sign->second;
      i += sign->first.size();
      continue;
    }
    const auto command = kCommands.find(text[i]);
    result += command == kCommands.end() ? std::string(1, text[i]) : command->second;
    ++i;
  }
  return result;
}

std::string to_latex(const Report& report) {
  return "% Made by remedy report. Needs \\usepackage{booktabs,graphicx}.\n" +
         column_table(report) + page_table(report);
}

}  // namespace remedy
