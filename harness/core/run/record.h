// A trial's record: the one JSON file that a finished trial leaves. Fields and meaning: the section
// "A trial's record" of the README, and reports/schema/record.schema.json.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/named.h"
#include "core/plan/comparable.h"
#include "core/plan/plan.h"
#include "core/run/derived_figures.h"
#include "core/run/suite_figures.h"

namespace remedy {

inline constexpr int kRecordSchema = 1;

enum class Status {
  kCompleted,
  kNotReached,  // measured like any other, scored worst
  kDiverged,    // weights or loss not finite
  kFailed,      // the remediation threw, or gave something unusable
  kCrashed,     // the worker died
  kTimedOut,
  kOutOfMemory,
};

const char* to_string(Status status);
// Throws Error on an unknown word.
Status status_from_string(const std::string& text);
// completed or not_reached
bool has_result(Status status);

// How the training of a trial ended.
struct StopOutcome {
  std::string on;
  std::optional<bool> on_reported_suite;
  double above = 0;           // the accuracy that has to be exceeded
  std::optional<bool> stops;  // whether it trains until then
  bool reached = false;
  std::optional<double> accuracy;
  std::optional<std::int64_t> steps, probes;
};

// What a worker finds out about a trial. `stop`, `suites` and `seconds` are those of a trial that
// has a result; others have a reason.
struct TrialResult {
  Status status = Status::kCompleted;
  std::string reason;
  std::optional<StopOutcome> stop;  // nothing where the trial has no stop rule
  Named<SuiteFigures> suites;       // in the order of the study
  Named<DerivedFigures> derived;    // likewise
  Named<double> seconds;            // by what the time went into
  // Most that the worker had of the device's memory at a time, in bytes; nothing on the CPU.
  std::optional<std::int64_t> peak_device_bytes;
};

// One thing that is not the same where a worker opened a study as in its plan.
struct DataDifference {
  std::string what;  // "baseline", "suites.validation", "data.anchors"
  std::string planned;
  std::string opened;  // empty where there is none
};

// What a trial was measured with. Nothing where it is not known: no worker was ready, or an earlier
// version wrote the record.
struct Provenance {
  std::optional<std::string> harness, libtorch, compiler, convolutions, device;
  std::optional<std::int64_t> threads;
  std::optional<std::string> plugin;  // "sha256:" and the hash of its library
};

// The point of the design; nothing where the remediation does not use the factor.
struct DesignPoint {
  std::optional<std::int64_t> anchor_classes, draw, seed;
  std::optional<std::string> anchors;  // Trial::anchors
};

struct TrialRecord {
  std::string id, study, label, remediation, version;
  std::map<std::string, ParameterValue> parameters;
  DesignPoint design;
  std::vector<std::string> after;  // the ids of the trials it started from
  std::optional<std::int64_t> training_images;
  TrialResult result;
  std::vector<DataDifference> refused;  // why nothing was measured
  // Of every trial that has a result.
  std::optional<Comparable> comparable;
  Named<std::string> training;  // hashes of what it learned from, by their place in the study
  std::optional<Provenance> provenance;
  std::vector<std::string> supervision;  // Trial::supervision
  std::optional<std::string> output;     // what it printed: a file of the run directory
  std::optional<std::string> log;        // what it noted by context.log(): likewise
};

// Says which trial it was and what became of it; nothing of what it was measured with.
TrialRecord record_of(const std::string& study, const Trial& trial, TrialResult result);

Json to_json(const TrialRecord& record);
// Throws Error naming the path, what was found and what was expected.
TrialRecord record_from_json(const Json& json);
// The same of a file, whose name the message has. A record has the name of its trial.
TrialRecord read_record(const std::filesystem::path& file);
// The same, as it stands in the file.
Json read_record_json(const std::filesystem::path& file);

Json to_json(const TrialResult& result);
TrialResult result_from_json(const Json& json);
Json to_json(const std::vector<DataDifference>& differences);
Json to_json(const Provenance& provenance);
Provenance provenance_from_json(const Json& json);

}  // namespace remedy
