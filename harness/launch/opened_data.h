// Images, weights and settings that trials are made from, by their hashes: as they were when a
// study was planned, and as a worker opened them.
#pragma once

#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/json.h"
#include "core/named.h"
#include "core/plan/plan.h"
#include "core/run/record.h"

namespace remedy {

struct StudyData {
  Comparable comparable;
  Named<std::string> training;  // see training() in core/plan/plan.h
};

StudyData study_data(const Study& study, const Fingerprints& fingerprints);
Json to_json(const StudyData& data);
// Throws Error naming the path, what was found and what was expected.
StudyData study_data_from_json(const Json& json);

// Of what every trial is measured by.
std::vector<DataDifference> differences(const StudyData& planned, const StudyData& opened);
// Of that and of what this trial learns from.
std::vector<DataDifference> differences(const StudyData& planned, const StudyData& opened,
                                        const Trial& trial, const Uses& uses);

// Only what this trial learns from.
Named<std::string> training_of(const StudyData& data, const Trial& trial, const Uses& uses);

// Why a trial is refused: all differences, and what to do.
std::string refusal(const std::vector<DataDifference>& differences);

}  // namespace remedy
