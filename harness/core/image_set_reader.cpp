#include "core/image_set_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace remedy {
namespace {

// The index of a key's value among `allowed`; 0 where the key is absent or wrong.
std::size_t choice(Section& section, const std::string& key,
                   const std::vector<std::string>& allowed) {
  const auto given = section.text(key);
  if (!given) return 0;
  const auto found = std::find(allowed.begin(), allowed.end(), *given);
  if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
  section.problem(key, fmt::format("found \"{}\"{}; allowed: {}", *given,
                                   did_you_mean(*given, allowed), join(allowed, ", ")));
  return 0;
}

ImageSet read_generated(Section& section) {
  ImageSet images;
  EmojiSource source;
  const std::vector<std::string> splits(std::begin(kEmojiSplits), std::end(kEmojiSplits));
  source.split = static_cast<int>(choice(section, "emoji", splits));
  source.rainbow = choice(section, "recolour", {"none", "rainbow"}) == 1;
  source.misclassified = choice(section, "select", {"all", "misclassified"}) == 1;
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
