// Values by name, in the order in which they were added: a study's suites, the parts of a trial's
// time.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace remedy {

template <typename T>
using Named = std::vector<std::pair<std::string, T>>;

// The value of that name, or nullptr.
template <typename T>
const T* find_named(const Named<T>& values, const std::string& name) {
  for (const auto& [key, value] : values) {
    if (key == name) return &value;
  }
  return nullptr;
}

// As find_named; adds it where it is not there.
template <typename T>
T& named(Named<T>& values, const std::string& name) {
  for (auto& [key, value] : values) {
    if (key == name) return value;
  }
  return values.emplace_back(name, T()).second;
}

}  // namespace remedy
