// What a report says of each run as a whole, and what to know before believing a number.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/named.h"
#include "core/run/record.h"
#include "core/study/study.h"

namespace remedy {

struct Flag {
  std::string kind;     // one word for programs: "missing_suite"
  std::string run;      // its name in the report
  std::string message;  // a sentence for a person
};

// In the order in which they were found.
struct Flags {
  std::vector<Flag> list;

  void add(const std::string& kind, const std::string& run, const std::string& message) {
    list.push_back({kind, run, message});
  }
};

// What the records of a run say that it was measured on; empty where none says.
struct MeasuredOn {
  std::string baseline, preprocess, precision, target;
  Named<std::string> suites;
};

struct Unreadable {
  std::string file, reason;
};

// When and how a run was made, as its log tells; empty where it does not.
struct RunMade {
  std::string started, finished;  // UTC
  // Of the last `remedy run`; the commit is that of Remedy.
  std::string command, cpu, commit;
};

struct RunSummary {
  std::string name, study;
  std::size_t planned = 0, missing = 0;
  std::map<Status, std::size_t> by_status;
  std::size_t classes = 0;  // of the network; 0: not known
  MeasuredOn comparable;
  // The distinct values of what the records tell of their making; the plugins by remediation.
  Named<std::vector<ParameterValue>> provenance;
  Named<std::vector<std::string>> plugins;
  std::vector<Unreadable> unreadable;
  std::vector<std::string> unplanned;  // ids
  Acceptance accept;                   // what its study accepts
  std::optional<Selection> select;     // by what its study chooses settings
  RunMade made;
};

// Every status, in the order in which reports count them.
inline constexpr Status kStatuses[] = {Status::kCompleted,  Status::kNotReached, Status::kDiverged,
                                       Status::kFailed,     Status::kCrashed,    Status::kTimedOut,
                                       Status::kOutOfMemory};

}  // namespace remedy
