// What is wrong with a study: every mistake is kept with its place, and reading continues.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace remedy {

// All that is wrong with a file, in the order it was met.
class Problems {
 public:
  // `overrides` are those of --set, "key.path=value".
  explicit Problems(std::string file, const std::vector<std::string>& overrides = {});
  // Of several files, as load_extended() counts their lines.
  Problems(const std::vector<std::filesystem::path>& files,
           const std::vector<std::string>& overrides);

  // `line` counts from 1; 0 stands for what has no place in the file: it was given by --set, or is
  // missing.
  void add(int line, const std::string& key, const std::string& message);
  bool empty() const { return messages_.empty(); }
  // Throws one Error with every message, a line each, unless there is none.
  void raise() const;

 private:
  std::vector<std::string> files_;
  std::vector<std::string> overridden_;  // keys, without the positions in lists
  std::vector<std::string> messages_;
};

}  // namespace remedy
