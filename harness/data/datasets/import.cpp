#include "data/datasets/import.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/file.h"
#include "core/text.h"

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

std::string where(const std::string& split, const DatasetCell& cell) {
  std::string text = "{split: " + split;
  for (const auto& [column, value] : cell) text += fmt::format(", {}: {}", column, value);
  return text + "}";
}

// `key` and what is to be seen of a set: rows of the manifest.
std::string image_set(const std::string& key, const fs::path& root, const std::string& rows) {
  return fmt::format("{}: {{manifest: manifest.csv, root: {}, where: {}", key,
                     yaml_quoted(root.string()), rows);
}

std::string study_of(const Dataset& set, const fs::path& root) {
  std::string text = fmt::format("# {}: {}\n# Reported: {}.\n", set.id, set.summary, set.metric);
  for (const std::string& note : set.notes) text += "# Note: " + note + ".\n";
  const std::string columns = "[label, " + join(set.attributes, ", ") + "]";
  const std::string groups = fmt::format(", groups: {{{}: {}}}, weights: {{{}: train}}",
                                         set.grouping, columns, set.grouping);
  text += fmt::format(
      "study: {}\n"
      "baseline:\n"
      "  architecture: resnet50\n"
      "  weights: ${{REMEDY_WEIGHTS:-weights.pth}}  # a network with the {} classes of "
      "classes.txt\n"
      "  classes: classes.txt\n"
      "  preprocess: {}\n",
      set.id, set.classes.size(), set.preprocess);
  text += fmt::format("target: {{class: {}}}\n", set.rare.front().second);
  text += "data:\n";
  text += "  " + image_set("counterexamples", root, where("train", set.rare)) + "}\n";
  text += "  " + image_set("anchors", root, where("train", {})) + "}\n";
  text += "  " + image_set("stop", root, where("val", set.rare)) + "}\n";
  text += "  " + image_set("training", root, where("train", {})) + groups + "}\n";
  text += "suites:\n";
  const auto suite = [&](const char* name, const char* role, const DatasetCell& cell,
                         const std::string& more) {
    std::string one = image_set(name, root, where("test", cell));
    one.replace(one.find('{'), 1, fmt::format("{{role: {}, ", role));
    text += "  " + one + more + "}\n";
  };
  suite("test", "retain", {}, groups);
  suite("rare", "fix", set.rare, "");
  suite("guarded", "guard", set.guarded, "");
  text +=
      fmt::format("design: {{anchor_classes: [{}], draws: 3, seeds: [0]}}\n", set.classes.size());
  text += "remediations:\n  mixed_finetune: {learning_rate: [1.0e-4, 1.0e-3]}\n";
  return text;
}

void check_splits(const std::vector<DatasetImage>& images, const fs::path& folder) {
  for (const char* split : {"train", "val", "test"}) {
    const auto is_in = [&](const DatasetImage& image) { return image.split == split; };
    if (std::any_of(images.begin(), images.end(), is_in)) continue;
    throw Error("{}: no image of the split {}", folder.string(), split);
  }
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

Imported import_dataset(const Dataset& set, const fs::path& folder, const fs::path& out) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) throw Error("{}: no such folder", folder.string());
  Imported result;
  result.manifest = out / "manifest.csv";
  result.classes = out / "classes.txt";
  result.study = out / "study.yaml";
  for (const fs::path& file : {result.manifest, result.classes, result.study}) {
    if (fs::exists(file, ignored)) {
      throw Error("{}: is there already; remove it, or give another folder with --out",
                  file.string());
    }
  }
  const fs::path root = fs::canonical(folder);
  std::vector<DatasetImage> images;
  try {
    images = set.read(root);
  } catch (const Error& error) {
    throw Error("{}\n{} is expected as {}.\nIt is had as {}.", error.what(), set.id, set.layout,
                set.source);
  }
  check_splits(images, root);
  result.groups = count_groups(set, images);
  result.warnings = warnings_of(set, result.groups);
  write_file(result.manifest, manifest_of(set, images));
  std::string classes;
  for (const std::string& name : set.classes) classes += fmt::format("{} {}\n", name, name);
  write_file(result.classes, classes);
  write_file(result.study, study_of(set, root));
  return result;
}

}  // namespace remedy
