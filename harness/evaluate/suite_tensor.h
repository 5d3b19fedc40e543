// A suite, or a set of training images, where the network can use it.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <functional>
#include <vector>

#include "core/study/study.h"
#include "data/prepared/prepared_set.h"
#include "model/inference.h"
#include "remedy/model.h"

namespace remedy {

// Images stay uint8: in the mapped file or, on a GPU, in its memory where that leaves half of it
// free; else they go there through pinned memory, see evaluate/suite_pass.h. Normalisation happens
// on the device.
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

  // uint8 [n, H, W, 3], where they lie
  const at::Tensor& pixels() const { return pixels_; }
  // where images() are
  c10::Device device() const { return mean_.device(); }
  // uint8 [n, H, W, 3] to float [n, 3, H, W] on the device
  at::Tensor normalised(const at::Tensor& pixels) const;

 private:
  at::Tensor look_up(const at::Tensor& pixels) const;

  at::Tensor pixels_;      // uint8 [n, H, W, 3]
  at::Tensor mean_, std_;  // float [1, 3, 1, 1]
  at::Tensor table_;       // float [256, 3]: what each value of a pixel becomes
};

// What a network gives for images first ... first + count - 1.
using Forward = std::function<at::Tensor(std::int64_t first, std::int64_t count)>;

// forward() of images 0 ... size - 1, `batch` at a time, one below the other. Where the device runs
// out of memory a smaller batch is tried.
at::Tensor in_batches(std::int64_t size, std::int64_t batch, const Forward& forward);

// Logits of every image, float [n, classes], on the CPU. The model is run in evaluation mode and
// left in the mode it came in.
at::Tensor compute_logits(Model& model, const SuiteTensor& suite, std::int64_t batch);
at::Tensor compute_logits(InferenceNetwork& network, const SuiteTensor& suite, std::int64_t batch);

}  // namespace remedy
