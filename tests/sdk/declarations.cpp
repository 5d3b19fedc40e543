#include "sdk/declarations.h"

#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "core/file.h"
#include "places.h"

namespace remedy::testing {
namespace {

const std::regex kVersion("kInterfaceVersion = ([0-9]+);");
const std::regex kOwnInclude("#include \"remedy/([a-z_]+\\.h)\"");

std::string header_text(const std::string& name) {
  return read_if_present(source_dir() + "/harness/sdk/include/remedy/" + name);
}

// Text in quotes stays as it is.
std::string without_comments(const std::string& source) {
  std::string text;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    if (source.compare(i, 2, "//") == 0) {
      i = std::min(source.find('\n', i), source.size());
      text += '\n';
    } else if (source.compare(i, 2, "/*") == 0) {
      const std::size_t end = source.find("*/", i + 2);
      i = end == std::string::npos ? source.size() : end + 1;
      text += ' ';
    } else if (c == '"' || (c == '\'' && (i == 0 || !std::isalnum(source[i - 1])))) {
      std::size_t end = i + 1;
      while (end < source.size() && source[end] != c) end += source[end] == '\\' ? 2 : 1;
      text += source.substr(i, end + 1 - i);
      i = end;
    } else {
      text += c;
    }
  }
  return text;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

void add_declarations(const std::string& name, std::set<std::string>& seen, std::string& all) {
  const std::string text = header_text(name);
  if (text.empty() || !seen.insert(name).second) return;  // build_tag.h is generated
  for (std::sregex_iterator at(text.begin(), text.end(), kOwnInclude), end; at != end; ++at) {
    add_declarations((*at)[1], seen, all);
  }
  all +=
      std::regex_replace(declarations_of(text), std::regex("kInterfaceVersion=[0-9]+"), "") + "\n";
}

}  // namespace

std::string declarations_of(const std::string& source) {
  std::istringstream lines(without_comments(source));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("#include", 0) == 0 || line.rfind("#pragma once", 0) == 0) continue;
    text += line + "\n";
  }
  std::string result;
  bool quoted = false, space = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool escaped = i > 0 && text[i - 1] == '\\';
    if (!quoted && (std::isspace(static_cast<unsigned char>(c)) != 0 || (c == '\\'))) {
      space = true;
      continue;
    }
    if (space && !quoted && !result.empty() && is_word(result.back()) && is_word(c)) result += ' ';
    space = false;
    if (c == '"' && !escaped) quoted = !quoted;
    result += c;
  }
  return result;
}

std::string interface_declarations(const std::string& name) {
  std::set<std::string> seen;
  std::string all;
  add_declarations(name, seen, all);
  return all;
}

int interface_version() {
  const std::string text = header_text("descriptor.h");
  std::smatch match;
  return std::regex_search(text, match, kVersion) ? std::stoi(match[1]) : -1;
}

}  // namespace remedy::testing
