#include "data/prepared/leaks.h"

#include <cassert>
#include <optional>
#include <unordered_map>

#include "core/error.h"

namespace remedy {
namespace {

constexpr std::size_t kNamedPairs = 10;

using ImageByHash = std::unordered_map<std::string, std::size_t>;

struct SuiteImages {
  ImageByHash by_file;
  ImageByHash by_pixels;
};

SuiteImages index_of(const NamedSet& suite) {
  assert(suite.prepared == nullptr || suite.prepared->size() == suite.listing->images.size());
  SuiteImages images;
  for (std::size_t i = 0; i < suite.listing->images.size(); ++i) {
    images.by_file.emplace(suite.listing->images[i].content, i);
    if (suite.prepared != nullptr) images.by_pixels.emplace(suite.prepared->image_hashes()[i], i);
  }
  return images;
}

std::optional<std::size_t> find(const ImageByHash& images, const std::string& hash) {
  const auto found = images.find(hash);
  if (found == images.end()) return std::nullopt;
  return found->second;
}

}  // namespace

void refuse_leaks(const std::vector<NamedSet>& training, const std::vector<NamedSet>& suites,
                  const MustBeApart& must_be_apart) {
  std::size_t count = 0;
  std::string pairs;
  for (const auto& suite : suites) {
    const SuiteImages images = index_of(suite);
    for (const auto& set : training) {
      if (must_be_apart && !must_be_apart(set, suite)) continue;
      for (std::size_t i = 0; i < set.listing->images.size(); ++i) {
        auto twin = find(images.by_file, set.listing->images[i].content);
        if (!twin && set.prepared != nullptr) {
          twin = find(images.by_pixels, set.prepared->image_hashes()[i]);
        }
        if (!twin) continue;
        if (++count > kNamedPairs) continue;
        pairs += fmt::format("\n  {}:{} = {}:{}", set.name, set.listing->images[i].path, suite.name,
                             suite.listing->images[*twin].path);
      }
    }
  }
  if (count == 0) return;
  if (count > kNamedPairs) pairs += fmt::format("\n  and {} more", count - kNamedPairs);
  throw Error(
      "{} training image{} also in a suite; a remediation must never learn from what it is "
      "measured on:{}",
      count, count == 1 ? " is" : "s are", pairs);
}

}  // namespace remedy
