// One value of a study, replaced from the command line.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace remedy {

// `text` is "key.path=value", the value in YAML. Keys that are not there are made. Throws Error
// where it is not of that form or the path leads through a single value.
void apply_override(YAML::Node& root, const std::string& text);

}  // namespace remedy
