#include "worker/pretrain/epoch_images.h"

#include <ATen/ATen.h>

namespace remedy {

Minibatch empty_minibatch(std::int64_t images, std::int64_t height, std::int64_t width,
                          c10::Device device) {
  const auto options = at::TensorOptions().pinned_memory(device.is_cuda());
  return {at::empty({images, height, width, 3}, options.dtype(at::kByte)),
          at::empty({images}, options.dtype(at::kLong))};
}

}  // namespace remedy
