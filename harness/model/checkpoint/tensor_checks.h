// What readers and writers check alike. Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"  // in_quotes
#include "model/checkpoint/tensor_file.h"

namespace remedy {

inline constexpr std::size_t kMostDimensions = 32;

// "[64, 3, 7, 7]"
std::string shape_text(const std::vector<std::int64_t>& shape);
// "float64, float32, ..."
std::string dtype_list();

bool is_utf8(std::string_view text);

// None for a negative size, more than kMostDimensions, or a product past 2^63 - 1; sizes of zero
// count as one in that product, so that no reader of the shape can overflow.
std::optional<std::size_t> byte_count(const std::vector<std::int64_t>& shape, DType dtype);

// Throws Error naming `file`: the contract of the writers in tensor_file.h.
void check_tensors(const std::string& file, const std::vector<StoredTensor>& tensors);

}  // namespace remedy
