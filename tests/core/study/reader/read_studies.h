// Studies read from texts.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/example_study.h"
#include "core/study/reader/study_reader.h"

namespace remedy::testing {

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

inline Study read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  const TemporaryDirectory directory;
  return finish_study(draft_study(write_study(directory, text), overrides), example_catalogue());
}

inline std::string message(const std::string& text,
                           const std::vector<std::string>& overrides = {}) {
  try {
    read(text, overrides);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// The study in `text` as it is once it was written and read again; nothing where it is written
// otherwise the second time.
inline std::optional<Study> written_again(const std::string& text) {
  const TemporaryDirectory directory;
  const std::string yaml =
      to_yaml(finish_study(draft_study(write_study(directory, text)), example_catalogue()));
  write_file(directory / "resolved.yaml", yaml);
  Study again = finish_study(draft_study(directory / "resolved.yaml"), example_catalogue());
  if (to_yaml(again) != yaml) return std::nullopt;
  return again;
}

inline std::string message_with(const std::string& from, const std::string& to) {
  return message(replaced(kExampleStudy, from, to));
}

}  // namespace remedy::testing
