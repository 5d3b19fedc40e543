// The Python names in a state dict's pickle. Internal to this folder.
#pragma once

#include <array>
#include <string_view>

#include "model/checkpoint/tensor_file.h"

namespace remedy {

inline constexpr std::string_view kOrderedDict = "collections.OrderedDict";
inline constexpr std::string_view kRebuildTensor = "torch._utils._rebuild_tensor_v2";
inline constexpr std::string_view kRebuildTensorV1 = "torch._utils._rebuild_tensor";
inline constexpr std::string_view kRebuildParameter = "torch._utils._rebuild_parameter";
inline constexpr std::string_view kRebuildParameterWithState =
    "torch._utils._rebuild_parameter_with_state";
// Of tensors with attributes or of a class of their own.
inline constexpr std::string_view kRebuildFromType = "torch._tensor._rebuild_from_type_v2";
// What DataParallel puts before the name of every tensor.
inline constexpr std::string_view kParallelPrefix = "module.";

struct StorageType {
  std::string_view global;
  DType dtype;
};

// The first of a dtype is the one to write. An untyped storage stands for its bytes.
inline constexpr std::array<StorageType, 13> kStorageTypes = {{
    {"torch.DoubleStorage", DType::kFloat64},
    {"torch.FloatStorage", DType::kFloat32},
    {"torch.HalfStorage", DType::kFloat16},
    {"torch.BFloat16Storage", DType::kBFloat16},
    {"torch.LongStorage", DType::kInt64},
    {"torch.IntStorage", DType::kInt32},
    {"torch.ShortStorage", DType::kInt16},
    {"torch.CharStorage", DType::kInt8},
    {"torch.ByteStorage", DType::kUInt8},
    {"torch.BoolStorage", DType::kBool},
    {"torch.storage.UntypedStorage", DType::kUInt8},
    {"torch.storage._UntypedStorage", DType::kUInt8},
    {"torch.UntypedStorage", DType::kUInt8},
}};

// Read so that the message can name the tensor.
inline constexpr std::array<std::string_view, 7> kUnsupportedStorages = {
    "torch.ComplexDoubleStorage", "torch.ComplexFloatStorage", "torch.QUInt8Storage",
    "torch.QInt8Storage",         "torch.QInt32Storage",       "torch.QUInt4x2Storage",
    "torch.QUInt2x4Storage"};

}  // namespace remedy
