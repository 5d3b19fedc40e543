#include "core/study/yaml/study_extends.h"

#include <algorithm>
#include <set>
#include <string>

#include "core/error.h"
#include "core/file.h"
#include "core/study/yaml/yaml_document.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

constexpr char kExtends[] = "extends";

// Keys whose values are paths, wherever in a study they stand.
const std::set<std::string>& path_keys() {
  static const std::set<std::string> keys = {
      "weights", "file", "classes", "folder", "manifest", "root", "originals", "masks", "plugins"};
  return keys;
}

// "emoji", a list of classes and the like are no paths.
bool names_a_file(const std::string& key, const std::string& text) {
  return key != "classes" || text.find('/') != std::string::npos ||
         text.find('.') != std::string::npos;
}

// Maps whose keys are names of columns, not of ours.
bool names_columns(const std::string& key) {
  return key == "where" || key == "columns" || key == "groups";
}

std::string from_folder(const std::string& text, const fs::path& folder) {
  std::string missing;
  const fs::path path = expand_environment(text, missing);
  if (!missing.empty() || path.is_absolute()) return text;
  return (folder / path).lexically_normal().string();
}

// Makes the relative paths below `node` absolute.
void anchor_paths(const YAML::Node& of, const fs::path& folder) {
  YAML::Node node = of;
  if (node.IsSequence()) {
    for (YAML::Node item : node) anchor_paths(item, folder);
  }
  if (!node.IsMap()) return;
  for (auto item : node) {
    const std::string key = item.first.IsScalar() ? item.first.Scalar() : "";
    YAML::Node value = item.second;
    if (names_columns(key)) continue;
    if (path_keys().count(key) == 0 || value.IsMap()) {
      anchor_paths(value, folder);
    } else if (value.IsScalar() && names_a_file(key, value.Scalar())) {
      value = from_folder(value.Scalar(), folder);
    } else if (value.IsSequence() && key == "plugins") {
      for (YAML::Node one : value) {
        if (one.IsScalar()) one = from_folder(one.Scalar(), folder);
      }
    }
  }
}

// The key as it stands in the map, with its place, and its value; undefined where it is absent.
struct Member {
  YAML::Node key = YAML::Node(YAML::NodeType::Undefined);
  YAML::Node value = YAML::Node(YAML::NodeType::Undefined);
};

Member member(const YAML::Node& map, const std::string& key) {
  for (const auto& item : map) {
    if (item.first.IsScalar() && item.first.Scalar() == key) return {item.first, item.second};
  }
  return {};
}

// `own` on top of `base`.
YAML::Node joined(const YAML::Node& base, const YAML::Node& own) {
  if (!base.IsMap() || !own.IsMap()) return own;
  YAML::Node result(YAML::NodeType::Map);
  for (const auto& item : base) {
    const Member replaced =
        member(own, item.first.IsScalar() ? item.first.Scalar() : std::string());
    if (!replaced.value.IsDefined()) {
      result.force_insert(item.first, item.second);
    } else if (!replaced.value.IsNull()) {
      result.force_insert(replaced.key, joined(item.second, replaced.value));
    }
  }
  for (const auto& item : own) {
    if (item.first.IsScalar() && member(base, item.first.Scalar()).value.IsDefined()) continue;
    result.force_insert(item.first, item.second);
  }
  return result;
}

YAML::Node load(const fs::path& file, std::vector<fs::path>& files) {
  const std::size_t lines = files.size() * kLinesOfAFile;
  files.push_back(file);
  // Read as if so many lines stood before it.
  YAML::Node root = load_document(std::string(lines, '\n') + read_file(file), file.string());
  const YAML::Node extends = root.IsMap() ? member(root, kExtends).value : YAML::Node();
  if (!root.IsMap() || !extends.IsDefined()) return root;
  const int line = line_of(extends) % kLinesOfAFile;
  if (!extends.IsScalar()) {
    throw Error("{}:{}: extends: expected the file of one study", file.string(), line);
  }
  std::string missing;
  const fs::path given = expand_environment(extends.Scalar(), missing);
  const fs::path base =
      (given.is_absolute() ? given : file.parent_path() / given).lexically_normal();
  std::error_code ignored;
  if (!missing.empty() || !fs::is_regular_file(base, ignored)) {
    throw Error("{}:{}: extends: there is no file {}", file.string(), line, base.string());
  }
  const auto same = [&](const fs::path& other) { return fs::equivalent(other, base, ignored); };
  if (std::any_of(files.begin(), files.end(), same)) {
    throw Error("{}:{}: extends: {} leads, over others, back to itself", file.string(), line,
                base.string());
  }
  const YAML::Node inherited = load(base, files);
  anchor_paths(inherited, fs::absolute(base).parent_path());
  root.remove(kExtends);
  return joined(inherited, root);
}

}  // namespace

YAML::Node load_extended(const fs::path& file, std::vector<fs::path>& files) {
  return load(file, files);
}

}  // namespace remedy
