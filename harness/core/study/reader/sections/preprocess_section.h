// The part of a study file that says how images become network input.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

#include "core/study/preprocess.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// What the map at `path` does not say is that of `fallback`. A suite of its own preprocessing
// shares mean and std with the baseline: `with_statistics` is false there, and these keys are
// unknown.
Preprocess read_preprocess(const YAML::Node& node, const std::string& path, Preprocess fallback,
                           bool with_statistics, Problems& problems);

// The key `preprocess` and its map.
void emit_preprocess(YAML::Emitter& out, const Preprocess& preprocess, bool with_statistics);

}  // namespace remedy
