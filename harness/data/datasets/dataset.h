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

struct Dataset {
  std::string id;
  std::string summary;
  std::string source;  // where it is had
  std::string layout;  // what the folder has to hold
  std::vector<std::string> classes;
  std::vector<std::string> attributes;  // columns beside label and split
  std::string grouping;                 // what the groups are called: by label and attributes
  std::string preprocess;               // of a study, as YAML
  DatasetCell rare;                     // the group that training has least of: what is to be fixed
  DatasetCell guarded;                  // its counterpart among another class
  std::string metric;                   // what the field reports
  std::vector<std::string> notes;       // traps that a reader of published numbers has to know
  // How many images the whole set has in training, by group, in the order of groups; empty: not
  // checked.
  std::vector<std::size_t> training_groups;
  DatasetReader read;
};

// All that are known.
const std::vector<Dataset>& datasets();
// Throws Error naming the nearest id and all that there are.
const Dataset& find_dataset(const std::string& id);

}  // namespace remedy
