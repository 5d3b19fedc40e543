#include "cli/filled_text.h"

namespace remedy {

std::string filled(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [what, by] : values) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + by.size())) {
      text.replace(at, what.size(), by);
    }
  }
  return text;
}

}  // namespace remedy
