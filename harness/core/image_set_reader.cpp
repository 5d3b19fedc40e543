#include "core/image_set_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace remedy {
namespace {

ImageSet read_generated(Section& section) {
  ImageSet images;
  EmojiSource source;
  const std::vector<std::string> splits(std::begin(kEmojiSplits), std::end(kEmojiSplits));
  source.split = static_cast<int>(section.choice("emoji", splits).value_or(0));
  source.rainbow = section.choice("recolour", {"none", "rainbow"}) == 1u;
  source.misclassified = section.choice("select", {"all", "misclassified"}) == 1u;
  source.first = static_cast<std::size_t>(section.integer("first", 0).value_or(0));
  source.per_class = static_cast<std::size_t>(section.integer("per_class", 1).value_or(1));
  source.except = section.texts("except");
  images.label = section.text("class").value_or("");
  if (!images.label.empty() && !source.except.empty()) {
    section.problem("except", "goes with all classes; here \"class\" names the only one");
  }
  images.emoji = source;
  return images;
}

ImageSet read_folder(Section& section, const StudyPaths& paths) {
  ImageSet images;
  images.folder = paths.existing_folder(section, "folder");
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
  images.label = one_class.value_or("");
  images.skip = static_cast<std::size_t>(section.integer("skip", 0).value_or(0));
  if (const auto take = section.integer("take", 1)) images.take = static_cast<std::size_t>(*take);
  return images;
}

}  // namespace

ImageSet read_image_set(Section& section, const StudyPaths& paths) {
  if (section.has("folder") == section.has("emoji")) {
    section.problem("",
                    "give either \"folder\" (image files) or \"emoji\" (the split of the generated "
                    "images)");
  }
  return section.has("emoji") ? read_generated(section) : read_folder(section, paths);
}

}  // namespace remedy
