// The files of predictions that a run keeps, each read once.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/run/record.h"
#include "report/input/margins.h"
#include "report/input/outcomes.h"

namespace remedy {

// How sure the baseline and every trial are of what they predict; empty or absent where it is not
// kept.
struct RunConfidences {
  std::map<std::string, std::vector<float>> suites;                         // by name
  std::map<std::string, std::map<std::string, std::vector<float>>> trials;  // by trial and suite
};

struct RunPredictions {
  RunMargins margins;
  RunOutcomes outcomes;
  RunConfidences confidences;
};

// Of the trials that have a record with suites. What is missing or damaged, as in runs of versions
// that kept less, is left out; so are outcomes that do not fit the record's number of images that
// are right.
RunPredictions read_predictions(const std::filesystem::path& root,
                                const std::map<std::string, TrialRecord>& records);

}  // namespace remedy
