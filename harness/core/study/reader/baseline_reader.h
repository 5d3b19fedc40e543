// The part of a study file that says which network is to be mended.
#pragma once

#include "core/study/study.h"
#include "core/study/yaml/study_paths.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// `node` is what the key "baseline" holds. Weights that the study says how to train need not be
// there.
Baseline read_baseline(const YAML::Node& node, const StudyPaths& paths, Problems& problems);

}  // namespace remedy
