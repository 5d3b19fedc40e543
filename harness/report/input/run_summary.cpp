#include "report/input/run_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/run/record.h"
#include "core/text.h"
#include "report/content/fields.h"
#include "report/content/number_text.h"
#include "report/input/comparability.h"

namespace remedy {
namespace {

Json count_trials(const std::vector<const TrialRow*>& rows) {
  Json counts = {{"planned", rows.size()}};
  for (const Status status :
       {Status::kCompleted, Status::kNotReached, Status::kDiverged, Status::kFailed,
        Status::kCrashed, Status::kTimedOut, Status::kOutOfMemory}) {
    counts[to_string(status)] = 0;
  }
  counts["missing"] = 0;
  for (const TrialRow* row : rows) {
    Json& count = counts[row->json["status"].get<std::string>()];
    count = count.get<int>() + 1;
  }
  return counts;
}

// Adds a value to a list of distinct ones.
void add_distinct(Json& list, const Json& value) {
  if (list.is_null()) list = Json::array();
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void flag_mixed(const Json& values, const std::string& what, const std::string& run, Flags& flags) {
  if (values.size() < 2) return;
  std::vector<std::string> texts;
  for (const Json& value : values) texts.push_back(text_of(value));
  flags.add("mixed_provenance", run,
            fmt::format("the records come from more than one {}: {}", what, join(texts, "; ")));
}

// Every key of the records' provenance with its distinct values; the plugins by remediation.
void add_provenance(Json& summary, const std::vector<const TrialRow*>& rows) {
  summary["provenance"] = Json::object();
  summary["plugins"] = Json::object();
  for (const TrialRow* row : rows) {
    if (row->record == nullptr) continue;
    const Json* provenance = find_member(*row->record, "provenance");
    if (provenance == nullptr || !provenance->is_object()) continue;
    for (const auto& [key, value] : provenance->items()) {
      add_distinct(key == "plugin" ? summary["plugins"][row->trial->remediation]
                                   : summary["provenance"][key],
                   value);
    }
  }
}

// What the last `remedy run` found: results that it kept, of another library than the plugin's now.
void flag_changed_plugins(const RunData& run, const std::vector<const TrialRow*>& rows,
                          const std::string& name, Flags& flags) {
  std::map<std::pair<std::string, std::string>, std::size_t> kept;  // by label and library
  std::map<std::string, std::string> now;                           // by label
  for (const TrialRow* row : rows) {
    const auto library = run.plan.libraries.find(row->trial->remediation);
    if (library == run.plan.libraries.end() || row->record == nullptr) continue;
    const std::string then = text_at(*row->record, "provenance.plugin");
    if (then.empty() || then == library->second) continue;
    if (find_field(*row->record, "suites") == nullptr) continue;
    ++kept[{row->trial->label, then}];
    now[row->trial->label] = library->second;
  }
  for (const auto& [key, count] : kept) {
    flags.add(
        "changed_plugin", name,
        fmt::format("{}: {} of the library {} of its plugin; the one at the last run was {}, "
                    "and gave the same version. --retry changed runs them again",
                    key.first, count == 1 ? "1 result is" : fmt::format("{} results are", count),
                    key.second, now.at(key.first)));
  }
}

void flag_holes(const Json& counts, const std::string& run, Flags& flags) {
  std::vector<std::string> parts;
  int failed = 0;
  for (const char* status : {"diverged", "failed", "crashed", "timed_out", "out_of_memory"}) {
    const int count = counts[status].get<int>();
    failed += count;
    if (count > 0) parts.push_back(fmt::format("{} {}", count, status));
  }
  const int planned = counts["planned"].get<int>();
  if (failed > 0) {
    flags.add("failed_trials", run,
              fmt::format("{} of {} trials failed, without a result: {}", failed, planned,
                          join(parts, ", ")));
  }
  if (const int missing = counts["missing"].get<int>(); missing > 0) {
    flags.add("missing_trials", run,
              fmt::format("{} of {} planned trials are missing, without a record that can be read: "
                          "the run is not finished",
                          missing, planned));
  }
}

}  // namespace

Json run_summary(const RunData& run, const std::string& name, const std::vector<TrialRow>& all,
                 Flags& flags) {
  std::vector<const TrialRow*> rows;
  std::set<std::string> planned;
  for (const TrialRow& row : all) {
    if (row.json["run"] != name) continue;
    rows.push_back(&row);
    planned.insert(row.trial->id);
  }
  Json summary = {{"name", name}, {"study", run.study}};
  summary["trials"] = count_trials(rows);
  flag_holes(summary["trials"], name, flags);
  summary["classes"] = run.classes > 0 ? Json(run.classes) : Json(nullptr);
  summary["comparable"] = comparable_of(run);
  if (summary["comparable"]["baseline"].is_null() && !run.records.empty()) {
    flags.add("not_comparable", name,
              "no record says what it was measured on; nothing shows that its numbers can be "
              "compared");
  }
  if (!run.unconfirmed.empty()) flags.add("unconfirmed_baseline", name, run.unconfirmed);
  add_provenance(summary, rows);
  for (const auto& [key, values] : summary["provenance"].items()) {
    flag_mixed(values, key, name, flags);
  }
  for (const auto& [remediation, values] : summary["plugins"].items()) {
    flag_mixed(values, "build of the plugin of " + remediation, name, flags);
  }
  flag_changed_plugins(run, rows, name, flags);
  summary["unreadable"] = Json::array();
  for (const UnreadableRecord& record : run.unreadable) {
    const std::string file = record.file.lexically_relative(run.root).generic_string();
    const std::string reason = without_root(run, record.reason);
    summary["unreadable"].push_back({{"file", file}, {"reason", reason}});
    flags.add("unreadable_record", name, fmt::format("{} cannot be read: {}", file, reason));
  }
  summary["unplanned"] = Json::array();
  for (const auto& [id, record] : run.records) {
    if (planned.count(id) == 0) summary["unplanned"].push_back(id);
  }
  if (!summary["unplanned"].empty()) {
    flags.add("unplanned_records", name,
              fmt::format("{} of no planned trial, left by an earlier plan: in no table",
                          counted(summary["unplanned"].size(), "record")));
  }
  return summary;
}

}  // namespace remedy
