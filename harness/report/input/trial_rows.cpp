#include "report/input/trial_rows.h"

#include <fmt/format.h>

#include <map>

#include "core/text.h"
#include "report/input/suite_row.h"

namespace remedy {
namespace {

// Whether the trial met its stop rule; nothing where it has none or the record does not say.
std::optional<bool> reached(const Trial& trial, const TrialResult& result) {
  if (result.status == Status::kNotReached) return false;
  if (!trial.stop || !has_result(result.status)) return std::nullopt;
  if (result.stop) return result.stop->reached;
  // A trial that trains until the rule is met completes by meeting it.
  return trial.stops ? std::optional<bool>(true) : std::nullopt;
}

std::optional<StopRow> stop_of(const Trial& trial, const TrialRecord* record) {
  if (!trial.stop) return std::nullopt;
  StopRow stop;
  stop.rule = *trial.stop;
  stop.stops = trial.stops;
  if (record == nullptr) return stop;
  stop.reached = reached(trial, record->result);
  if (const auto& told = record->result.stop) {
    stop.accuracy = told->accuracy;
    stop.steps = told->steps;
    stop.probes = told->probes;
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

std::optional<double> seconds_of(const TrialRecord& record, const std::string& phase) {
  const double* seconds = find_named(record.result.seconds, phase);
  return seconds == nullptr ? std::nullopt : std::optional<double>(*seconds);
}

// The rows of one run. A trial that starts from another's weights inherits its protocol.
class RunRows {
 public:
  RunRows(const RunData& run, std::size_t index, const std::string& name, Flags& flags)
      : run_(run), index_(index), name_(name), flags_(flags) {}

  void add_to(TrialRows& rows) {
    for (const Trial& trial : run_.plan.trials) {
      const auto found = run_.records.find(trial.id);
      const TrialRecord* record = found == run_.records.end() ? nullptr : &found->second;
      rows.rows.push_back(row(trial, record));
      rows.sources.push_back({&run_, record, RunDirectory(run_.root).predictions(trial.id)});
    }
  }

 private:
  TrialRow row(const Trial& trial, const TrialRecord* record) {
    bool published = trial.stop && trial.stop->on_reported_suite();
    for (const std::string& id : trial.after) {
      const auto parent = published_.find(id);
      published = published || (parent != published_.end() && parent->second);
    }
    published_[trial.id] = published;

    TrialRow row;
    row.run = index_;
    row.planned = trial;
    if (record != nullptr) row.status = record->result.status;
    row.reason = record != nullptr ? record->result.reason : why_missing(run_, trial.id);
    row.stop = stop_of(trial, record);
    row.published = published;
    if (record != nullptr) {
      row.apply = seconds_of(*record, "apply");
      row.evaluate = seconds_of(*record, "evaluate");
    }
    if (row.has_result()) add_suites(record->result.suites, row);
    return row;
  }

  void add_suites(const Named<SuiteFigures>& recorded, TrialRow& row) {
    for (const auto& [name, figures] : recorded) {
      std::vector<std::string> problems;
      row.suites.emplace_back(name, suite_row(figures, problems));
      if (problems.empty()) continue;
      flags_.add("damaged_record", name_,
                 fmt::format("{} ({}), suite {}: {}", row.planned.label, row.planned.id, name,
                             join(problems, "; ")));
    }
  }

  const RunData& run_;
  std::size_t index_;
  const std::string& name_;
  Flags& flags_;
  std::map<std::string, bool> published_;  // by id
};

}  // namespace

std::string without_root(const RunData& run, std::string text) {
  const std::string root = (run.root / "").string();
  for (std::size_t at; (at = text.find(root)) != std::string::npos;) text.erase(at, root.size());
  return text;
}

TrialRows trial_rows(const std::vector<RunData>& runs, const std::vector<std::string>& names,
                     Flags& flags) {
  TrialRows rows;
  for (std::size_t i = 0; i < runs.size(); ++i) RunRows(runs[i], i, names[i], flags).add_to(rows);
  return rows;
}

}  // namespace remedy
