// Results that were made with another library of a plugin than there is now, under one version.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/plan/plan.h"
#include "core/run/record.h"

namespace remedy {

// Whether a trial's record names another library of its plugin than the catalogue does. False where
// it names none.
bool of_another_library(const Trial& trial, const TrialRecord& record, const Catalogue& catalogue);

// Of the trials of a plan that keep their results, `records` by id: notes in the plan which plugins
// have changed since, so that the report tells, and returns a sentence on them, if any.
std::vector<std::string> note_changed_plugins(Plan& plan,
                                              const std::map<std::string, TrialRecord>& records,
                                              const Catalogue& catalogue);

}  // namespace remedy
