#include "core/run/record.h"

#include <array>
#include <utility>

#include "core/error.h"

namespace remedy {
namespace {

constexpr std::array<std::pair<Status, const char*>, 7> kStatuses = {{
    {Status::kCompleted, "completed"},
    {Status::kNotReached, "not_reached"},
    {Status::kDiverged, "diverged"},
    {Status::kFailed, "failed"},
    {Status::kCrashed, "crashed"},
    {Status::kTimedOut, "timed_out"},
    {Status::kOutOfMemory, "out_of_memory"},
}};

}  // namespace

const char* to_string(Status status) {
  for (const auto& [value, text] : kStatuses) {
    if (value == status) return text;
  }
  return "unknown";
}

Status status_from_string(const std::string& text) {
  for (const auto& [value, name] : kStatuses) {
    if (name == text) return value;
  }
  throw Error("\"{}\" is not the status of a trial", text);
}

bool has_result(Status status) {
  return status == Status::kCompleted || status == Status::kNotReached;
}

TrialRecord record_of(const std::string& study, const Trial& trial, TrialResult result) {
  TrialRecord record;
  record.id = trial.id;
  record.study = study;
  record.label = trial.label;
  record.remediation = trial.remediation;
  record.version = trial.version;
  record.parameters = trial.parameters;
  record.design = {trial.anchor_classes, trial.draw, trial.seed, std::nullopt};
  if (!trial.anchors.empty()) record.design.anchors = trial.anchors;
  record.after = trial.after;
  record.training_images = static_cast<std::int64_t>(trial.training_images);
  record.supervision = trial.supervision;
  record.result = std::move(result);
  if (!has_result(record.result.status) && record.result.reason.empty()) {
    record.result.reason = "no reason was given";
  }
  return record;
}

}  // namespace remedy
