#include "report/write_report.h"

#include "core/file.h"
#include "report/analysis.h"
#include "report/csv.h"
#include "report/markdown.h"

namespace remedy {

void write_report(const std::vector<RunData>& runs, const std::filesystem::path& out) {
  const Json report = analyse(runs);
  const std::string markdown = to_markdown(report);
  const std::string csv = to_csv(report);
  write_json(out / "report.json", report);
  write_file(out / "report.md", markdown);
  write_file(out / "report.csv", csv);
}

}  // namespace remedy
