// No statistic is kept for later: each is called by the rest of the harness, or by one that is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "places.h"

namespace remedy::statistics {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

std::string code_of(const fs::path& file) {
  std::ifstream stream(file);
  std::string code;
  for (std::string line; std::getline(stream, line);) {
    code += line.substr(0, line.find("//")) + "\n";
  }
  return code;
}

// Names in lower case before an opening parenthesis, in order, members left out: functions, but for
// a few keywords.
std::vector<std::string> called(const std::string& code) {
  const auto in_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  std::vector<std::string> names;
  for (std::size_t at = code.find('('); at != std::string::npos; at = code.find('(', at + 1)) {
    std::size_t start = at;
    while (start > 0 && in_name(code[start - 1])) --start;
    const bool of_a_type = start > 0 && code[start - 1] == '<';  // std::function<double(int)>
    if (start < at && !of_a_type && std::islower(static_cast<unsigned char>(code[start])) &&
        code[at - 1] != '_') {
      names.push_back(code.substr(start, at - start));
    }
  }
  return names;
}

// A definition at file scope: its name and all that it calls.
struct Definition {
  std::string name;
  Names calls;
};

// The tree is formatted: such a definition ends with a brace at the start of a line, or on its own.
std::vector<Definition> definitions(const std::string& code) {
  std::vector<Definition> result;
  std::istringstream lines(code);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    text += line + "\n";
    const bool ends =
        line.rfind('}', 0) == 0 || (!line.empty() && line.front() != ' ' && line.back() == '}');
    if (!ends) continue;
    const std::vector<std::string> names = called(std::exchange(text, ""));
    if (!names.empty()) result.push_back({names.front(), Names(names.begin(), names.end())});
  }
  return result;
}

struct Statistics {
  Names declared;  // in a header
  Names calls;     // by what a header defines itself
  std::vector<Definition> definitions;
};

Statistics read_statistics(const fs::path& folder) {
  Statistics all;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string code = code_of(entry.path());
    if (entry.path().extension() == ".cpp") {
      for (Definition& one : definitions(code)) all.definitions.push_back(std::move(one));
    } else if (entry.path().extension() == ".h") {
      std::istringstream lines(code);
      for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> names = called(line);
        const bool in_body = line.rfind("    ", 0) == 0;
        for (std::size_t i = 0; i < names.size(); ++i) {
          (in_body || i > 0 ? all.calls : all.declared).insert(names[i]);
        }
      }
    }
  }
  return all;
}

TEST(Callers, EveryStatisticHasOne) {
  const fs::path harness = fs::path(source_dir()) / "harness";
  const Statistics statistics = read_statistics(harness / "statistics");
  ASSERT_GT(statistics.declared.size(), 20u);
  Names live = statistics.calls;
  for (const auto& entry : fs::recursive_directory_iterator(harness)) {
    const fs::path& file = entry.path();
    if (file.parent_path() == harness / "statistics") continue;
    if (file.extension() != ".cpp" && file.extension() != ".h") continue;
    for (std::string& name : called(code_of(file))) live.insert(std::move(name));
  }
  for (std::size_t before = 0; before != live.size();) {
    before = live.size();
    for (const Definition& one : statistics.definitions) {
      if (live.count(one.name) > 0) live.insert(one.calls.begin(), one.calls.end());
    }
  }
  Names dead;
  for (const std::string& name : statistics.declared) {
    if (live.count(name) == 0) dead.insert(name);
  }
  EXPECT_EQ(dead, Names{}) << "remove them with their tests, or put them to use";
}

}  // namespace
}  // namespace remedy::statistics
