#include "core/study/yaml/study_override.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/study/yaml/yaml_document.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {
namespace {

using Path = std::vector<std::string>;

Path split_path(const std::string& text) {
  Path keys;
  std::size_t at = 0;
  for (std::size_t dot; (dot = text.find('.', at)) != std::string::npos; at = dot + 1) {
    keys.push_back(text.substr(at, dot - at));
  }
  keys.push_back(text.substr(at));
  return keys;
}

std::optional<std::size_t> index_in(const YAML::Node& list, const std::string& key) {
  const auto index = list.IsSequence() ? parse_integer(key) : std::nullopt;
  if (!index || *index < 0 || static_cast<std::size_t>(*index) >= list.size()) return std::nullopt;
  return static_cast<std::size_t>(*index);
}

// Undefined where there is none.
YAML::Node child(const YAML::Node& node, const std::string& key) {
  if (const auto index = index_in(node, key)) return node[*index];
  if (node.IsMap()) {
    for (const auto& item : node) {
      if (item.first.IsScalar() && item.first.Scalar() == key) return item.second;
    }
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

// In how many places of the tree a node stands.
class Places {
 public:
  explicit Places(const YAML::Node& wanted) : wanted_(wanted) {}

  std::size_t count(const YAML::Node& node) {
    if (node.is(wanted_)) return 1;
    if (!node.IsMap() && !node.IsSequence()) return 0;
    const auto same = [&](const YAML::Node& other) { return other.is(node); };
    if (std::any_of(seen_.begin(), seen_.end(), same)) return 0;
    seen_.push_back(node);
    std::size_t places = 0;
    for (const auto& item : node) places += count(node.IsMap() ? item.second : item);
    return places;
  }

 private:
  const YAML::Node& wanted_;
  std::vector<YAML::Node> seen_;
};

bool is_aliased(const YAML::Node& root, const Path& path) {
  YAML::Node node = root;
  for (const std::string& key : path) {
    const YAML::Node next = child(node, key);
    if (!next.IsDefined()) return false;
    if (Places(next).count(root) > 1) return true;
    node.reset(next);
  }
  return false;
}

// A tree like this one in which nothing on the path stands anywhere else. What the path leads to is
// left empty, all other values are the same.
YAML::Node with_own_path(const YAML::Node& node, Path::const_iterator at,
                         Path::const_iterator end) {
  if (at == end) return YAML::Node();
  if (!node.IsMap() && !index_in(node, *at)) return node;
  YAML::Node copy(node.Type());
  if (node.IsSequence()) {
    const std::size_t index = *index_in(node, *at);
    for (std::size_t i = 0; i < node.size(); ++i) {
      copy.push_back(i == index ? with_own_path(node[i], std::next(at), end) : node[i]);
    }
    return copy;
  }
  for (const auto& item : node) {
    const bool on_path = item.first.IsScalar() && item.first.Scalar() == *at;
    copy.force_insert(item.first,
                      on_path ? with_own_path(item.second, std::next(at), end) : item.second);
  }
  return copy;
}

}  // namespace

void apply_override(YAML::Node& root, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Error("--set {}: expected key.path=value, such as design.draws=3", text);
  }
  std::string path = text.substr(0, equals);
  // An alias is the very node that it names: what is set here must not change there.
  if (const Path keys = split_path(path); is_aliased(root, keys)) {
    root.reset(with_own_path(root, keys.begin(), keys.end()));
  }
  YAML::Node node = root;
  for (;;) {
    const std::size_t dot = path.find('.');
    const std::string key = path.substr(0, dot);
    const auto index = node.IsSequence() ? parse_integer(key) : std::nullopt;
    if (node.IsDefined() && !node.IsNull() && !node.IsMap() && !index) {
      throw Error("--set {}: \"{}\" lies inside a single value", text, key);
    }
    YAML::Node next = index ? node[static_cast<std::size_t>(*index)] : node[key];
    if (dot == std::string::npos) {
      next = load_document(text.substr(equals + 1), "--set " + text);
      return;
    }
    path = path.substr(dot + 1);
    node.reset(next);
  }
}

}  // namespace remedy
