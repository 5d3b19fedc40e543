#include "report/write_report.h"

#include <ctime>

#include "core/file.h"
#include "report/analysis.h"
#include "report/content/json/report_json.h"
#include "report/export/bibliography.h"
#include "report/export/csv.h"
#include "report/export/frontier_svg.h"
#include "report/export/latex.h"
#include "report/export/results_csv.h"
#include "report/export/tensorboard.h"
#include "report/markdown/markdown.h"
#include "report/page/flows.h"
#include "report/page/gallery.h"
#include "report/page/page.h"
#include "report/page/training_notes.h"

namespace remedy {

Verdict write_report(const std::vector<RunData>& runs, const std::filesystem::path& out,
                     const ReportOptions& options) {
  const Report report = analyse(runs, options.overlay);
  const std::string markdown = to_markdown(report);
  const std::string csv = to_csv(report);
  const std::string latex = to_latex(report);
  std::vector<std::string> studies;
  for (const RunData& run : runs) studies.push_back(read_if_present(run.root / "study.yaml"));
  const auto gallery = options.images ? gather_gallery(runs, report) : std::nullopt;
  const std::string page =
      to_page(report, studies, gallery, gather_flows(runs, report), gather_notes(runs, report));
  const std::string frontier = frontier_svg(report);
  write_json(out / "report.json", report_json(report));
  if (!frontier.empty()) write_file(out / "frontier.svg", frontier);
  write_file(out / "report.html", page);
  write_file(out / "report.md", markdown);
  write_file(out / "report.csv", csv);
  write_file(out / "report.tex", latex);
  write_file(out / "results.csv", to_results_csv(report));
  if (const std::string methods = to_bibliography(report); !methods.empty()) {
    write_file(out / "methods.bib", methods);
  }
  if (!options.tensorboard.empty()) {
    const double now = static_cast<double>(std::time(nullptr));
    for (const auto& [file, content] : to_tensorboard(report, now)) {
      write_file(options.tensorboard / file, content);
    }
  }
  return report.verdict;
}

}  // namespace remedy
