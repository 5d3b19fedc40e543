// Reading YAML strictly, one map after another.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/study/yaml/problems.h"
#include "core/study/yaml/scalars.h"

namespace remedy {

// From 1; 0 for a node that no file holds.
int line_of(const YAML::Node& node);

// One map of the file. Every key that nobody asked for by the time of finish() is a mistake.
class Section {
 public:
  Section(const YAML::Node& node, std::string path, Problems& problems);

  bool has(const std::string& key) const;
  // Marks a key as known and gives its node, undefined where it is absent.
  YAML::Node take(const std::string& key);
  // The map of a key, empty where there is none; who asks finishes it.
  Section child(const std::string& key) { return Section(take(key), path_of(key), problems_); }
  std::vector<std::string> keys() const;

  std::optional<std::string> text(const std::string& key, bool required = false);
  // The index of the word among those allowed.
  std::optional<std::size_t> choice(const std::string& key,
                                    const std::vector<std::string>& allowed);
  std::optional<std::int64_t> integer(const std::string& key, std::int64_t least);
  std::optional<double> real(const std::string& key, double low, double high);
  // One value or a list of them, each at least `least`.
  std::vector<std::int64_t> integers(const std::string& key, std::int64_t least);
  std::vector<double> reals(const std::string& key, std::size_t count);
  std::vector<std::string> texts(const std::string& key);
  // A scalar that `parse` understands; `expected` says what that is.
  template <typename T>
  std::optional<T> parsed(const std::string& key, const char* expected,
                          const std::function<std::optional<T>(const std::string&)>& parse) {
    const auto value = text(key);
    if (!value) return std::nullopt;
    const auto result = parse(*value);
    if (!result) problem(key, "found \"" + *value + "\", expected " + expected);
    return result;
  }

  void problem(const std::string& key, const std::string& message);
  std::string path_of(const std::string& key) const;
  int line(const std::string& key) const;
  void finish();

 private:
  std::optional<std::string> scalar(const YAML::Node& node, const std::string& key,
                                    const char* expected);

  YAML::Node node_;
  std::string path_;
  Problems& problems_;
  std::vector<std::string> known_;
};

}  // namespace remedy
