// The section "remediations" of a study: labels, and the values that each parameter is swept over.
#pragma once

#include <vector>

#include "core/study/study.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// What is wrong goes to `problems`. Whether there are such remediations and parameters is not known
// here: see finish_study().
std::vector<RemediationEntry> read_remediations(const YAML::Node& node, Problems& problems);

}  // namespace remedy
