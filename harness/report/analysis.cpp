#include "report/analysis.h"

#include <fmt/format.h>

#include <utility>

#include "core/error.h"
#include "report/conclude/best.h"
#include "report/conclude/choose/verdict.h"
#include "report/conclude/equal_fix.h"
#include "report/conclude/frontier.h"
#include "report/conclude/group_selection.h"
#include "report/conclude/learned.h"
#include "report/conclude/sensitivity.h"
#include "report/conclude/sweeps.h"
#include "report/conclude/trends/overlay.h"
#include "report/conclude/trends/predictability.h"
#include "report/conclude/trends/trends.h"
#include "report/input/calibrated.h"
#include "report/input/comparability.h"
#include "report/input/corrected_flips.h"
#include "report/input/run_summary.h"
#include "report/input/suites.h"
#include "report/input/trial_rows.h"
#include "report/settings/decision_matrix.h"
#include "report/settings/reliability.h"
#include "report/settings/repeated_draws.h"
#include "report/settings/settings.h"
#include "report/words/breaks_words.h"
#include "report/words/brief/brief_words.h"
#include "report/words/brief/miss_words.h"
#include "report/words/learned_words.h"
#include "report/words/overlay_words.h"
#include "report/words/predictability_words.h"
#include "report/words/repeated_words.h"
#include "report/words/sure_words.h"
#include "report/words/use_words.h"

namespace remedy {
namespace {

void require_distinct(const std::vector<RunData>& runs) {
  if (runs.empty()) throw Error("a report needs at least one run");
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      std::error_code ignored;
      if (std::filesystem::equivalent(runs[i].root, runs[j].root, ignored)) {
        throw Error("{}: this run is named twice", runs[i].root.string());
      }
    }
  }
}

void flag_published(const std::vector<TrialRow>& rows, std::size_t run, const std::string& name,
                    Flags& flags) {
  std::size_t published = 0, planned = 0;
  for (const TrialRow& row : rows) {
    if (row.run != run) continue;
    ++planned;
    published += row.published;
  }
  if (published == 0) return;
  flags.add("stopped_on_reported_suite", name,
            fmt::format("{} of {} trials follow the published protocol: stopped on a reported "
                        "suite, whose figures are therefore too good",
                        published, planned));
}

void add_runs(const std::vector<RunData>& runs, const std::vector<std::string>& names,
              const TrialRows& rows, Report& report, Flags& flags) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const RunWarning& warning : load_warnings(runs[i])) {
      flags.add(warning.kind, names[i], warning.message);
    }
    flag_published(rows.rows, i, names[i], flags);
    report.runs.push_back(run_summary(runs[i], i, names[i], rows, flags));
  }
}

// Runs, suites, settings, trials, and what to know of them.
void add_tables(const std::vector<RunData>& runs, Report& report) {
  const std::vector<std::string> names = run_names(runs);
  require_comparable(runs, names);
  Flags flags, damage;
  TrialRows rows = trial_rows(runs, names, damage);
  correct_flips(rows.rows);
  add_calibrated(runs, rows.rows);
  add_runs(runs, names, rows, report, flags);
  report.suites = suites_of_report(report, rows.rows, flags);
  for (Flag& flag : damage.list) flags.list.push_back(std::move(flag));
  report.settings = gather_settings(rows, report.suites);
  add_sensitivity(runs, report.suites, rows.rows);
  add_reliability(runs, rows.rows, report.suites, report.settings);
  report.trials = std::move(rows.rows);
  flag_repeated(report, flags);
  flag_identical_draws(report, flags);
  report.flags = std::move(flags.list);
}

void conclude(const std::vector<RunData>& runs, Report& report) {
  report.best = best_settings(report);
  report.frontier = frontier(report);
  report.equal_fix = equal_fix(report);
  report.sweeps = sweeps(report.settings);
  report.criterion = criterion(runs, report.suites);
  report.learned = learned(report, matched_of_settings(report.trials, report.settings.size()));
  report.trends = trends(report);
  report.predictability = predictability(report);
  report.verdict = verdict(report, runs);
  report.matrix = decision_matrix(report);
  report.selection = group_selection(report);
  if (report.overlay) describe_overlay(*report.overlay);
}

void add_words(Report& report) {
  report.learned_rule = learned_rule();
  for (Learned& learned : report.learned) learned.reason = learned_reason(learned);
  for (Predictability& entry : report.predictability) {
    entry.sentence = predictability_sentence(report, entry);
  }
  for (NearestMiss& miss : report.matrix.misses) miss.sentence = miss_sentence(report, miss);
  report.verdict.headline = headline(report);
  report.verdict.brief = brief_sentences(report);
  report.verdict.use = use_sentence(report);
  report.verdict.breaks = breaks_sentence(report);
  report.verdict.sure = sure_sentence(report);
  if (report.overlay) add_words(*report.overlay);
}

}  // namespace

Report analyse(const std::vector<RunData>& runs, const std::optional<Overlay>& overlay) {
  require_distinct(runs);
  Report report;
  report.overlay = overlay;
  add_tables(runs, report);
  conclude(runs, report);
  add_words(report);
  return report;
}

}  // namespace remedy
