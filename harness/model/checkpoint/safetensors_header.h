// The JSON header of a safetensors file. Internal to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/checkpoint/tensor_file.h"

namespace remedy {

// The official library reads no longer ones either.
inline constexpr std::uint64_t kMostHeaderBytes = 100'000'000;
inline constexpr std::string_view kMetadataKey = "__metadata__";

struct SafetensorsType {
  std::string_view name;
  DType dtype;
};

// In the order in which the official writer lays tensors out.
inline constexpr std::array<SafetensorsType, 10> kSafetensorsTypes = {{{"I64", DType::kInt64},
                                                                       {"F64", DType::kFloat64},
                                                                       {"F32", DType::kFloat32},
                                                                       {"I32", DType::kInt32},
                                                                       {"BF16", DType::kBFloat16},
                                                                       {"F16", DType::kFloat16},
                                                                       {"I16", DType::kInt16},
                                                                       {"I8", DType::kInt8},
                                                                       {"U8", DType::kUInt8},
                                                                       {"BOOL", DType::kBool}}};

struct SafetensorsEntry {
  std::string name;
  DType dtype = DType::kFloat32;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0;  // in the data after the header
  std::uint64_t end = 0;
  std::string unsupported;  // "has elements of ...", or empty
};

// In the order of the header. Checks its form: known keys, each once, of the right type; metadata
// of strings only. Offsets are not checked against the data. Throws Error naming `file`, the tensor
// and the key.
std::vector<SafetensorsEntry> parse_safetensors_header(const std::string& file,
                                                       std::string_view json);

}  // namespace remedy
