#include "data/datasets/imported_study.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

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

std::string suite_of(const std::string& name, const std::string& role, const fs::path& root,
                     const std::string& rows) {
  std::string text = image_set(name, root, rows);
  return text.replace(text.find('{'), 1, fmt::format("{{role: {}, ", role));
}

// What the data set is, and what to know of its figures.
std::string head(const Dataset& set) {
  std::string text = fmt::format("# {}: {}\n# Reported: {}.\n", set.id, set.summary, set.metric);
  for (const std::string& note : set.notes) text += "# Note: " + note + ".\n";
  return text;
}

}  // namespace

std::string group_study(const Dataset& set, const fs::path& root, std::size_t anchors_per_class) {
  const bool has_rare = !set.rare.empty();
  std::string text = head(set);
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
  if (has_rare) text += fmt::format("target: {{class: {}}}\n", set.rare.front().second);
  text += "data:\n";
  if (has_rare) {
    text += "  " + image_set("counterexamples", root, where("train", set.rare)) + "}\n";
    text += "  " + image_set("anchors", root, where("train", {})) + "}\n";
  }
  text += "  " + image_set("stop", root, where("val", set.rare)) + "}\n";
  text += "  " + image_set("training", root, where("train", {})) + groups + "}\n";
  text += "suites:\n";
  const auto suite = [&](const char* name, const char* role, const DatasetCell& cell,
                         const std::string& more) {
    text += "  " + suite_of(name, role, root, where("test", cell)) + more + "}\n";
  };
  suite("test", "retain", {}, groups);
  if (has_rare) {
    suite("rare", "fix", set.rare, "");
    suite("guarded", "guard", set.guarded, "");
    text += fmt::format(
        "design: {{anchor_classes: [{}], anchors_per_class: {}, draws: 3, seeds: [0]}}\n",
        set.classes.size(), anchors_per_class);
  }
  text += "remediations:\n";
  if (has_rare) text += "  mixed_finetune: {learning_rate: [1.0e-4, 1.0e-3]}\n";
  text +=
      "  balanced_batches: {by: [group, mistakes], learning_rate: 1.0e-3}\n"
      "  group_dro_batches: {learning_rate: 1.0e-3}\n";
  return text;
}

std::string imagenet_study(const Dataset& set, const fs::path& root,
                           const std::vector<ImportedSuite>& suites, const std::string& sections) {
  std::string text = head(set);
  text += fmt::format(
      "study: {}\n"
      "baseline:\n"
      "  architecture: resnet50\n"
      "  weights: ${{REMEDY_WEIGHTS:-resnet50.pth}}  # a network with ImageNet's 1000 classes\n"
      "  classes: ${{REMEDY_CLASSES:-synset_words.txt}}  # one a line: <wnid> <names>\n"
      "  preprocess: {{resize: 256, crop: 224}}\n",
      set.id);
  text += sections + "suites:\n";
  for (const ImportedSuite& suite : suites) {
    const auto known = std::find_if(set.suites.begin(), set.suites.end(),
                                    [&](const auto& one) { return one.split == suite.name; });
    text += "  " + suite_of(suite.name, known->role, root, where(suite.name, {})) + set.suite_keys +
            "}\n";
  }
  text += set.more_suites;
  return text + "remediations:\n  identity: {}\n";
}

}  // namespace remedy
