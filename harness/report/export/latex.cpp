#include "report/export/latex.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/content/fields.h"
#include "report/settings/columns.h"
#include "report/words/cells.h"
#include "report/words/setting_cells.h"

namespace remedy {
namespace {

const char kDash[] = "--";

std::vector<SuiteColumn> wanted_columns(const Json& report) {
  std::vector<SuiteColumn> columns = headline_columns(report);
  columns.erase(std::remove_if(columns.begin(), columns.end(),
                               [](const SuiteColumn& column) {
                                 return column.metric == "top1_points" ||
                                        column.metric == "positive_flips";
                               }),
                columns.end());
  return columns;
}

// A number, with the ends of its interval where it has one.
std::string figure(const Json* spread, Unit unit, int expected) {
  if (spread == nullptr || spread->is_null()) return kDash;
  const auto cell = [&](const Json* value) { return number_cell(value, unit); };
  std::string text = cell(find_member(*spread, "mean"));
  if (const Json* interval = find_member(*spread, "interval")) {
    text += fmt::format("_{{{}}}^{{{}}}", cell(&(*interval)[0]), cell(&(*interval)[1]));
  }
  text = "$" + text + "$";
  if (count_at(*spread, "trials").value_or(0) < expected) {
    text += fmt::format(" ({} of {})", (*spread)["trials"].dump(), expected);
  }
  return text;
}

std::string row_of(const Json& report, const Json& entry, const std::vector<SuiteColumn>& wanted) {
  std::string text;
  if (report["runs"].size() > 1) text += latex_escaped(entry["run"]) + " & ";
  text += latex_escaped(entry["label"]);
  if (is_published(entry)) text += "\\dag{}";
  if (entry["setting"].is_null()) {
    const bool judged = entry["outcome"] == "not_reached";
    text += fmt::format(
        " & {0} & {0} & {1}", kDash,
        judged ? fmt::format("{} of {}", entry["reached"].dump(), entry["planned"].dump()) : kDash);
    for (std::size_t i = 0; i < wanted.size(); ++i) text += std::string(" & ") + kDash;
    return text;
  }
  const Json& setting = setting_of(report, entry);
  const std::string name = setting["name"];
  text += " & " + (name.empty() ? kDash : latex_escaped(name));
  text += " & " + (setting["anchor_classes"].is_null() ? kDash : setting["anchor_classes"].dump());
  text += fmt::format(" & {} of {}", entry["reached"].dump(), entry["planned"].dump());
  for (const SuiteColumn& column : wanted) {
    const Json* suite = find_member(setting["suites"], column.suite);
    text += " & " + figure(suite ? find_member(*suite, column.metric) : nullptr,
                           unit_of(column.metric), setting["trials"]["with_result"]);
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

std::string to_latex(const Json& report) {
  const std::vector<SuiteColumn> wanted = wanted_columns(report);
  const bool several = report["runs"].size() > 1;
  const bool published = std::any_of(report["best"].begin(), report["best"].end(), is_published);
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
  for (const Json& entry : report["best"]) text += row_of(report, entry, wanted) + " \\\\\n";
  return text + "\\bottomrule\n\\end{tabular}\n\\end{table}\n";
}

}  // namespace remedy
