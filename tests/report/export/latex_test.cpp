#include "report/export/latex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/file.h"
#include "report/analysed.h"
#include "report/analysis.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using ::testing::Not;
using testing::RunBuilder;
using testing::TemporaryDirectory;

const char kAwkward[] = "50%_of $x & #{a} ~^\\<|>\"";

Report awkward_report() {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", kAwkward, 0.001, 100, 0), 780, 14);
  builder.add_completed(make_trial("a1", kAwkward, 0.001, 100, 1), 760, 15);
  builder.add_completed(make_trial("b0", "one_draw", 0.001, 100, 0), 720, 14);
  Trial published = make_trial("c0", "old", 0.001, 100, 0);
  published.stop = StopRule{"test_cows", 0.9, 200};
  builder.add_completed(published, 790, 14);
  builder.plan(make_trial("d0", "waiting", 0.001, 100, 0));
  return analyse({builder.run});
}

TEST(Latex, EverySpecialCharacterIsEscaped) {
  EXPECT_EQ(latex_escaped("50%_of $x & #{a}"), "50\\%\\_of \\$x \\& \\#\\{a\\}");
  EXPECT_EQ(latex_escaped("~^\\"), "\\textasciitilde{}\\textasciicircum{}\\textbackslash{}");
  EXPECT_EQ(latex_escaped("<|>\""), "\\textless{}\\textbar{}\\textgreater{}''");
  EXPECT_EQ(latex_escaped("a\nb–c†"), "a b--c\\dag{}");
}

TEST(Latex, ARowForEachRemediationWithItsInterval) {
  const std::string text = to_latex(awkward_report());
  EXPECT_THAT(text, HasSubstr("\\toprule"));
  EXPECT_THAT(text, HasSubstr(latex_escaped(kAwkward) +
                              " & -- & 100 & 2 of 2 & "
                              "$96.7_{51.0}^{100.0}$ & $96.2_{80.3}^{112.2}$ & "));
  EXPECT_THAT(
      text,
      HasSubstr("one\\_draw & -- & 100 & 1 of 1 & $93.3_{70.2}^{98.8}$ & $90.0_{87.8}^{92.2}$"));
  EXPECT_THAT(text, HasSubstr("old\\dag{} & "));
  EXPECT_THAT(text, HasSubstr("waiting & -- & -- & --"));
}

const char kTabular[] = "\\begin{tabular}{";

// How many rows a tabular has below its head, each with as many cells as it has columns.
std::size_t rows_of(const std::string& tabular) {
  const std::size_t begin = sizeof(kTabular) - 1;
  const std::size_t columns = tabular.find('}', begin) - begin;
  const std::string body = tabular.substr(tabular.find("\\midrule"));
  std::size_t rows = 0;
  for (std::size_t at = 0, end; (end = body.find(" \\\\\n", at)) != std::string::npos;
       at = end + 4) {
    std::size_t cells = 1;
    for (std::size_t i = at + 1; i < end; ++i) cells += body[i] == '&' && body[i - 1] != '\\';
    EXPECT_EQ(cells, columns) << body.substr(at, end - at);
    ++rows;
  }
  return rows;
}

TEST(Latex, EveryRowHasAsManyCellsAsTheTableHasColumns) {
  const std::string text = to_latex(awkward_report());
  std::size_t tables = 0, rows = 0;
  for (std::size_t at = text.find(kTabular); at != std::string::npos;
       at = text.find(kTabular, at + 1), ++tables) {
    rows += rows_of(text.substr(at, text.find("\\bottomrule", at) - at));
  }
  EXPECT_EQ(tables, 2U);
  EXPECT_EQ(rows, 7U);  // of eligible settings, then of all remediations
}

TEST(Latex, TheFirstTableMarksTheBestAndThoseThatAreTied) {
  const std::string text = to_latex(awkward_report());
  const std::string first = text.substr(0, text.find("\\end{table}"));
  EXPECT_THAT(first, HasSubstr("\\textbf{96.7}"));
  EXPECT_THAT(first, HasSubstr("\\underline{"));
}

TEST(Latex, DoesNotUnderlineWhatIsTiedForItsScatterAlone) {
  RunBuilder builder;
  for (int draw = 0; draw < 3; ++draw) {
    const std::string at = std::to_string(draw);
    builder.add_completed(make_trial("a" + at, "wild", 0.1, 100, draw), draw == 1 ? 400 : 785, 14);
    builder.add_completed(make_trial("b" + at, "near", 0.1, 100, draw), 789 + draw, 14);
    builder.add_completed(make_trial("c" + at, "gentle", 0.1, 100, draw), 790 + draw, 14);
  }
  std::string text = to_latex(analyse({builder.run}));
  text = text.substr(0, text.find("\\end{table}"));
  const auto underlined = [&](const std::string& label) {
    const std::size_t begin = text.find(label);
    EXPECT_NE(begin, std::string::npos) << label;
    const std::size_t line = text.rfind('\n', begin);
    return text.substr(line, text.find('\n', begin) - line).find("\\underline") !=
           std::string::npos;
  };
  EXPECT_TRUE(underlined("near"));
  EXPECT_TRUE(underlined("gentle"));
  EXPECT_FALSE(underlined("wild"));
}

TEST(Latex, FitsAColumnOfATwoColumnArticle) {
  if (std::system("pdflatex --version > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "needs pdflatex (package texlive-latex-recommended)";
  }
  const TemporaryDirectory folder;
  write_file(folder / "report.tex", to_latex(awkward_report()));
  write_file(folder / "paper.tex",
             "\\documentclass[twocolumn]{article}\\usepackage{booktabs,graphicx}\\usepackage[utf8]{"
             "inputenc}\n"
             "\\begin{document}\\input{report.tex}\\end{document}\n");
  EXPECT_EQ(std::system(("cd " + folder.path().string() +
                         " && pdflatex -halt-on-error -interaction=nonstopmode paper.tex > log")
                            .c_str()),
            0);
  EXPECT_THAT(read_file(folder / "log"), Not(HasSubstr("Overfull")));
}

}  // namespace
}  // namespace remedy
