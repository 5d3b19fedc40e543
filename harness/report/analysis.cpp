#include "report/analysis.h"

#include "core/error.h"
#include "report/conclude/best.h"
#include "report/conclude/choose/verdict.h"
#include "report/conclude/equal_fix.h"
#include "report/conclude/frontier.h"
#include "report/conclude/learned.h"
#include "report/conclude/sensitivity.h"
#include "report/conclude/sweeps.h"
#include "report/conclude/trends/predictability.h"
#include "report/conclude/trends/series.h"
#include "report/conclude/trends/trends.h"
#include "report/content/fields.h"
#include "report/input/calibrated.h"
#include "report/input/comparability.h"
#include "report/input/corrected_flips.h"
#include "report/input/run_summary.h"
#include "report/input/suites.h"
#include "report/input/trial_rows.h"
#include "report/settings/repeated_draws.h"
#include "report/settings/settings.h"
#include "report/settings/spread_interval.h"
#include "report/words/breaks_words.h"
#include "report/words/overlay_words.h"
#include "report/words/predictability_words.h"
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

void flag_published(const std::vector<TrialRow>& rows, const std::string& run, Flags& flags) {
  std::size_t published = 0, planned = 0;
  for (const TrialRow& row : rows) {
    if (row.json["run"] != run) continue;
    ++planned;
    published += row.json["stopped_on_reported_suite"].get<bool>();
  }
  if (published == 0) return;
  flags.add("stopped_on_reported_suite", run,
            fmt::format("{} of {} trials follow the published protocol: stopped on a reported "
                        "suite, whose figures are therefore too good",
                        published, planned));
}

Json failures_of(const std::vector<TrialRow>& rows) {
  Json failures = Json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TrialRow& row = rows[i];
    if (row.has_result()) continue;
    failures.push_back({{"run", row.json["run"]},
                        {"trial", i},
                        {"id", row.trial->id},
                        {"label", row.trial->label},
                        {"setting", row.json["setting"]},
                        {"status", row.json["status"]},
                        {"reason", row.json["reason"]}});
  }
  return failures;
}

Json timings_of(const std::vector<TrialRow>& rows, std::size_t settings) {
  struct Samples {
    std::vector<Sample> apply, evaluate;
  };
  std::vector<Samples> of_setting(settings);
  Json trials = Json::array();
  for (const TrialRow& row : rows) {
    Samples& samples = of_setting[row.json["setting"].get<std::size_t>()];
    Json entry = {{"id", row.trial->id}};
    for (const char* phase : {"apply", "evaluate"}) {
      const auto value =
          row.record ? number_at(*row.record, std::string("seconds.") + phase) : std::nullopt;
      entry[phase] = or_null(value);
      if (!value) continue;
      auto& list = std::string(phase) == "apply" ? samples.apply : samples.evaluate;
      list.push_back({row.trial->draw.value_or(row.trial->seed.value_or(0)), *value});
    }
    trials.push_back(std::move(entry));
  }
  Json spreads = Json::array();
  for (const Samples& samples : of_setting) {
    Json apply = spread(samples.apply), evaluate = spread(samples.evaluate);
    add_interval_over_draws(apply);
    add_interval_over_draws(evaluate);
    spreads.push_back({{"apply", std::move(apply)}, {"evaluate", std::move(evaluate)}});
  }
  return {{"trials", trials}, {"settings", spreads}};
}

void add_words(Json& report, const Acceptances& accept) {
  Json& verdict = report["verdict"];
  verdict["use"] = use_sentence(report, verdict);
  verdict["breaks"] = breaks_sentence(report, verdict, accept);
  verdict["sure"] = sure_sentence(verdict);
  for (Json& entry : report["predictability"]) {
    entry["sentence"] = predictability_sentence(report, entry);
  }
  if (report["overlay"].is_null() || report["overlay"]["held_out"].is_null()) return;
  Json& held_out = report["overlay"]["held_out"];
  held_out["sentences"] = held_out_sentences(held_out);
}

}  // namespace

Json analyse(const std::vector<RunData>& runs, const Json& overlay) {
  require_distinct(runs);
  const std::vector<std::string> names = run_names(runs);
  require_comparable(runs, names);

  Acceptances accept;
  for (std::size_t i = 0; i < runs.size(); ++i) accept[names[i]] = runs[i].accept;

  Flags flags, damage;
  std::vector<TrialRow> rows = trial_rows(runs, names, damage);
  correct_flips(rows);
  add_calibrated(runs, rows);
  Json summaries = Json::array();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const Json& warning : load_warnings(runs[i])) {
      flags.add(warning["kind"], names[i], warning["message"]);
    }
    flag_published(rows, names[i], flags);
    summaries.push_back(run_summary(runs[i], names[i], rows, flags));
  }
  const Json suites = suites_of_report(rows, flags);
  for (Json& flag : damage.list) flags.list.push_back(std::move(flag));
  const Json settings = gather_settings(rows, suites);
  add_sensitivity(runs, suites, rows);

  Json report = {{"schema", kReportSchema}};
  report["runs"] = std::move(summaries);
  report["flags"] = std::move(flags.list);
  report["suites"] = suites;
  report["baseline"] = baseline_of_report(rows, suites);
  report["verdict"] = nullptr;  // its place; concluded below
  report["best"] = best_settings(settings, suites, accept);
  report["frontier"] = frontier(settings, suites);
  report["equal_fix"] = equal_fix(settings, suites, report["best"], accept);
  report["sweeps"] = sweeps(settings);
  report["criterion"] = criterion(runs, names, suites);
  report["learned"] = learned(settings, suites, report["baseline"],
                              matched_of_settings(rows, settings.size()), accept);
  report["predictability"] = nullptr;
  report["overlay"] = overlay;
  report["settings"] = settings;
  report["failures"] = failures_of(rows);
  report["trends"] = nullptr;
  // Timings last: whoever compares two reports finds all that must agree before them.
  Json timings = timings_of(rows, settings.size());
  Json trials = Json::array();
  for (TrialRow& row : rows) trials.push_back(std::move(row.json));
  report["trials"] = std::move(trials);
  Flags repeated;
  flag_repeated(report, repeated);
  flag_identical_draws(report, repeated);
  for (Json& flag : repeated.list) report["flags"].push_back(std::move(flag));
  report["trends"] = trends(report);
  report["predictability"] = predictability(report);
  OutcomesOfRuns outcomes;
  for (std::size_t i = 0; i < runs.size(); ++i) outcomes[names[i]] = &runs[i].outcomes;
  report["verdict"] = verdict(report, accept, outcomes);
  add_words(report, accept);
  report["timings"] = std::move(timings);
  return report;
}

}  // namespace remedy
