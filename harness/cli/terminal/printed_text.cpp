#include "cli/terminal/printed_text.h"

#include <fmt/format.h>

#include <sstream>
#include <vector>

#include "core/file.h"

namespace remedy {
namespace {

std::string harmless(std::string line) {
  for (char& c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 127 || (byte < 32 && byte != '\t')) c = ' ';
  }
  return line;
}

}  // namespace

std::string printed_text(const std::filesystem::path& file, std::size_t lines) {
  std::istringstream stream(read_if_present(file));
  std::vector<std::string> all;
  for (std::string line; std::getline(stream, line);) all.push_back(harmless(std::move(line)));
  const std::size_t first = all.size() > lines ? all.size() - lines : 0;
  std::string text;
  if (first > 0) {
    text = fmt::format("    | {} more line{}: {}", first, first == 1 ? "" : "s", file.string());
  }
  for (std::size_t i = first; i < all.size(); ++i) {
    if (!text.empty()) text += '\n';
    text += "    | " + all[i];
  }
  return text;
}

}  // namespace remedy
