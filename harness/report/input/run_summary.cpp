#include "report/input/run_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/hash.h"
#include "core/run/kept_builds.h"
#include "core/text.h"
#include "report/content/number_text.h"
#include "report/input/comparability.h"

namespace remedy {
namespace {

// A planned trial of the run, and its record or nullptr.
struct Planned {
  const Trial* trial = nullptr;
  const TrialRecord* record = nullptr;
};

void count_trials(const std::vector<Planned>& trials, RunSummary& summary) {
  summary.planned = trials.size();
  for (const Planned& one : trials) {
    ++(one.record == nullptr ? summary.missing : summary.by_status[one.record->result.status]);
  }
}

template <typename T>
void add_distinct(std::vector<T>& list, const T& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void flag_mixed(const std::vector<std::string>& values, const std::string& what,
                const std::string& run, Flags& flags) {
  if (values.size() < 2) return;
  flags.add("mixed_provenance", run,
            fmt::format("the records come from more than one {}: {}", what, join(values, "; ")));
}

// Every part of the records' provenance with its distinct values; the plugins by remediation.
void add_provenance(const std::vector<Planned>& trials, RunSummary& summary) {
  for (const Planned& one : trials) {
    if (one.record == nullptr || !one.record->provenance) continue;
    const Provenance& told = *one.record->provenance;
    const auto add = [&](const char* key, const auto& value) {
      if (value) add_distinct(named(summary.provenance, key), ParameterValue(*value));
    };
    add("harness", told.harness);
    add("libtorch", told.libtorch);
    add("compiler", told.compiler);
    add("convolutions", told.convolutions);
    add("device", told.device);
    add("threads", told.threads);
    if (told.plugin) add_distinct(named(summary.plugins, one.trial->remediation), *told.plugin);
  }
}

// What the last `remedy run` found: results that it kept, of another library than the plugin's now.
void flag_changed_plugins(const RunData& run, const std::vector<Planned>& trials,
                          const std::string& name, Flags& flags) {
  KeptBuilds kept;
  for (const Planned& one : trials) {
    const auto library = run.plan.libraries.find(one.trial->remediation);
    if (library == run.plan.libraries.end() || one.record == nullptr) continue;
    if (!has_result(one.record->result.status) || !one.record->provenance) continue;
    const std::string then = one.record->provenance->plugin.value_or("");
    if (then.empty() || then == library->second) continue;
    KeptBuild& build = kept[{one.trial->label, then}];
    ++build.results;
    build.now = library->second;
  }
  if (kept.empty()) return;
  const std::size_t total = results_of(kept);
  flags.add("changed_plugin", name,
            fmt::format("{} of another build of {} plugin than the last run found, of the same "
                        "version: {}; --retry changed runs {} again",
                        total == 1 ? "1 result is" : fmt::format("{} results are", total),
                        total == 1 ? "its" : "their", to_text(kept), total == 1 ? "it" : "them"));
}

// Results of one plugin by several builds of it.
void flag_mixed_plugins(const RunSummary& summary, Flags& flags) {
  std::vector<std::string> parts;
  for (const auto& [remediation, hashes] : summary.plugins) {
    if (hashes.size() < 2) continue;
    std::vector<std::string> digits;
    for (const std::string& hash : hashes) digits.push_back(short_hash(hash));
    parts.push_back(fmt::format("{} ({})", remediation, join(digits, ", ")));
  }
  if (parts.empty()) return;
  flags.add("mixed_provenance", summary.name,
            "the results of a plugin come from more than one build of it: " + join(parts, ", "));
}

void flag_holes(const RunSummary& summary, Flags& flags) {
  std::vector<std::string> parts;
  std::size_t failed = 0;
  for (const Status status : kStatuses) {
    const auto found = summary.by_status.find(status);
    if (found == summary.by_status.end() || has_result(status)) continue;
    failed += found->second;
    parts.push_back(fmt::format("{} {}", found->second, to_string(status)));
  }
  if (failed > 0) {
    flags.add("failed_trials", summary.name,
              fmt::format("{} of {} trials failed, without a result: {}", failed, summary.planned,
                          join(parts, ", ")));
  }
  if (summary.missing > 0) {
    flags.add("missing_trials", summary.name,
              fmt::format("{} of {} planned trials are missing, without a record that can be read: "
                          "the run is not finished",
                          summary.missing, summary.planned));
  }
}

void add_unreadable(const RunData& run, RunSummary& summary, Flags& flags) {
  for (const UnreadableRecord& record : run.unreadable) {
    const std::string file = record.file.lexically_relative(run.root).generic_string();
    const std::string reason = without_root(run, record.reason);
    summary.unreadable.push_back({file, reason});
    flags.add("unreadable_record", summary.name,
              fmt::format("{} cannot be read: {}", file, reason));
  }
}

void add_unplanned(const RunData& run, const std::vector<Planned>& trials, RunSummary& summary,
                   Flags& flags) {
  std::set<std::string> planned;
  for (const Planned& one : trials) planned.insert(one.trial->id);
  for (const auto& [id, record] : run.records) {
    if (planned.count(id) == 0) summary.unplanned.push_back(id);
  }
  if (summary.unplanned.empty()) return;
  flags.add("unplanned_records", summary.name,
            fmt::format("{} of no planned trial, left by an earlier plan: in no table",
                        counted(summary.unplanned.size(), "record")));
}

}  // namespace

RunSummary run_summary(const RunData& run, std::size_t index, const std::string& name,
                       const TrialRows& rows, Flags& flags) {
  std::vector<Planned> trials;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    if (rows.rows[i].run != index) continue;
    trials.push_back({&rows.rows[i].planned, rows.sources[i].record});
  }
  RunSummary summary;
  summary.name = name;
  summary.study = run.study;
  summary.accept = run.accept;
  summary.select = run.select;
  summary.made = run.made;
  count_trials(trials, summary);
  flag_holes(summary, flags);
  summary.classes = run.classes;
  summary.comparable = measured_on(run);
  if (summary.comparable.baseline.empty() && !run.records.empty()) {
    flags.add("not_comparable", name,
              "no record says what it was measured on; nothing shows that its numbers can be "
              "compared");
  }
  if (!run.unconfirmed.empty()) flags.add("unconfirmed_baseline", name, run.unconfirmed);
  add_provenance(trials, summary);
  for (const auto& [key, values] : summary.provenance) {
    std::vector<std::string> texts;
    for (const ParameterValue& value : values) texts.push_back(to_text(value));
    flag_mixed(texts, key == "threads" ? "number of threads" : key, name, flags);
  }
  flag_mixed_plugins(summary, flags);
  flag_changed_plugins(run, trials, name, flags);
  add_unreadable(run, summary, flags);
  add_unplanned(run, trials, summary, flags);
  return summary;
}

}  // namespace remedy
