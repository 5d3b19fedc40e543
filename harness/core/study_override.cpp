#include "core/study_override.h"

#include "core/error.h"
#include "core/yaml_section.h"

namespace remedy {

void apply_override(YAML::Node& root, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Error("--set {}: expected key.path=value, such as design.draws=3", text);
  }
  YAML::Node node = root;
  std::string path = text.substr(0, equals);
  for (;;) {
    const std::size_t dot = path.find('.');
    const std::string key = path.substr(0, dot);
    const auto index = node.IsSequence() ? parse_integer(key) : std::nullopt;
    if (node.IsDefined() && !node.IsNull() && !node.IsMap() && !index) {
      throw Error("--set {}: \"{}\" lies inside a single value", text, key);
    }
    YAML::Node next = index ? node[static_cast<std::size_t>(*index)] : node[key];
    if (dot == std::string::npos) {
      try {
        next = YAML::Load(text.substr(equals + 1));
      } catch (const YAML::Exception& error) {
        throw Error("--set {}: the value is not YAML: {}", text, error.msg);
      }
      return;
    }
    path = path.substr(dot + 1);
    node.reset(next);
  }
}

}  // namespace remedy
