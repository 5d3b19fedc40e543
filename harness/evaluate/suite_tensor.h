// A suite, or a set of training images, where the network can use it.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <string>
#include <vector>

#include "core/study.h"
#include "data/prepared_set.h"
#include "remedy/model.h"

namespace remedy {

// Images stay uint8, in the mapped file or, on a GPU, in its memory; normalisation happens on the
// device.
class SuiteTensor {
 public:
  // `set` must outlive the object.
  SuiteTensor(const PreparedSet& set, const Preprocess& preprocess, c10::Device device);
  // `pixels` is [count, height, width, 3], and must outlive the object.
  SuiteTensor(const std::uint8_t* pixels, std::int64_t count, int height, int width,
              const Preprocess& preprocess, c10::Device device);

  std::int64_t size() const { return pixels_.size(0); }
  // Images first ... first + count - 1: float [count, 3, H, W], normalised, channels_last.
  at::Tensor images(std::int64_t first, std::int64_t count) const;
  // The images at `rows`, in that order.
  at::Tensor images(const std::vector<std::size_t>& rows) const;

 private:
  at::Tensor normalise(const at::Tensor& pixels) const;

  at::Tensor pixels_;      // uint8 [n, H, W, 3]
  at::Tensor mean_, std_;  // float [1, 3, 1, 1]
};

// Logits of every image, float [n, classes], on the CPU. The model is run in evaluation mode and
// left in the mode it came in. Where the device runs out of memory a smaller batch is tried.
at::Tensor compute_logits(Model& model, const SuiteTensor& suite, std::int64_t batch);

}  // namespace remedy
