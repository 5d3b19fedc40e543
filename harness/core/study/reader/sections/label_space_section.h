// The part of a study file that says which classes suites are scored in.
#pragma once

#include <yaml-cpp/yaml.h>

#include <vector>

#include "core/study/label_space.h"
#include "core/study/yaml/study_paths.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// The map `label_spaces`; undefined: none.
std::vector<LabelSpace> read_label_spaces(const YAML::Node& node, const StudyPaths& paths,
                                          Problems& problems);

void emit_label_spaces(YAML::Emitter& out, const std::vector<LabelSpace>& spaces);

}  // namespace remedy
