#include "core/study/yaml/yaml_document.h"

#include <algorithm>
#include <vector>

#include "core/error.h"

namespace remedy {
namespace {

constexpr char kMerge[] = "<<";

class Merger {
 public:
  explicit Merger(const std::string& file) : file_(file) {}

  void expand(YAML::Node node) {
    if (!node.IsMap() && !node.IsSequence()) return;
    // An alias leads to the same node again.
    const auto same = [&](const YAML::Node& other) { return other.is(node); };
    if (std::any_of(seen_.begin(), seen_.end(), same)) return;
    seen_.push_back(node);
    if (node.IsSequence()) {
      for (YAML::Node item : node) expand(item);
      return;
    }
    for (auto item : node) expand(item.second);
    std::vector<YAML::Node> sources;
    std::size_t merges = 0;
    for (const auto& item : node) {
      if (!is_merge(item.first)) continue;
      collect(item, sources);
      ++merges;
    }
    for (; merges > 0; --merges) node.remove(kMerge);
    for (const YAML::Node& source : sources) {
      for (const auto& item : source) {
        if (!has(node, item.first)) node.force_insert(item.first, item.second);
      }
    }
  }

 private:
  static bool is_merge(const YAML::Node& key) { return key.IsScalar() && key.Scalar() == kMerge; }

  static bool has(const YAML::Node& map, const YAML::Node& key) {
    return std::any_of(map.begin(), map.end(), [&](const auto& item) {
      return item.first.IsScalar() && key.IsScalar() && item.first.Scalar() == key.Scalar();
    });
  }

  template <typename Item>
  void collect(const Item& item, std::vector<YAML::Node>& sources) const {
    const YAML::Node& value = item.second;
    const auto add = [&](const YAML::Node& map) {
      if (!map.IsMap()) {
        throw Error("{}:{}: <<: expected a map or a list of maps, such as *name", file_,
                    item.first.Mark().line % kLinesOfAFile + 1);
      }
      sources.push_back(map);
    };
    if (value.IsSequence()) {
      for (const auto& map : value) add(map);
    } else {
      add(value);
    }
  }

  const std::string& file_;
  std::vector<YAML::Node> seen_;
};

}  // namespace

YAML::Node load_document(const std::string& text, const std::string& file) {
  std::vector<YAML::Node> documents;
  try {
    documents = YAML::LoadAll(text);
  } catch (const YAML::Exception& error) {
    throw Error("{}:{}: not valid YAML: {}", file, error.mark.line % kLinesOfAFile + 1, error.msg);
  }
  if (documents.empty()) return YAML::Node();
  for (std::size_t i = 1; i < documents.size(); ++i) {
    if (!documents[i].IsDefined() || documents[i].IsNull()) continue;
    throw Error(
        "{}:{}: a second YAML document begins here, after a line \"---\", and nothing of it would "
        "be read; remove that line, or keep one study in a file",
        file, documents[i].Mark().line % kLinesOfAFile + 1);
  }
  if (text.find(kMerge) != std::string::npos) Merger(file).expand(documents.front());
  return documents.front();
}

}  // namespace remedy
