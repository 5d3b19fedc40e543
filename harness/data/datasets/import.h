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

struct ImportedSuite {
  std::string name;
  std::size_t images = 0, classes = 0;
};

struct Imported {
  std::filesystem::path manifest, study;
  std::filesystem::path classes;  // empty where the network has ImageNet's
  std::vector<ImportedGroup> groups;
  std::vector<ImportedSuite> suites;  // in place of groups, of a set that tests ImageNet's networks
  std::vector<std::string> warnings;
};

// Reads the data set in `folder` and writes manifest.csv, classes.txt and study.yaml into `out`.
// Images stay where they are: the study names the folder. Throws Error where the layout is another,
// saying what is missing and where the set is had, where a file to be written is there already, and
// where a split that is needed has no image.
Imported import_dataset(const Dataset& set, const std::filesystem::path& folder,
                        const std::filesystem::path& out);

}  // namespace remedy
