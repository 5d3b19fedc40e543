#include "model/stored_tensors.h"

#include <ATen/ATen.h>

#include <array>

#include "core/error.h"

namespace remedy {
namespace {

constexpr std::array<std::pair<DType, at::ScalarType>, 10> kTypes = {{
    {DType::kFloat64, at::kDouble},
    {DType::kFloat32, at::kFloat},
    {DType::kFloat16, at::kHalf},
    {DType::kBFloat16, at::kBFloat16},
    {DType::kInt64, at::kLong},
    {DType::kInt32, at::kInt},
    {DType::kInt16, at::kShort},
    {DType::kInt8, at::kChar},
    {DType::kUInt8, at::kByte},
    {DType::kBool, at::kBool},
}};

}  // namespace

at::Tensor to_tensor(const StoredTensor& stored) {
  for (const auto& [dtype, scalar] : kTypes) {
    if (dtype != stored.dtype) continue;
    // from_blob wants a pointer it may write through; the copy is taken at once.
    return at::from_blob(const_cast<std::uint8_t*>(stored.data), stored.shape, scalar).clone();
  }
  throw Error("{}: a tensor of an unknown type", stored.name);
}

void TensorList::add(std::string name, const at::Tensor& tensor) {
  const at::Tensor plain = tensor.detach().to(at::kCPU).contiguous();
  for (const auto& [dtype, scalar] : kTypes) {
    if (scalar != plain.scalar_type()) continue;
    views_.push_back({std::move(name), dtype, plain.sizes().vec(),
                      static_cast<const std::uint8_t*>(plain.data_ptr()), plain.nbytes()});
    owned_.push_back(plain);
    return;
  }
  throw Error("{}: tensors of this type are not written", name);
}

}  // namespace remedy
