#include "model/checkpoint/tensor_file.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "core/hash.h"
#include "core/json.h"

namespace remedy {
namespace {

struct DTypeFacts {
  std::string_view name;
  std::size_t size;
};

constexpr std::array<DTypeFacts, 10> kDTypes = {{{"float64", 8},
                                                 {"float32", 4},
                                                 {"float16", 2},
                                                 {"bfloat16", 2},
                                                 {"int64", 8},
                                                 {"int32", 4},
                                                 {"int16", 2},
                                                 {"int8", 1},
                                                 {"uint8", 1},
                                                 {"bool", 1}}};

}  // namespace

std::size_t element_size(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)].size; }

std::string_view dtype_name(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)].name; }

StateDict::StateDict(std::vector<StoredTensor> tensors, TensorMemory memory)
    : tensors_(std::move(tensors)), by_name_(tensors_.size()), memory_(std::move(memory)) {
  std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
  std::sort(by_name_.begin(), by_name_.end(), [this](std::size_t left, std::size_t right) {
    return tensors_[left].name < tensors_[right].name;
  });
}

StateDict StateDict::renamed(std::vector<StoredTensor> tensors) && {
  return StateDict(std::move(tensors), std::move(memory_));
}

TensorMemory StateDict::take_memory() && { return std::move(memory_); }

const StoredTensor* StateDict::find(std::string_view name) const {
  const auto found = std::lower_bound(
      by_name_.begin(), by_name_.end(), name,
      [this](std::size_t index, std::string_view wanted) { return tensors_[index].name < wanted; });
  if (found == by_name_.end() || tensors_[*found].name != name) return nullptr;
  return &tensors_[*found];
}

std::string StateDict::content() const {
  Sha256 hash;
  for (const std::size_t index : by_name_) {
    const StoredTensor& tensor = tensors_[index];
    // The line says how many bytes follow, so no two state dicts give the same stream.
    const Json line =
        Json::array({tensor.name, dtype_name(tensor.dtype), tensor.shape, tensor.bytes});
    hash.update(line.dump()).update("\n").update(tensor.data, tensor.bytes);
  }
  return hash.hex();
}

}  // namespace remedy
