#include "cli/run_end.h"

#include <cstdio>

#include "cli/command.h"
#include "core/error.h"
#include "core/run/record.h"
#include "report/input/run_data.h"
#include "report/write_report.h"

namespace remedy {
namespace {

int count_failed(const Plan& plan, const RunDirectory& run) {
  std::vector<UnreadableRecord> unreadable;
  const auto records = run.load_records(unreadable);
  int failed = 0;
  for (const Trial& trial : plan.trials) {
    const auto found = records.find(trial.id);
    failed += found == records.end() || !has_result(found->second.result.status);
  }
  return failed;
}

void finish_report(const RunDirectory& run) {
  const Verdict verdict = write_report({load_run(run.root())}, run.root());
  std::printf("%s\n%s\n", (run.root() / "report.html").c_str(), (run.root() / "report.md").c_str());
  // The verdict in three lines at most: which and what it fixes, what it breaks, how sure that is.
  std::printf("%s", verdict.headline.c_str());
  for (std::size_t i = 0; i < verdict.brief.size(); ++i) {
    std::printf("%s%s", i == 0 ? " " : "\n", verdict.brief[i].c_str());
  }
  std::printf("\n");
}

}  // namespace

int report_on(const Plan& plan, const RunDirectory& run) {
  try {
    finish_report(run);
  } catch (const Refusal&) {
    throw;
  } catch (const std::exception& error) {
    std::fprintf(stderr,
                 "%s\nthe report could not be written; the trials are done and kept, and once this "
                 "is mended, remedy report %s writes it\n",
                 error.what(), run.root().c_str());
    return kSomeFailed;
  }
  return count_failed(plan, run) == 0 ? kOk : kSomeFailed;
}

}  // namespace remedy
