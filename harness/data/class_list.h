// The classes of a network, in the order of its outputs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace remedy {

class GlyphSet;

class ClassList {
 public:
  // Reads one class a line, in index order: "<id> <name>[, <alias>...]". Throws Error naming the
  // file and the line of a blank line, a class without a name or an id that stands there twice.
  explicit ClassList(const std::filesystem::path& file);
  // The classes of the generated images; file() is then "emoji".
  explicit ClassList(const GlyphSet& glyphs);
  // Classes that are known by one name each; `where` stands for the file. Throws Error naming one
  // that stands there twice.
  ClassList(const std::vector<std::string>& names, const std::string& where);

  // Some of them, in this order.
  ClassList subset(const std::vector<int>& indices) const;

  int size() const { return static_cast<int>(ids_.size()); }
  const std::string& id(int index) const { return ids_.at(static_cast<std::size_t>(index)); }
  // The first of its names.
  const std::string& name(int index) const {
    return names_.at(static_cast<std::size_t>(index)).front();
  }
  const std::vector<std::string>& ids() const { return ids_; }
  const std::filesystem::path& file() const { return file_; }

  std::optional<int> find_id(const std::string& id) const;
  // By id; else by name or alias, whatever the case of its letters, where only one class has it;
  // else by decimal index.
  std::optional<int> find(const std::string& text) const;
  // As find(). Throws Error starting with `where`, naming this list's file and the nearest class,
  // or all classes of an ambiguous name.
  int require(const std::string& text, const std::string& where) const;

 private:
  ClassList() = default;
  void add(std::string id, std::vector<std::string> names);

  std::filesystem::path file_;
  std::vector<std::string> ids_;
  std::vector<std::vector<std::string>> names_;
  std::unordered_map<std::string, int> by_id_;
  std::unordered_map<std::string, std::vector<int>> by_name_;  // lower-case
};

}  // namespace remedy
