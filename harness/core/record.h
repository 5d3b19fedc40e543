// A trial's record: the one JSON file that a finished trial leaves. Fields and meaning: the section
// "A trial's record" of the README.
#pragma once

#include <string>

#include "core/json.h"
#include "core/plan.h"

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

// The head that every record has, whatever became of the trial.
Json record_head(const std::string& study, const Trial& trial, Status status,
                 const std::string& reason);

// Throws Error saying what is missing: not an object, another schema, no id, an unknown status.
void check_record(const Json& record);

}  // namespace remedy
