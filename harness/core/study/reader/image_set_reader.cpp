#include "core/study/reader/image_set_reader.h"

#include <fmt/format.h>

#include <algorithm>

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
  return {source, label};
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
  return {source, one_class.value_or("")};
}

}  // namespace

ImageSet read_image_set(Section& section, const StudyPaths& paths) {
  const bool generated = section.has(kGenerator);
  if (section.has("folder") == generated) {
    section.problem("", fmt::format("give either \"folder\" (image files) or \"{}\" (the split of "
                                    "the generated images)",
                                    kGenerator));
  }
  return generated ? read_generated(section) : read_folder(section, paths);
}

}  // namespace remedy
