#include "core/study/yaml/study_paths.h"

#include <fmt/format.h>

namespace remedy {

namespace fs = std::filesystem;

fs::path StudyPaths::resolve(const std::string& text) const {
  const fs::path given(text);
  return (given.is_absolute() ? given : fs::absolute(study_).parent_path() / given)
      .lexically_normal();
}

fs::path StudyPaths::existing_file(Section& section, const std::string& key) const {
  const auto given = section.text(key, /*required=*/true);
  if (!given) return {};
  const fs::path full = resolve(*given);
  std::error_code ignored;
  if (!fs::is_regular_file(full, ignored)) {
    section.problem(key, fmt::format("there is no file {}", full.string()));
  }
  return full;
}

fs::path StudyPaths::existing_folder(Section& section, const std::string& key) const {
  const auto given = section.text(key, /*required=*/true);
  if (!given) return {};
  const fs::path full = resolve(*given);
  std::error_code ignored;
  if (!fs::is_directory(full, ignored)) {
    section.problem(key, fmt::format("there is no folder {}", full.string()));
  }
  return full;
}

}  // namespace remedy
