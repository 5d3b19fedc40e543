#include "metrics/target_margin.h"

#include <algorithm>
#include <limits>

#include "core/error.h"
#include "core/parallel.h"

namespace remedy {

TargetMargins target_margins(const float* logits, std::size_t n, int classes,
                             const std::vector<int>& target_classes, int threads) {
  std::vector<bool> is_target(static_cast<std::size_t>(classes), false);
  for (const int c : target_classes) is_target.at(static_cast<std::size_t>(c)) = true;
  if (target_classes.empty()) throw Error("a margin needs a class that is the target's");
  TargetMargins result;
  result.margin.resize(n);
  result.target.resize(n);
  result.other.resize(n);
  const std::size_t part = 64;
  parallel_for((n + part - 1) / part, threads, [&](std::size_t block) {
    for (std::size_t i = block * part; i < std::min(n, (block + 1) * part); ++i) {
      const float* row = logits + i * static_cast<std::size_t>(classes);
      std::int32_t best[2] = {-1, -1};  // of the others, of the target's
      for (std::int32_t c = 0; c < classes; ++c) {
        std::int32_t& own = best[is_target[static_cast<std::size_t>(c)] ? 1 : 0];
        if (own < 0 || row[c] > row[own]) own = c;
      }
      result.other[i] = best[0];
      result.target[i] = best[1];
      result.margin[i] = best[0] < 0 ? std::numeric_limits<float>::infinity()
                                     : static_cast<float>(double{row[best[1]]} - row[best[0]]);
    }
  });
  return result;
}

}  // namespace remedy
