#include "data/class_list.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "core/error.h"
#include "core/file.h"
#include "core/study/study.h"
#include "core/text.h"
#include "data/emoji/glyphs/glyphs.h"

namespace remedy {
namespace {

// ASCII only: other bytes are compared as they are.
std::string lower_case(std::string text) {
  for (char& letter : text) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return text;
}

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto name = trimmed(text.substr(0, comma));
    if (!name.empty()) names.emplace_back(name);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return names;
}

}  // namespace

ClassList::ClassList(const std::filesystem::path& file) : file_(file) {
  const std::string content = read_file(file);
  std::string_view rest = content;
  for (int number = 1; !rest.empty(); ++number) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) {
      throw Error("{}:{}: blank line; expected one class a line, as '<id> <name>, <name>...'",
                  file.string(), number);
    }
    const auto space = std::min(line.find_first_of(" \t"), line.size());
    std::string id(line.substr(0, space));
    auto names = split_names(line.substr(space));
    if (names.empty()) {
      throw Error("{}:{}: class '{}' has no name; expected '<id> <name>, <name>...'", file.string(),
                  number, id);
    }
    if (const auto known = find_id(id)) {
      throw Error("{}:{}: class id '{}' stands in line {} already", file.string(), number, id,
                  *known + 1);
    }
    add(std::move(id), std::move(names));
  }
  if (ids_.empty()) throw Error("{}: no class in this file", file.string());
}

ClassList::ClassList(const GlyphSet& glyphs) : file_(kGenerator) {
  for (const EmojiClass& emoji : glyphs.classes()) add(emoji.id, {emoji.name});
}

ClassList::ClassList(const std::vector<std::string>& names, const std::string& where)
    : file_(where) {
  for (const std::string& name : names) {
    if (find_id(name)) throw Error("{}: the class \"{}\" stands there twice", where, name);
    add(name, {name});
  }
}

ClassList ClassList::subset(const std::vector<int>& indices) const {
  ClassList result;
  result.file_ = file_;
  for (const int index : indices) {
    result.add(id(index), names_.at(static_cast<std::size_t>(index)));
  }
  return result;
}

void ClassList::add(std::string id, std::vector<std::string> names) {
  by_id_.emplace(id, size());
  for (const auto& name : names) {
    auto& classes = by_name_[lower_case(name)];
    if (classes.empty() || classes.back() != size()) classes.push_back(size());
  }
  ids_.push_back(std::move(id));
  names_.push_back(std::move(names));
}

std::optional<int> ClassList::find_id(const std::string& id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<int> ClassList::find(const std::string& text) const {
  if (const auto index = find_id(text)) return index;
  if (const auto named = by_name_.find(lower_case(text)); named != by_name_.end()) {
    if (named->second.size() > 1) return std::nullopt;
    return named->second.front();
  }
  int index = 0;
  const char* end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, index);
  if (code != std::errc() || stop != end || index < 0 || index >= size()) return std::nullopt;
  return index;
}

int ClassList::require(const std::string& text, const std::string& where) const {
  if (const auto index = find(text)) return *index;
  if (const auto named = by_name_.find(lower_case(text)); named != by_name_.end()) {
    std::vector<std::string> choices;
    for (const int index : named->second) choices.push_back(id(index) + " (" + name(index) + ")");
    throw Error("{}: '{}' names {} classes of {}; give the id of one: {}", where, text,
                choices.size(), file_.string(), join(choices, ", "));
  }
  std::vector<std::string> candidates = ids_;
  for (const auto& names : names_) candidates.insert(candidates.end(), names.begin(), names.end());
  throw Error("{}: '{}' is no class of {}; expected a class id, a name or an index below {}{}",
              where, text, file_.string(), size(), did_you_mean(text, candidates));
}

}  // namespace remedy
