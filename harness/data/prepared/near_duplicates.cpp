#include "data/prepared/near_duplicates.h"

#include <array>
#include <cmath>
#include <cstdint>
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

// The telling images of a set by each of seven parts of their hashes: where at most six bits of two
// hashes differ, one part at least is the same.
class HashIndex {
 public:
  static constexpr int kParts = kNearBits + 1, kPartBits = 9;
  static_assert(kParts * kPartBits <= 64);

  explicit HashIndex(const std::vector<PerceptualHash>& hashes) {
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      if (!hashes[i].telling) continue;
      for (int part = 0; part < kParts; ++part) {
        images_[place(hashes[i].bits, part)].push_back(static_cast<std::uint32_t>(i));
      }
    }
  }

  const std::vector<std::uint32_t>& like(std::uint64_t bits, int part) const {
    return images_[place(bits, part)];
  }

 private:
  static std::size_t place(std::uint64_t bits, int part) {
    constexpr std::uint64_t kMask = (std::uint64_t{1} << kPartBits) - 1;
    return (static_cast<std::size_t>(part) << kPartBits) |
           static_cast<std::size_t>((bits >> (part * kPartBits)) & kMask);
  }

  std::array<std::vector<std::uint32_t>, std::size_t{kParts} << kPartBits> images_;
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
  return thumbnail(set.image(image), set.height(), set.width());
}

bool same_colours(const Thumbnail& a, const Thumbnail& b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum <= kNearLevels * static_cast<float>(a.size());
}

// The first image of `suite` that is nearly the one of `set`.
std::optional<std::size_t> twin(const HashedSet& set, std::size_t image, const HashedSet& suite,
                                const HashIndex& index) {
  const PerceptualHash& own = set.hashes[image];
  if (!own.telling) return std::nullopt;
  const PreparedSet &one = *set.set->prepared, &other = *suite.set->prepared;
  std::optional<Thumbnail> colours;
  std::optional<std::size_t> first;
  for (int part = 0; part < HashIndex::kParts; ++part) {
    for (const std::size_t j : index.like(own.bits, part)) {
      if (first && j >= *first) break;
      if (__builtin_popcountll(own.bits ^ suite.hashes[j].bits) > kNearBits) continue;
      if (one.image_hashes()[image] == other.image_hashes()[j]) continue;
      if (!colours) colours = thumbnail_of(one, image);
      if (same_colours(*colours, thumbnail_of(other, j))) first = j;
    }
  }
  return first;
}

}  // namespace

NearDuplicates find_near_duplicates(const std::vector<NamedSet>& training,
                                    const std::vector<NamedSet>& suites, int threads) {
  NearDuplicates found;
  const std::vector<HashedSet> all_training = hashed(training, threads);
  if (all_training.empty()) return found;
  for (const HashedSet& suite : hashed(suites, threads)) {
    const HashIndex index(suite.hashes);
    for (const HashedSet& set : all_training) {
      if (set.set->name == suite.set->name) continue;
      std::vector<std::optional<std::size_t>> twins(set.hashes.size());
      parallel_for(twins.size(), threads,
                   [&](std::size_t i) { twins[i] = twin(set, i, suite, index); });
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
