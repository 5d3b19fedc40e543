#include "core/record.h"

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

Json record_head(const std::string& study, const Trial& trial, Status status,
                 const std::string& reason) {
  const Json planned = to_json(trial);
  Json record;
  record["schema"] = kRecordSchema;
  record["id"] = trial.id;
  record["study"] = study;
  for (const char* key : {"label", "remediation", "version", "parameters", "design"}) {
    record[key] = planned[key];
  }
  if (!trial.after.empty()) record["after"] = trial.after;
  record["training_images"] = trial.training_images;
  record["status"] = to_string(status);
  record["reason"] = reason;
  return record;
}

void check_record(const Json& record) {
  if (!record.is_object()) throw Error("not a trial's record: not a JSON object");
  try {
    if (record.at("schema") != kRecordSchema) {
      throw Error("a record of schema {}; this version reads schema {}", record["schema"].dump(),
                  kRecordSchema);
    }
    for (const char* key : {"id", "study", "label", "remediation", "version", "reason"}) {
      (void)record.at(key).get_ref<const std::string&>();
    }
    const Status status = status_from_string(record.at("status").get<std::string>());
    if (!record.at("design").is_object() || !record.at("parameters").is_object() ||
        (has_result(status) && !record.at("suites").is_object())) {
      throw Error("not a trial's record: design, parameters and suites have to be objects");
    }
  } catch (const nlohmann::json::exception& error) {
    throw Error("not a whole record of a trial: {}", error.what());
  }
}

}  // namespace remedy
