// A run directory, read: what a report is made from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/plan/plan.h"
#include "core/run/run_directory.h"
#include "report/content/run_summary.h"
#include "report/input/predictions.h"

namespace remedy {

struct RunData {
  std::filesystem::path root;
  std::string study;  // its name
  // What to know of a baseline that the study does not confirm, or nothing.
  std::string unconfirmed;
  Plan plan;
  std::map<std::string, TrialRecord> records;  // by trial id; those of an earlier plan among them
  std::vector<UnreadableRecord> unreadable;    // ordered by file
  RunMargins margins;
  RunOutcomes outcomes;
  RunConfidences confidences;
  Acceptance accept;  // the study's, or the defaults
  std::optional<Selection> select;
  RunMade made;
  std::size_t classes = 0;               // of the network, or 0 where the run does not say
  std::vector<std::string> class_names;  // of these; empty where one has none
  // Of each suite that has a label space of its own; empty where the run keeps none.
  std::map<std::string, std::vector<std::string>> names_in_space;

  // "cow", or "class 3": of a label or prediction on a suite.
  std::string class_name(const std::string& suite, std::int32_t index) const;
};

// Throws Error naming the folder and what it lacks. A single record that cannot be read is no
// error: it is told in `unreadable`.
RunData load_run(const std::filesystem::path& root);

struct RunWarning {
  std::string kind, message;
};

// What was told when it was run (warnings.json), in its order. Throws Error naming the file where
// that is damaged.
std::vector<RunWarning> load_warnings(const RunData& run);

// What a report calls each run: the name of its folder, with " (2)" and so on where two share one.
std::vector<std::string> run_names(const std::vector<RunData>& runs);

}  // namespace remedy
