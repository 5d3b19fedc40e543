#include "model/checkpoint/strided.h"

#include <cstring>

namespace remedy {

bool lies_within(const StridedView& view, std::uint64_t elements) {
  if (view.offset >= elements) return false;
  std::uint64_t left = elements - view.offset - 1;  // steps that may still be taken
  for (std::size_t i = 0; i < view.shape.size(); ++i) {
    const auto steps = static_cast<std::uint64_t>(view.shape[i] - 1);
    const auto stride = static_cast<std::uint64_t>(view.strides[i]);
    if (steps == 0) continue;
    if (stride > left / steps) return false;
    left -= steps * stride;
  }
  return true;
}

bool is_contiguous(const StridedView& view) {
  std::int64_t expected = 1;
  for (std::size_t i = view.shape.size(); i-- > 0;) {
    if (view.shape[i] != 1 && view.strides[i] != expected) return false;
    expected *= view.shape[i];
  }
  return true;
}

void copy_contiguous(const StridedView& view, std::size_t size, const std::uint8_t* storage,
                     std::uint8_t* to) {
  std::vector<std::int64_t> at(view.shape.size(), 0);
  std::size_t element = view.offset;
  for (;;) {
    std::memcpy(to, storage + element * size, size);
    to += size;
    std::size_t i = at.size();
    for (;;) {
      if (i-- == 0) return;
      if (++at[i] < view.shape[i]) break;
      element -= static_cast<std::size_t>(view.strides[i]) * static_cast<std::size_t>(at[i] - 1);
      at[i] = 0;
    }
    element += static_cast<std::size_t>(view.strides[i]);
  }
}

}  // namespace remedy
