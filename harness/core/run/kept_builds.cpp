#include "core/run/kept_builds.h"

#include <fmt/format.h>

#include <vector>

#include "core/hash.h"
#include "core/text.h"

namespace remedy {

std::string to_text(const KeptBuilds& builds) {
  constexpr std::size_t kWithHashes = 3;
  std::vector<std::string> parts;
  for (const auto& [key, kept] : builds) {
    parts.push_back(builds.size() > kWithHashes
                        ? fmt::format("{} ({})", key.first, kept.results)
                        : fmt::format("{} ({}: {}, now {})", key.first, kept.results,
                                      short_hash(key.second), short_hash(kept.now)));
  }
  return join(parts, ", ");
}

std::size_t results_of(const KeptBuilds& builds) {
  std::size_t sum = 0;
  for (const auto& [key, kept] : builds) sum += kept.results;
  return sum;
}

}  // namespace remedy
