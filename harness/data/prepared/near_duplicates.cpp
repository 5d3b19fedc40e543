#include "data/prepared/near_duplicates.h"

#include <cmath>
#include <optional>

#include "core/error.h"
#include "core/parallel.h"
#include "data/prepared/perceptual_hash.h"

namespace remedy {
namespace {

constexpr std::size_t kNamed = 10;
constexpr std::size_t kMostImages = std::size_t{1} << 21;  // of a set; larger ones are left out

struct HashedSet {
  const NamedSet* set = nullptr;
  std::vector<PerceptualHash> hashes;
};

bool is_compared(const NamedSet& set) {
  return set.prepared != nullptr && set.listing->glyphs == nullptr && set.prepared->size() > 0 &&
         set.prepared->size() <= kMostImages;
}

std::vector<HashedSet> hashed(const std::vector<NamedSet>& sets, int threads) {
  std::vector<HashedSet> result;
  for (const NamedSet& set : sets) {
    if (is_compared(set)) result.push_back({&set, perceptual_hashes(*set.prepared, threads)});
  }
  return result;
}

Thumbnail thumbnail_of(const PreparedSet& set, std::size_t image) {
  const std::size_t bytes =
      3 * static_cast<std::size_t>(set.height()) * static_cast<std::size_t>(set.width());
  return thumbnail(set.pixels() + image * bytes, set.height(), set.width());
}

bool same_colours(const Thumbnail& a, const Thumbnail& b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum <= kNearLevels * static_cast<float>(a.size());
}

// The first image of `suite` that is nearly the one of `set`.
std::optional<std::size_t> twin(const HashedSet& set, std::size_t image, const HashedSet& suite) {
  const PerceptualHash& own = set.hashes[image];
  if (!own.telling) return std::nullopt;
  std::optional<Thumbnail> colours;
  for (std::size_t j = 0; j < suite.hashes.size(); ++j) {
    if (__builtin_popcountll(own.bits ^ suite.hashes[j].bits) > kNearBits) continue;
    if (!suite.hashes[j].telling) continue;
    const PreparedSet &one = *set.set->prepared, &other = *suite.set->prepared;
    if (one.image_hashes()[image] == other.image_hashes()[j]) continue;
    if (!colours) colours = thumbnail_of(one, image);
    if (same_colours(*colours, thumbnail_of(other, j))) return j;
  }
  return std::nullopt;
}

}  // namespace

NearDuplicates find_near_duplicates(const std::vector<NamedSet>& training,
                                    const std::vector<NamedSet>& suites, int threads) {
  NearDuplicates found;
  const std::vector<HashedSet> all_training = hashed(training, threads);
  if (all_training.empty()) return found;
  for (const HashedSet& suite : hashed(suites, threads)) {
    for (const HashedSet& set : all_training) {
      if (set.set->name == suite.set->name) continue;
      std::vector<std::optional<std::size_t>> twins(set.hashes.size());
      parallel_for(twins.size(), threads, [&](std::size_t i) { twins[i] = twin(set, i, suite); });
      for (std::size_t i = 0; i < twins.size(); ++i) {
        if (!twins[i]) continue;
        if (++found.count > kNamed) continue;
        found.first.push_back(fmt::format("{}:{} = {}:{}", set.set->name,
                                          set.set->listing->images[i].path, suite.set->name,
                                          suite.set->listing->images[*twins[i]].path));
      }
    }
  }
  return found;
}

}  // namespace remedy
