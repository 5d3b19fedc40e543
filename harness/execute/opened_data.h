// Images, weights and settings that trials are made from, by their hashes: as they were when a
// study was planned, and as a worker opened them.
#pragma once

#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/json.h"
#include "core/plan.h"

namespace remedy {

struct StudyData {
  Json comparable = Json::object();  // see comparable() in core/plan.h
  Json training = Json::object();    // see training() there
};

StudyData study_data(const Study& study, const Fingerprints& fingerprints);
Json to_json(const StudyData& data);
StudyData study_data_from_json(const Json& json);

struct DataDifference {
  std::string what;  // "baseline", "suites.validation", "data.anchors"
  std::string planned;
  std::string opened;  // empty where there is none
};

// Of what every trial is measured by.
std::vector<DataDifference> differences(const StudyData& planned, const StudyData& opened);
// Of that and of what this trial learns from.
std::vector<DataDifference> differences(const StudyData& planned, const StudyData& opened,
                                        const Trial& trial, const Uses& uses);

// Only what this trial learns from.
Json training_of(const StudyData& data, const Trial& trial, const Uses& uses);

// Why a trial is refused: all differences, and what to do.
std::string refusal(const std::vector<DataDifference>& differences);
Json to_json(const std::vector<DataDifference>& differences);

}  // namespace remedy
