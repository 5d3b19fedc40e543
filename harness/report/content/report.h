// The report of one or more runs: what analyse() finds and renderers show.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "report/content/best.h"
#include "report/content/decision_matrix.h"
#include "report/content/group_selection.h"
#include "report/content/learned.h"
#include "report/content/overlay.h"
#include "report/content/predictability.h"
#include "report/content/run_summary.h"
#include "report/content/sensitivity.h"
#include "report/content/setting.h"
#include "report/content/suite.h"
#include "report/content/sweep.h"
#include "report/content/trend.h"
#include "report/content/trial.h"
#include "report/content/verdict.h"

namespace remedy {

// Tables and conclusions name runs, suites, settings and trials by their index. Shares and rates
// are fractions, "points" are percentage points, divergences are in nats, times in seconds.
struct Report {
  std::vector<RunSummary> runs;
  std::vector<Flag> flags;
  std::vector<ReportSuite> suites;  // in the order in which records hold them
  std::vector<Setting> settings;    // in plan order
  std::vector<TrialRow> trials;     // every planned one, in plan order

  Verdict verdict;
  std::vector<BestEntry> best;
  DecisionMatrix matrix;
  std::optional<GroupSelection> selection;  // where the study of the first run has a rule
  Frontier frontier;
  EqualFix equal_fix;
  std::vector<Sweep> sweeps;
  std::optional<Criterion> criterion;
  std::string learned_rule;      // in words
  std::vector<Learned> learned;  // by setting
  std::vector<Predictability> predictability;
  std::vector<Trend> trends;
  std::optional<Overlay> overlay;

  const std::string& run_name(std::size_t run) const { return runs[run].name; }
  bool several_runs() const { return runs.size() > 1; }
  // Whether the studies have a target, of which something could be learned.
  bool has_target() const {
    return std::any_of(suites.begin(), suites.end(), [](const ReportSuite& suite) {
      return suite.baseline.predicted_as_target.has_value();
    });
  }
};

// The trials without a result, by index.
inline std::vector<std::size_t> failures(const Report& report) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < report.trials.size(); ++i) {
    if (!report.trials[i].has_result()) found.push_back(i);
  }
  return found;
}

// "completed", as records have it; "missing" without a record.
inline const char* status_word(const TrialRow& trial) {
  return trial.status ? to_string(*trial.status) : "missing";
}

}  // namespace remedy
