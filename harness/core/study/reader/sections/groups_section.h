// The part of an image set that divides it into groups.
#pragma once

#include <yaml-cpp/yaml.h>

#include <vector>

#include "core/study/image_set.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// The columns that a set has to make groups of.
enum class GroupColumns {
  kLabel,       // the label alone, and no other split
  kBackground,  // the background too, and the shares of the split "train"
  kTable,       // a table's
};

// The keys `groups` and `weights` of an image set.
std::vector<Grouping> read_groupings(Section& images, GroupColumns has);

void emit_groupings(YAML::Emitter& out, const std::vector<Grouping>& groupings);

}  // namespace remedy
