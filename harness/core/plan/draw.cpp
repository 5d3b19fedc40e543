#include "core/plan/draw.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/hash.h"

namespace remedy {
namespace {

// `count` of the members in an order that hangs on `word`.
void take_some(const std::vector<std::size_t>& members, std::uint64_t word, std::size_t count,
               std::vector<std::size_t>& drawn) {
  if (members.size() < count) {
    throw Error(
        "design.anchors_per_class: {} images of each class are asked for, but data.anchors has {} "
        "of one class",
        count, members.size());
  }
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (const std::size_t member : members) order.emplace_back(mix(word, member), member);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < count; ++i) drawn.push_back(order[i].second);
}

}  // namespace

std::uint64_t mix(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return split_mix(split_mix(split_mix(a) ^ b) ^ c);
}

std::vector<std::size_t> draw_anchors(const std::vector<int>& labels, std::int64_t classes,
                                      std::int64_t draw, std::int64_t per_class) {
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
    const std::uint64_t word =
        mix(static_cast<std::uint64_t>(draw), static_cast<std::uint64_t>(label), kImage);
    if (per_class == 1) {
      drawn.push_back(members[word % members.size()]);
    } else {
      take_some(members, word, static_cast<std::size_t>(per_class), drawn);
    }
  }
  return drawn;
}

}  // namespace remedy
