// Ways in which data sets of the field lie on disk.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "data/datasets/dataset.h"

namespace remedy {

// What values of a column are called: "0" -> "landbird".
using ValueNames = std::map<std::string, std::string>;

// A table with the columns img_filename, y, place and split, beside the images or in one of
// `folders`: Waterbirds, and what others have written in its format.
struct MetadataLayout {
  std::vector<std::string> folders;  // "" for the folder itself
  ValueNames labels, places;
};
DatasetReader metadata_reader(const MetadataLayout& layout);

// CelebA: list_attr_celeba (.csv of WILDS and Kaggle, or the original .txt with two header lines),
// list_eval_partition (likewise) and img_align_celeba/, which may lie in another of the same name.
DatasetReader celeba_reader(const std::string& label_column, const ValueNames& labels,
                            const std::string& attribute_column, const ValueNames& attributes);

// Files whose paths match one of the patterns. In a pattern {name} stands for a part of one
// folder's or file's name, * for any and # for digits; {label}, {split} and the attributes are what
// images get. A name that stands there twice is the same in both places. Files that match none are
// passed over.
struct FolderLayout {
  std::vector<std::string> patterns;
  std::string split;  // of all images, where no pattern has {split}
  std::vector<std::string> attributes;
  ValueNames labels, splits;                          // empty: as they are called
  std::map<std::string, ValueNames> attribute_names;  // likewise, by attribute
};
DatasetReader folder_reader(const FolderLayout& layout);

// Of data sets without a validation split: every `every`-th training image of each group, in the
// order of names, becomes one.
DatasetReader with_validation(const DatasetReader& read, std::size_t every);

// Of data sets without splits: of each group `most` images, or all where there are fewer, are held
// out by a hash of their names: a third for validation, the others for the test.
DatasetReader with_held_out(const DatasetReader& read, std::size_t most);

}  // namespace remedy
