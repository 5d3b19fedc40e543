// The files and folders that a study names.
#pragma once

#include <filesystem>
#include <string>

#include "core/study/yaml/yaml_section.h"

namespace remedy {

class StudyPaths {
 public:
  explicit StudyPaths(std::filesystem::path study) : study_(std::move(study)) {}

  // Absolute and normal; relative paths are relative to the study file.
  std::filesystem::path resolve(const std::string& text) const;

  // The path that a key gives. A key that is missing, and a path where there is no such thing, is a
  // problem.
  std::filesystem::path existing_file(Section& section, const std::string& key) const;
  std::filesystem::path existing_folder(Section& section, const std::string& key) const;

 private:
  std::filesystem::path study_;
};

}  // namespace remedy
