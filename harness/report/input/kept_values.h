// Tensors of one dimension in the files that a run keeps.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "model/checkpoint/tensor_file.h"

namespace remedy {

// Empty where there is no such tensor of that kind and of one dimension.
template <typename T>
std::vector<T> kept_values(const StateDict& file, const std::string& name, DType dtype) {
  const StoredTensor* tensor = file.find(name);
  if (tensor == nullptr || tensor->dtype != dtype || tensor->shape.size() != 1) return {};
  std::vector<T> copy(tensor->bytes / sizeof(T));
  if (!copy.empty()) std::memcpy(copy.data(), tensor->data, tensor->bytes);
  return copy;
}

}  // namespace remedy
