#include "core/study/yaml/yaml_document.h"

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <vector>

#include "core/error.h"
#include "core/json.h"

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

// Where the documents of a text begin, and the first thing in each.
class Documents final : public YAML::EventHandler {
 public:
  struct Document {
    YAML::Mark begin;
    std::optional<YAML::Mark> content;
  };
  const std::vector<Document>& all() const { return all_; }

  void OnDocumentStart(const YAML::Mark& mark) override { all_.push_back({mark, std::nullopt}); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { found(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string&) override {
    found(mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    found(mark);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    found(mark);
  }
  void OnMapEnd() override {}

 private:
  void found(const YAML::Mark& mark) {
    if (!all_.empty() && !all_.back().content) all_.back().content = mark;
  }

  std::vector<Document> all_;
};

// Throws Error where there are several, or where something stands that nothing can begin with:
// yaml-cpp makes empty documents of that, without end (YAML::LoadAll until memory is full).
void require_one_document(const std::string& text, const std::string& file) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Documents documents;
  while (parser.HandleNextDocument(documents)) {
    const auto& all = documents.all();
    const YAML::Mark& begin = all.back().begin;
    if (all.size() > 1 && begin.pos <= all[all.size() - 2].begin.pos) {
      throw Error("{}:{}: not valid YAML: nothing can begin with {}", file,
                  begin.line % kLinesOfAFile + 1,
                  in_quotes(text.substr(static_cast<std::size_t>(std::max(begin.pos, 0)), 1)));
    }
    if (all.size() == 1 || !all.back().content) continue;
    throw Error(
        "{}:{}: a second YAML document begins here, after a line \"---\", and nothing of it would "
        "be read; remove that line, or keep one study in a file",
        file, all.back().content->line % kLinesOfAFile + 1);
  }
}

}  // namespace

YAML::Node load_document(const std::string& text, const std::string& file) {
  YAML::Node document;
  try {
    require_one_document(text, file);
    document = YAML::Load(text);
  } catch (const YAML::Exception& error) {
    throw Error("{}:{}: not valid YAML: {}", file, error.mark.line % kLinesOfAFile + 1, error.msg);
  }
  if (text.find(kMerge) != std::string::npos) Merger(file).expand(document);
  return document;
}

}  // namespace remedy
