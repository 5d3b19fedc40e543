#include "core/plan/draw.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/hash.h"

namespace remedy {
std::uint64_t mix(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return split_mix(split_mix(split_mix(a) ^ b) ^ c);
}

std::vector<std::size_t> draw_anchors(const std::vector<int>& labels, std::int64_t classes,
                                      std::int64_t draw) {
  std::map<int, std::vector<std::size_t>> images;
  for (std::size_t i = 0; i < labels.size(); ++i) images[labels[i]].push_back(i);
  if (static_cast<std::size_t>(classes) > images.size()) {
    throw Error(
        "design.anchor_classes: {} classes are asked for, but data.anchors has images of {}",
        classes, images.size());
  }
  constexpr std::uint64_t kOrder = 1, kImage = 2;
  std::vector<std::pair<std::uint64_t, int>> order;
  for (const auto& [label, members] : images) {
    order.emplace_back(
        mix(static_cast<std::uint64_t>(draw), static_cast<std::uint64_t>(label), kOrder), label);
  }
  std::sort(order.begin(), order.end());
  order.resize(static_cast<std::size_t>(classes));
  std::vector<std::size_t> drawn;
  drawn.reserve(order.size());
  for (const auto& [key, label] : order) {
    const auto& members = images[label];
    drawn.push_back(
        members[mix(static_cast<std::uint64_t>(draw), static_cast<std::uint64_t>(label), kImage) %
                members.size()]);
  }
  return drawn;
}

}  // namespace remedy
