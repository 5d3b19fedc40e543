#include "data/datasets/import.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "core/file.h"
#include "core/text.h"
#include "data/datasets/imported_study.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

std::string manifest_of(const Dataset& set, const std::vector<DatasetImage>& images) {
  std::string text = "file_name,label,split";
  for (const std::string& attribute : set.attributes) text += "," + attribute;
  text += "\n";
  for (const DatasetImage& image : images) {
    text += fmt::format("{},{},{}", csv_field(image.file), csv_field(image.label), image.split);
    for (const std::string& value : image.attributes) text += "," + csv_field(value);
    text += "\n";
  }
  return text;
}

// By the values of label and attributes, classes in their order.
std::vector<ImportedGroup> count_groups(const Dataset& set,
                                        const std::vector<DatasetImage>& images) {
  std::map<std::vector<std::string>, ImportedGroup> counts;
  for (const DatasetImage& image : images) {
    const auto index = std::find(set.classes.begin(), set.classes.end(), image.label);
    std::vector<std::string> key = {fmt::format("{:04}", index - set.classes.begin())};
    key.insert(key.end(), image.attributes.begin(), image.attributes.end());
    ImportedGroup& group = counts[key];
    group.name = image.label + "/" + join(image.attributes, "/");
    (image.split == "train" ? group.train : image.split == "val" ? group.val : group.test) += 1;
  }
  std::vector<ImportedGroup> groups;
  for (auto& [key, group] : counts) groups.push_back(std::move(group));
  return groups;
}

// How many images and classes each split has that the study needs.
std::vector<ImportedSuite> count_suites(const Dataset& set, const std::vector<DatasetImage>& images,
                                        const fs::path& folder) {
  std::vector<ImportedSuite> found;
  std::vector<std::string> missing;
  for (const DatasetSuite& suite : set.suites) {
    std::set<std::string> classes;
    ImportedSuite counted{suite.split};
    for (const DatasetImage& image : images) {
      if (image.split != suite.split) continue;
      ++counted.images;
      classes.insert(image.label);
    }
    counted.classes = classes.size();
    if (counted.images > 0) found.push_back(counted);
    if (counted.images == 0 && suite.needed) missing.push_back(suite.split);
  }
  if (missing.empty()) return found;
  throw Error("{}: no image of {}; {} is expected as {}.\nIt is had as {}.", folder.string(),
              join(missing, ", "), set.id, set.layout, set.source);
}

void check_splits(const std::vector<DatasetImage>& images, const fs::path& folder) {
  for (const char* split : {"train", "val", "test"}) {
    const auto is_in = [&](const DatasetImage& image) { return image.split == split; };
    if (std::any_of(images.begin(), images.end(), is_in)) continue;
    throw Error("{}: no image of the split {}", folder.string(), split);
  }
}

// Images of each class that a study draws as anchors: a hundred, or as many as every class has.
std::size_t anchors_of(const std::vector<ImportedGroup>& groups) {
  std::map<std::string, std::size_t> of_class;
  for (const ImportedGroup& group : groups) {
    of_class[group.name.substr(0, group.name.find('/'))] += group.train;
  }
  std::size_t anchors = 100;
  for (const auto& [label, images] : of_class) anchors = std::min(anchors, images);
  return std::max<std::size_t>(anchors, 1);
}

// What is not there of a set that tests ImageNet's networks.
std::vector<std::string> warnings_of(const Dataset& set, const std::vector<ImportedSuite>& suites) {
  std::vector<std::string> warnings, left_out;
  for (const DatasetSuite& suite : set.suites) {
    const auto found = std::find_if(suites.begin(), suites.end(),
                                    [&](const auto& one) { return one.name == suite.split; });
    if (found == suites.end()) {
      left_out.push_back(suite.split);
    } else if (set.whole > 0 && found->classes != set.whole) {
      warnings.push_back(
          fmt::format("{} has images of {} classes, the published set of {}: figures "
                      "of papers are not comparable",
                      found->name, found->classes, set.whole));
    }
  }
  if (!left_out.empty()) {
    warnings.push_back(fmt::format("no image of {}: left out of the study", join(left_out, ", ")));
  }
  return warnings;
}

// Where the groups of the training split have other sizes than those of the set as published.
std::vector<std::string> warnings_of(const Dataset& set, const std::vector<ImportedGroup>& groups) {
  if (set.training_groups.empty()) return {};
  std::vector<std::size_t> found;
  for (const ImportedGroup& group : groups) found.push_back(group.train);
  if (found == set.training_groups) return {};
  return {
      fmt::format("the training split has {} images by group, the published set {}: figures of "
                  "papers are not comparable",
                  fmt::join(found, "/"), fmt::join(set.training_groups, "/"))};
}

}  // namespace

Imported import_dataset(const Dataset& known, const fs::path& folder, const fs::path& out) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) throw Error("{}: no such folder", folder.string());
  Dataset set = known;
  Imported result;
  result.manifest = out / "manifest.csv";
  if (!set.tests_imagenet()) result.classes = out / "classes.txt";
  result.study = out / "study.yaml";
  for (const fs::path& file : {result.manifest, result.classes, result.study}) {
    if (!file.empty() && fs::exists(file, ignored)) {
      throw Error("{}: is there already; remove it, or give another folder with --out",
                  file.string());
    }
  }
  const fs::path root = fs::canonical(folder);
  std::vector<DatasetImage> images;
  std::string sections;
  try {
    images = set.read(root);
    if (set.sections) sections = set.sections(root);
  } catch (const Error& error) {
    throw Error("{}\n{} is expected as {}.\nIt is had as {}.", error.what(), set.id, set.layout,
                set.source);
  }
  if (set.classes.empty()) {
    std::set<std::string> labels;
    for (const DatasetImage& image : images) labels.insert(image.label);
    set.classes.assign(labels.begin(), labels.end());
  }
  if (set.tests_imagenet()) {
    result.suites = count_suites(set, images, root);
    result.warnings = warnings_of(set, result.suites);
  } else {
    check_splits(images, root);
    result.groups = count_groups(set, images);
    result.warnings = warnings_of(set, result.groups);
    std::string classes;
    for (const std::string& name : set.classes) classes += fmt::format("{} {}\n", name, name);
    write_file(result.classes, classes);
  }
  write_file(result.manifest, manifest_of(set, images));
  write_file(result.study, set.tests_imagenet()
                               ? imagenet_study(set, root, result.suites, sections)
                               : group_study(set, root, anchors_of(result.groups)));
  return result;
}

}  // namespace remedy
