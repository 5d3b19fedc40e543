// A run directory, read: what a report is made from.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/plan/plan.h"
#include "core/run/run_directory.h"
#include "report/input/margins.h"
#include "report/input/outcomes.h"

namespace remedy {

struct RunData {
  std::filesystem::path root;
  std::string study;  // its name
  // What to know of a baseline that the study does not confirm, or nothing.
  std::string unconfirmed;
  Plan plan;
  std::map<std::string, Json> records;       // by trial id; those of an earlier plan among them
  std::vector<UnreadableRecord> unreadable;  // ordered by file
  RunMargins margins;
  RunOutcomes outcomes;
  Acceptance accept;        // the study's, or the defaults
  std::size_t classes = 0;  // of the network, or 0 where the run does not say
};

// Throws Error naming the folder and what it lacks. A single record that cannot be read is no
// error: it is told in `unreadable`.
RunData load_run(const std::filesystem::path& root);

// [{kind, message}]: what was told when it was run (warnings.json), in its order. Throws Error
// naming the file where that is damaged.
Json load_warnings(const RunData& run);

// By what a report calls a run: what its study accepts.
using Acceptances = std::map<std::string, Acceptance>;

// What a report calls each run: the name of its folder, with " (2)" and so on where two share one.
std::vector<std::string> run_names(const std::vector<RunData>& runs);

}  // namespace remedy
