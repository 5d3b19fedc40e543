#include "report/input/trial_rows.h"

#include <fmt/format.h>

#include <map>

#include "core/run/record.h"
#include "core/text.h"
#include "report/content/fields.h"
#include "report/input/suite_row.h"

namespace remedy {
namespace {

// Whether the trial met its stop rule; nothing where it has none or the record does not say.
std::optional<bool> reached(const Trial& trial, const Json& record, Status status) {
  if (status == Status::kNotReached) return false;
  if (!trial.stop || !has_result(status)) return std::nullopt;
  if (const auto told = flag_at(record, "stop.reached")) return told;
  // A trial that trains until the rule is met completes by meeting it.
  return trial.stops ? std::optional<bool>(true) : std::nullopt;
}

Json stop_of(const Trial& trial, const Json* record) {
  if (!trial.stop) return nullptr;
  Json stop = {{"on", trial.stop->on},
               {"above", trial.stop->above},
               {"limit", trial.stop->steps},
               {"stops", trial.stops}};
  stop["reached"] = nullptr;
  stop["accuracy"] = record ? or_null(number_at(*record, "stop.accuracy")) : Json(nullptr);
  stop["steps"] = record ? or_null(count_at(*record, "stop.steps")) : Json(nullptr);
  stop["probes"] = record ? or_null(count_at(*record, "stop.probes")) : Json(nullptr);
  if (record != nullptr) {
    stop["reached"] = or_null(
        reached(trial, *record, status_from_string((*record)["status"].get<std::string>())));
  }
  return stop;
}

std::string why_missing(const RunData& run, const std::string& id) {
  for (const UnreadableRecord& record : run.unreadable) {
    if (record.file.stem() == id) {
      return "its record cannot be read: " + without_root(run, record.reason);
    }
  }
  return "no record: the run has not come to it, or ended before it finished";
}

Json measured_suites(const Json& record, const std::string& who, const std::string& run,
                     Flags& flags) {
  Json suites = Json::object();
  for (const auto& [name, entry] : record["suites"].items()) {
    std::vector<std::string> problems;
    if (entry.is_object()) {
      suites[name] = suite_row(entry, problems);
    } else {
      problems.push_back("the suite's entry is no JSON object");
    }
    if (!problems.empty()) {
      flags.add("damaged_record", run,
                fmt::format("{}, suite {}: {}", who, name, join(problems, "; ")));
    }
  }
  return suites;
}

// The rows of one run. A trial that starts from another's weights inherits its protocol.
class RunRows {
 public:
  RunRows(const RunData& run, std::size_t index, const std::string& name, Flags& flags)
      : run_(run), index_(index), name_(name), flags_(flags) {}

  void add_to(std::vector<TrialRow>& rows) {
    for (const Trial& trial : run_.plan.trials) rows.push_back(row(trial));
  }

 private:
  TrialRow row(const Trial& trial) {
    const auto found = run_.records.find(trial.id);
    const Json* record = found == run_.records.end() ? nullptr : &found->second;
    bool published = trial.stop && trial.stop->on_reported_suite();
    if (const auto parent = published_.find(trial.after); parent != published_.end()) {
      published = published || parent->second;
    }
    published_[trial.id] = published;

    Json row = to_json(trial);
    Json json;
    json["run"] = name_;
    json["setting"] = nullptr;  // filled in when trials are gathered into settings
    for (const char* key : {"id", "label", "remediation", "version", "after", "parameters",
                            "design", "training_images"}) {
      json[key] = row[key];
    }
    json["status"] = record ? (*record)["status"] : Json("missing");
    json["reason"] = record ? (*record)["reason"] : Json(why_missing(run_, trial.id));
    json["stop"] = stop_of(trial, record);
    json["stopped_on_reported_suite"] = published;
    TrialRow result{index_, &trial, record, std::move(json),
                    RunDirectory(run_.root).predictions(trial.id)};
    result.json["suites"] =
        result.has_result()
            ? measured_suites(*record, fmt::format("{} ({})", trial.label, trial.id), name_, flags_)
            : Json::object();
    return result;
  }

  const RunData& run_;
  std::size_t index_;
  const std::string& name_;
  Flags& flags_;
  std::map<std::string, bool> published_;  // by id
};

}  // namespace

bool TrialRow::has_result() const {
  return record != nullptr &&
         remedy::has_result(status_from_string((*record)["status"].get<std::string>()));
}

std::string without_root(const RunData& run, std::string text) {
  const std::string root = (run.root / "").string();
  for (std::size_t at; (at = text.find(root)) != std::string::npos;) text.erase(at, root.size());
  return text;
}

std::vector<TrialRow> trial_rows(const std::vector<RunData>& runs,
                                 const std::vector<std::string>& names, Flags& flags) {
  std::vector<TrialRow> rows;
  for (std::size_t i = 0; i < runs.size(); ++i) RunRows(runs[i], i, names[i], flags).add_to(rows);
  return rows;
}

}  // namespace remedy
