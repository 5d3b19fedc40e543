// The tables of data sets, by kind.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/datasets/dataset.h"

namespace remedy {

std::vector<Dataset> group_sets();      // classes and attributes, with splits for training
std::vector<Dataset> spawrious_sets();  // the six of Spawrious
std::vector<Dataset> imagenet_sets();   // that test networks of ImageNet's classes
Dataset objectnet();                    // one of these

// The section "label_spaces" of a study, of one space: its rule as YAML, and each class with the
// network's classes that belong to it.
std::string label_space_section(const std::string& name, const std::string& rule,
                                const std::vector<std::pair<std::string, std::string>>& classes);

}  // namespace remedy
