// The study that is written for an imported data set.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/datasets/import.h"

namespace remedy {

// As YAML, with manifest.csv beside it; `root` is the folder that file names are relative to.
std::string group_study(const Dataset& set, const std::filesystem::path& root,
                        std::size_t anchors_per_class);

// Of a set that tests ImageNet's networks; `sections` as Dataset::sections gave them.
std::string imagenet_study(const Dataset& set, const std::filesystem::path& root,
                           const std::vector<ImportedSuite>& suites, const std::string& sections);

}  // namespace remedy
