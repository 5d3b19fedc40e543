#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/text.h"
#include "data/datasets/readers.h"
#include "data/datasets/sets.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

// ObjectNet's tables: which of ImageNet's classes each of its own stands for.
class ObjectNetTables {
 public:
  explicit ObjectNetTables(const fs::path& folder) : mappings_(find(folder)) {
    const std::vector<std::string> lines =
        split(read_file(mappings_ / "imagenet_to_label_2012_v2"));
    std::map<std::string, std::size_t> line_of;
    for (std::size_t i = 0; i < lines.size(); ++i) line_of[lines[i]] = i;
    std::map<std::size_t, std::string> index_of_line;
    const Json indices = read_json(mappings_ / "pytorch_to_imagenet_2012_id.json");
    for (const auto& [index, line] : indices.items()) {
      index_of_line[line.get<std::size_t>()] = index;
    }
    const Json names = read_json(mappings_ / "objectnet_to_imagenet_1k.json");
    for (const auto& [object, joined] : names.items()) {
      std::vector<std::string> members;
      for (const std::string& name : split(joined.get<std::string>(), "; ")) {
        const auto line = line_of.find(name);
        if (line == line_of.end() || index_of_line.count(line->second) == 0) {
          throw Error(
              "{}: \"{}\": the class \"{}\" stands neither in imagenet_to_label_2012_v2 nor "
              "in pytorch_to_imagenet_2012_id.json",
              (mappings_ / "objectnet_to_imagenet_1k.json").string(), object, name);
        }
        members.push_back(index_of_line.at(line->second));
      }
      classes.emplace_back(object, join(members, ", "));
    }
    const Json folders = read_json(mappings_ / "folder_to_objectnet_label.json");
    for (const auto& [name, object] : folders.items()) labels[name] = object.get<std::string>();
  }

  std::vector<std::pair<std::string, std::string>> classes;  // name, indices
  ValueNames labels;                                         // by folder

 private:
  static fs::path find(const fs::path& folder) {
    for (const char* below : {"mappings", "objectnet-1.0/mappings"}) {
      std::error_code ignored;
      if (fs::is_directory(folder / below, ignored)) return folder / below;
    }
    throw Error("{}: has no mappings and no objectnet-1.0/mappings", folder.string());
  }

  static std::vector<std::string> split(const std::string& text, const std::string& by = "\n") {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(by, at), text.size());
      parts.emplace_back(trimmed(std::string_view(text).substr(at, end - at)));
      at = end + by.size();
    }
    return parts;
  }

  fs::path mappings_;
};

std::vector<DatasetImage> read_objectnet(const fs::path& folder) {
  const ObjectNetTables tables(folder);
  FolderLayout layout;
  layout.patterns = {"images/{label}/*.png", "objectnet-1.0/images/{label}/*.png"};
  layout.split = "objectnet";
  layout.labels = tables.labels;
  std::vector<DatasetImage> images = folder_reader(layout)(folder);
  const auto has_no_class = [&](const DatasetImage& image) {
    return std::none_of(tables.classes.begin(), tables.classes.end(),
                        [&](const auto& one) { return one.first == image.label; });
  };
  images.erase(std::remove_if(images.begin(), images.end(), has_no_class), images.end());
  return images;
}

}  // namespace

Dataset objectnet() {
  Dataset set;
  set.id = "objectnet";
  set.summary = "objects from unusual sides, in unusual places (Barbu et al., NeurIPS 2019)";
  set.source = "objectnet-1.0, from objectnet.dev; its licence forbids training on it";
  set.layout = "images/<folder>/*.png and mappings/ with its four tables";
  set.metric = "accuracy among the 113 classes that ImageNet has too";
  set.notes = {
      "two pixels of the red frame are cut from every side first",
      "a decision is the class with the largest logit of its members; objects that ImageNet has no "
      "class for are left out"};
  set.suites = {{"objectnet", "transfer"}};
  set.suite_keys = ", label_space: objects, preprocess: {border: 2, resize: 256, crop: 224}";
  set.whole = 113;
  set.sections = [](const fs::path& folder) {
    return label_space_section("objects", "rule: aggregate\n    by: max",
                               ObjectNetTables(folder).classes);
  };
  set.read = read_objectnet;
  return set;
}

}  // namespace remedy
