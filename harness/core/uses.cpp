#include "core/uses.h"

#include <algorithm>
#include <array>
#include <utility>

namespace remedy {
namespace {

// Every use by its name, in the order in which they are told.
constexpr std::array<std::pair<const char*, bool Uses::*>, 10> kUses = {{
    {"counterexamples", &Uses::counterexamples},
    {"anchors", &Uses::anchors},
    {"stop", &Uses::stop},
    {"randomness", &Uses::randomness},
    {"pairs", &Uses::pairs},
    {"predecessor", &Uses::predecessor},
    {"predecessors", &Uses::predecessors},
    {"groups", &Uses::groups},
    {"masks", &Uses::masks},
    {"training", &Uses::training},
}};

constexpr std::array<std::pair<const char*, bool Uses::*>, 7> kSupervision = {{
    {"counterexamples", &Uses::counterexamples},
    {"anchors", &Uses::anchors},
    {"group labels", &Uses::groups},
    {"originals", &Uses::pairs},
    {"masks", &Uses::masks},
    {"stop set", &Uses::stop},
    {"training set", &Uses::training},
}};

}  // namespace

std::vector<std::string> Uses::names() const {
  std::vector<std::string> list;
  for (const auto& [name, use] : kUses) {
    if (this->*use) list.emplace_back(name);
  }
  return list;
}

void Uses::add(const std::string& name) {
  for (const auto& [known, use] : kUses) {
    if (name == known) this->*use = true;
  }
}

void Uses::add(const Uses& other) {
  for (const std::string& name : other.names()) add(name);
}

std::vector<std::string> Uses::supervision() const {
  std::vector<std::string> list;
  for (const auto& [name, use] : kSupervision) {
    if (this->*use) list.emplace_back(name);
  }
  return list;
}

std::vector<std::string> joined_supervision(const std::vector<std::string>& one,
                                            const std::vector<std::string>& other) {
  std::vector<std::string> list;
  for (const auto& [name, use] : kSupervision) {
    const auto in = [name = name](const std::vector<std::string>& all) {
      return std::find(all.begin(), all.end(), name) != all.end();
    };
    if (in(one) || in(other)) list.emplace_back(name);
  }
  return list;
}

}  // namespace remedy
