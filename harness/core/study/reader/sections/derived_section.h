// The part of a study file that says which figures are made of those of suites.
#pragma once

#include <yaml-cpp/yaml.h>

#include <vector>

#include "core/study/study.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// The map `derived` of a study whose suites are known; undefined: none.
std::vector<Derived> read_derived(const YAML::Node& node, const Study& study, Problems& problems);

void emit_derived(YAML::Emitter& out, const std::vector<Derived>& derived);

}  // namespace remedy
