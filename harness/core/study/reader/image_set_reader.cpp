#include "core/study/reader/image_set_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/study/reader/sections/groups_section.h"
#include "core/text.h"

namespace remedy {
namespace {

ImageSet read_generated(Section& section) {
  GeneratedSource source;
  const std::vector<std::string> splits(std::begin(kGeneratedSplits), std::end(kGeneratedSplits));
  source.split = static_cast<int>(section.choice(kGenerator, splits).value_or(0));
  source.rainbow = section.choice("recolour", {"none", "rainbow"}) == 1u;
  source.misclassified = section.choice("select", {"all", "misclassified"}) == 1u;
  source.first = static_cast<std::size_t>(section.integer("first", 0).value_or(0));
  source.per_class = static_cast<std::size_t>(section.integer("per_class", 1).value_or(1));
  source.except = section.texts("except");
  const std::string label = section.text("class").value_or("");
  if (!label.empty() && !source.except.empty()) {
    section.problem("except", "goes with all classes; here \"class\" names the only one");
  }
  return {source, label, {}, "", {}};
}

ImageSet read_grouped(Section& section) {
  GroupedSource source;
  const std::vector<std::string> splits(std::begin(kGeneratedSplits), std::end(kGeneratedSplits));
  source.split = static_cast<int>(section.choice(kGroupsGenerator, splits).value_or(0));
  source.first = static_cast<std::size_t>(section.integer("first", 0).value_or(0));
  source.per_class = static_cast<std::size_t>(section.integer("per_class", 1).value_or(1));
  const bool for_training = source.split == 0;
  source.aligned =
      section.real("aligned", 0, 1).value_or(for_training ? kAlignedInTraining : source.aligned);
  if (const auto part = section.choice("select", {"all", "aligned", "conflicting"})) {
    source.part = static_cast<GroundPart>(*part);
  }
  return {source, section.text("class").value_or(""), {}, "", {}};
}

ImageSet read_folder(Section& section, const StudyPaths& paths) {
  FolderSource source;
  source.folder = paths.existing_folder(section, "folder");
  const auto one_class = section.text("class");
  const auto labels = section.text("labels");
  if (labels && *labels != "folders") {
    section.problem("labels", fmt::format("found \"{}\", expected \"folders\"", *labels));
  }
  if (one_class.has_value() == labels.has_value()) {
    section.problem("",
                    "give either \"class\" (one class for all images) or \"labels: folders\" "
                    "(the sub-folder names the class)");
  }
  source.skip = static_cast<std::size_t>(section.integer("skip", 0).value_or(0));
  if (const auto take = section.integer("take", 1)) source.take = static_cast<std::size_t>(*take);
  return {source, one_class.value_or(""), {}, "", {}};
}

ImageSet read_manifest(Section& section, const StudyPaths& paths) {
  ManifestSource source;
  source.file = paths.existing_file(section, "manifest");
  source.root =
      section.has("root") ? paths.existing_folder(section, "root") : source.file.parent_path();
  Section columns = section.child("columns");
  for (const std::string& role : columns.keys()) {
    source.columns.emplace_back(role, columns.text(role).value_or(""));
  }
  columns.finish();
  Section where = section.child("where");
  for (const std::string& column : where.keys()) {
    source.where.push_back({column, where.texts(column)});
  }
  where.finish();
  source.skip = static_cast<std::size_t>(section.integer("skip", 0).value_or(0));
  if (const auto take = section.integer("take", 1)) source.take = static_cast<std::size_t>(*take);
  return {source, section.text("class").value_or(""), {}, "", {}};
}

CueTransform read_transform(Section& section, const std::string& name,
                            const std::optional<std::string>& amount) {
  const CueTransformInfo* info = find_cue_transform(name);
  if (info == nullptr) {
    std::vector<std::string> names;
    for (const CueTransformInfo& known : cue_transforms()) names.push_back(known.name);
    section.problem("transform", fmt::format("found \"{}\"{}; allowed: {}", name,
                                             did_you_mean(name, names), join(names, ", ")));
    return {name, 0};
  }
  const auto number = amount ? parse_integer(*amount) : info->standard;
  const bool fits = number && *number >= info->low && *number <= info->high &&
                    (name != "rotate" || *number % 90 == 0);
  if (amount && (info->amount == nullptr || !fits)) {
    section.problem("transform",
                    info->amount == nullptr
                        ? fmt::format("{} has no number", name)
                        : fmt::format("{}: found \"{}\", expected {} from {} to {}", name, *amount,
                                      info->amount, info->low, info->high));
  }
  return {name, number.value_or(0)};
}

// A list of names, or of {name: amount}.
std::vector<CueTransform> read_transforms(Section& section) {
  std::vector<CueTransform> transforms;
  const YAML::Node node = section.take("transform");
  if (!node.IsDefined()) return transforms;
  if (!node.IsSequence() || node.size() == 0) {
    section.problem("transform", "expected a list, such as [grayscale, {low_pass: 4}]");
    return transforms;
  }
  for (const YAML::Node& item : node) {
    if (item.IsScalar()) {
      transforms.push_back(read_transform(section, item.Scalar(), std::nullopt));
    } else if (item.IsMap() && item.size() == 1 && item.begin()->second.IsScalar()) {
      transforms.push_back(
          read_transform(section, item.begin()->first.Scalar(), item.begin()->second.Scalar()));
    } else {
      section.problem("transform", "expected names, or {name: number}");
    }
  }
  return transforms;
}

// Subjects' masks, where a transform needs them.
void require_masks(Section& section, ImageSet& images, const StudyPaths& paths) {
  const auto needs = std::find_if(
      images.transforms.begin(), images.transforms.end(), [](const CueTransform& transform) {
        const CueTransformInfo* info = find_cue_transform(transform.name);
        return info != nullptr && info->mask == MaskUse::kNeeded;
      });
  if (FolderSource* folder = images.folder(); folder != nullptr && section.has("masks")) {
    folder->masks = paths.existing_folder(section, "masks");
  }
  if (needs == images.transforms.end() || images.manifest() != nullptr) return;
  if (images.folder() != nullptr && !images.folder()->masks.empty()) return;
  section.problem("transform",
                  fmt::format("{} needs masks of the subjects: name the folder under \"masks\", or "
                              "take a manifest with a column \"mask\"",
                              needs->name));
}

}  // namespace

void read_transforms(Section& section, const StudyPaths& paths, ImageSet& images) {
  images.transforms = read_transforms(section);
  if (!images.transforms.empty()) require_masks(section, images, paths);
}

namespace {

GroupColumns columns_of(const ImageSet& images) {
  if (images.manifest() != nullptr) return GroupColumns::kTable;
  return images.grouped() != nullptr ? GroupColumns::kBackground : GroupColumns::kLabel;
}

}  // namespace

ImageSet read_image_set(Section& section, const StudyPaths& paths) {
  const bool generated = section.has(kGenerator);
  const bool manifest = section.has("manifest");
  const bool grouped = section.has(kGroupsGenerator);
  if (section.has("folder") + generated + manifest + grouped != 1) {
    section.problem("", fmt::format("give either \"folder\" (image files), \"manifest\" (a table "
                                    "that lists them), or \"{}\" or \"{}\" (the split of the "
                                    "generated images)",
                                    kGenerator, kGroupsGenerator));
  }
  ImageSet images = generated  ? read_generated(section)
                    : grouped  ? read_grouped(section)
                    : manifest ? read_manifest(section, paths)
                               : read_folder(section, paths);
  images.groupings = read_groupings(section, columns_of(images));
  images.pair_by = section.text("pair_by").value_or("");
  if (!images.pair_by.empty() && !manifest &&
      (generated || grouped || images.pair_by != kFileNameColumn)) {
    section.problem("pair_by", fmt::format("found \"{}\", expected \"{}\" of a folder, or a column "
                                           "of a manifest",
                                           images.pair_by, kFileNameColumn));
  }
  return images;
}

}  // namespace remedy
