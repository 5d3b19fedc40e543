// The part of an image set that divides it into groups.
#pragma once

#include <yaml-cpp/yaml.h>

#include <vector>

#include "core/study/image_set.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// The keys `groups` and `weights` of an image set. Without `has_columns` there is the column
// "label" alone, and no other split.
std::vector<Grouping> read_groupings(Section& images, bool has_columns);

void emit_groupings(YAML::Emitter& out, const std::vector<Grouping>& groupings);

}  // namespace remedy
