// What a tensor will be differentiated through.
#pragma once

#include <torch/csrc/autograd/function.h>

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

}  // namespace remedy
