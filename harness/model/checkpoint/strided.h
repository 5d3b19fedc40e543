// Tensors as torch.save describes them: a view of a storage by shape, strides and offset, all in
// elements and none negative. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace remedy {

struct StridedView {
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  // as many as sizes
  std::uint64_t offset = 0;
};

// The functions below expect a view of at least one element whose bytes fit in 63 bits.

// Whether every element lies within a storage of `elements`.
bool lies_within(const StridedView& view, std::uint64_t elements);

// Row-major without gaps; strides along dimensions of size 1 do not matter.
bool is_contiguous(const StridedView& view);

// Copies the elements, each of `size` bytes, from the storage to `to`, row-major without gaps.
void copy_contiguous(const StridedView& view, std::size_t size, const std::uint8_t* storage,
                     std::uint8_t* to);

}  // namespace remedy
