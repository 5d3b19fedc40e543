// What a forward pass keeps for a backward pass, and whether it computes anything again.
#pragma once

#include <malloc.h>
#include <torch/csrc/autograd/function.h>

#include <cstdint>
#include <functional>
#include <string>

namespace remedy {

// Whether a function of that name stands behind `node`, or is it.
inline bool leads_to(const torch::autograd::Node* node, const std::string& name) {
  if (node == nullptr) return false;
  if (node->name().find(name) != std::string::npos) return true;
  for (const torch::autograd::Edge& edge : node->next_edges()) {
    if (leads_to(edge.function.get(), name)) return true;
  }
  return false;
}

// Of this process, from malloc and its kin.
inline std::int64_t allocated_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}

// The smallest budget in bytes, to 4096, from which on nothing is computed again.
inline std::int64_t smallest_without(const std::function<bool(std::int64_t budget)>& recomputes) {
  std::int64_t low = 0, high = std::int64_t{1} << 36;
  while (high - low > 4096) {
    const std::int64_t middle = low + (high - low) / 2;
    (recomputes(middle) ? low : high) = middle;
  }
  recomputes(high);
  return high;
}

}  // namespace remedy
