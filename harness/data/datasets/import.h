// A data set of the field, made ready for studies.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/datasets/dataset.h"

namespace remedy {

struct ImportedGroup {
  std::string name;  // as groups of the written manifest are called
  std::size_t train = 0, val = 0, test = 0;
};

struct Imported {
  std::filesystem::path manifest, classes, study;
  std::vector<ImportedGroup> groups;
  std::vector<std::string> warnings;
};

// Reads the data set in `folder` and writes manifest.csv, classes.txt and study.yaml into `out`.
// Images stay where they are: the study names the folder. Throws Error where the layout is another,
// saying what is missing and where the set is had, where a file to be written is there already, and
// where a split has no image.
Imported import_dataset(const Dataset& set, const std::filesystem::path& folder,
                        const std::filesystem::path& out);

}  // namespace remedy
