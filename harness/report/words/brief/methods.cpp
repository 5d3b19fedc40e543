#include "report/words/brief/methods.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "core/text.h"
#include "report/methods_text.h"

namespace remedy {
namespace {

struct Families {
  std::vector<std::string> names;
  std::map<std::string, std::string> of;  // by remediation
};

Families read_families() {
  Families families;
  std::istringstream lines(kFamiliesText);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(':');
    if (line.empty() || line.front() == '#' || colon == std::string::npos) continue;
    families.names.push_back(line.substr(0, colon));
    std::istringstream ids(line.substr(colon + 1));
    for (std::string id; std::getline(ids, id, ',');) {
      families.of[std::string(trimmed(id))] = families.names.back();
    }
  }
  families.names.push_back("other");
  return families;
}

const Families& known_families() {
  static const Families known = read_families();
  return known;
}

}  // namespace

std::string family_of(const std::string& remediation) {
  const auto found = known_families().of.find(remediation);
  return found == known_families().of.end() ? "other" : found->second;
}

const std::vector<std::string>& families() { return known_families().names; }

std::string citation_of(const std::string& remediation) {
  const std::string text = kMethodsText, head = "{" + remediation + ",\n";
  const std::size_t key = text.find(head);
  if (key == std::string::npos) return "";
  const std::size_t begin = text.rfind('@', key), end = text.find("\n}\n", key);
  return text.substr(begin, end + 3 - begin);
}

std::string citations(const Report& report) {
  std::string text;
  std::set<std::string> seen;
  for (const Setting& setting : report.settings) {
    if (seen.insert(setting.remediation).second) text += citation_of(setting.remediation);
  }
  return text;
}

}  // namespace remedy
