// Data sets of the field as they lie on disk, and how studies of them are set up.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace remedy {

// One image of a data set, in words.
struct DatasetImage {
  std::string file;                     // relative to the folder that was given
  std::string label;                    // one of Dataset::classes
  std::string split;                    // "train", "val" or "test"
  std::vector<std::string> attributes;  // in the order of Dataset::attributes
};

// Reads what lies in a folder. Throws Error naming what is missing or wrong there, file and row.
using DatasetReader = std::function<std::vector<DatasetImage>(const std::filesystem::path& folder)>;

// A combination of label and attributes, by column.
using DatasetCell = std::vector<std::pair<std::string, std::string>>;

// One suite of a study, of the images of one split.
struct DatasetSuite {
  std::string split;
  std::string role;
  bool needed = true;  // else it is left out where it has no image
};

struct Dataset {
  std::string id;
  std::string summary;
  std::string source;                   // where it is had
  std::string layout;                   // what the folder has to hold
  std::vector<std::string> classes;     // empty: the labels that images have, in bytewise order
  std::vector<std::string> attributes;  // columns beside label and split
  std::string grouping;                 // what the groups are called: by label and attributes
  std::string preprocess;               // of a study, as YAML
  // The group that training has least of, which is to be fixed, and its counterpart among another
  // class. Empty: the study has neither target nor counterexamples, and trains on groups alone.
  DatasetCell rare, guarded;
  std::string metric;              // what the field reports
  std::vector<std::string> notes;  // traps that a reader of published numbers has to know
  // How many images the whole set has in training, by group, in the order of groups; empty: not
  // checked.
  std::vector<std::size_t> training_groups;
  DatasetReader read;

  // Of a set that tests networks of ImageNet's classes, which has no training data; else empty.
  std::vector<DatasetSuite> suites;
  std::string suite_keys;   // of each of them, as YAML
  std::string more_suites;  // that use these, as YAML
  // Further sections of the study, as YAML: label_spaces, derived.
  std::function<std::string(const std::filesystem::path& folder)> sections;
  std::size_t whole = 0;  // how many classes the whole set has; 0: not checked

  bool tests_imagenet() const { return !suites.empty(); }
};

// All that are known.
const std::vector<Dataset>& datasets();
// Throws Error naming the nearest id and all that there are.
const Dataset& find_dataset(const std::string& id);

}  // namespace remedy
