#include "report/words/glossary.h"

#include <sstream>

#include "core/text.h"
#include "report/glossary_text.h"

namespace remedy {

Glossary parse_glossary(const std::string& markdown) {
  Glossary terms;
  std::istringstream lines(markdown);
  const std::string begin = "- **", between = "**";
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, begin.size(), begin) == 0) {
      const std::size_t end = line.find(between, begin.size());
      if (end == std::string::npos) continue;
      std::string text = line.substr(end + between.size());
      if (text.compare(0, 2, ": ") == 0) text.erase(0, 2);
      terms.emplace_back(line.substr(begin.size(), end - begin.size()), std::move(text));
    } else if (!terms.empty() && !line.empty() && line.front() == ' ') {
      terms.back().second += " " + std::string(trimmed(line));
    }
  }
  return terms;
}

const Glossary& glossary() {
  static const Glossary terms = parse_glossary(kGlossaryText);
  return terms;
}

}  // namespace remedy
