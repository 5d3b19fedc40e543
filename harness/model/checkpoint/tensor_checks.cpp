#include "model/checkpoint/tensor_checks.h"

#include <limits>
#include <unordered_set>

#include "core/error.h"

namespace remedy {

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i == kMostDimensions) return text + ", ...]";
    text += fmt::format("{}{}", i == 0 ? "" : ", ", shape[i]);
  }
  return text + "]";
}

std::string dtype_list() {
  std::string text;
  for (int i = 0; i <= static_cast<int>(DType::kBool); ++i) {
    if (i > 0) text += ", ";
    text += dtype_name(static_cast<DType>(i));
  }
  return text;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned lead = byte(i);
    std::size_t extra = 0;
    std::uint32_t code = lead;
    if (lead >= 0xF0) {
      extra = 3;
      code = lead & 0x07;
      if (lead > 0xF4) return false;
    } else if (lead >= 0xE0) {
      extra = 2;
      code = lead & 0x0F;
    } else if (lead >= 0x80) {
      extra = 1;
      code = lead & 0x1F;
      if (lead < 0xC2) return false;
    }
    if (extra > text.size() - i - 1) return false;
    for (std::size_t k = 1; k <= extra; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return false;
      code = (code << 6) | (byte(i + k) & 0x3F);
    }
    const bool overlong = (extra == 2 && code < 0x800) || (extra == 3 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (overlong || surrogate || code > 0x10FFFF) return false;
    i += extra + 1;
  }
  return true;
}

std::optional<std::size_t> byte_count(const std::vector<std::int64_t>& shape, DType dtype) {
  if (shape.size() > kMostDimensions) return std::nullopt;
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  std::int64_t product = static_cast<std::int64_t>(element_size(dtype));
  bool empty = false;
  for (const std::int64_t size : shape) {
    if (size < 0) return std::nullopt;
    if (size == 0) {
      empty = true;
      continue;
    }
    if (product > kMost / size) return std::nullopt;
    product *= size;
  }
  return empty ? 0 : static_cast<std::size_t>(product);
}

void check_tensors(const std::string& file, const std::vector<StoredTensor>& tensors) {
  std::unordered_set<std::string_view> names;
  for (const StoredTensor& tensor : tensors) {
    const std::string shown = in_quotes(tensor.name);
    if (tensor.name.empty() || !is_utf8(tensor.name)) {
      throw Error("{}: cannot hold a tensor named {}: expected a name in UTF-8", file, shown);
    }
    if (!names.insert(tensor.name).second) {
      throw Error("{}: tensor {} is given twice", file, shown);
    }
    const std::optional<std::size_t> expected = byte_count(tensor.shape, tensor.dtype);
    if (!expected || *expected != tensor.bytes || (tensor.bytes > 0 && tensor.data == nullptr)) {
      throw Error("{}: tensor {}: {} bytes do not fill shape {} of {}", file, shown, tensor.bytes,
                  shape_text(tensor.shape), dtype_name(tensor.dtype));
    }
  }
}

}  // namespace remedy
