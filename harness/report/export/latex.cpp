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
  const std::vector<SuiteColumn> wanted = wanted_columns(report);
  const bool several = report.several_runs();
  const bool published = std::any_of(report.best.begin(), report.best.end(),
                                     [](const BestEntry& entry) { return entry.published; });
  std::string text =
      "% Made by remedy report. Needs \\usepackage{booktabs}.\n"
      "\\begin{table}\n\\centering\\small\n"
      "\\caption{The setting of each remediation that retains most among those that met the stop "
      "criterion. Means over draws with 95\\,\\% intervals for further draws and images; with one "
      "draw for that draw.";
  if (published) text += " \\dag{} " + latex_escaped(kPublishedProtocol) + ".";
  text += "}\n\\begin{tabular}{" + std::string(several ? "lll" : "ll") + "rr" +
          std::string(wanted.size(), 'r') + "}\n\\toprule\n";
  if (several) text += "run & ";
  text += "remediation & setting & $N$ & reached";
  for (const SuiteColumn& column : wanted) text += " & " + latex_escaped(column.title);
  text += " \\\\\n\\midrule\n";
  for (const BestEntry& entry : report.best) text += row_of(report, entry, wanted) + " \\\\\n";
  return text + "\\bottomrule\n\\end{tabular}\n\\end{table}\n";
}

}  // namespace remedy
