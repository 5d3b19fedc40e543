// The images of a pretraining: what each step trains on, and what its progress is measured on.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace remedy {

struct Minibatch {
  at::Tensor pixels;  // uint8 [n, H, W, 3]
  at::Tensor labels;  // int64 [n]
};

// Of `images` images, on the CPU; in page-locked memory where the batch is for a GPU, so that its
// copy is not waited for. To be filled in.
Minibatch empty_minibatch(std::int64_t images, std::int64_t height, std::int64_t width,
                          c10::Device device);

// Images that accuracy is measured on: those whose label is among the `k` largest logits count.
struct PretrainingProbe {
  std::string name;
  std::int64_t k = 1;
  std::int64_t size = 0;
  std::function<Minibatch(std::int64_t first, std::int64_t count)> images;
};

class EpochImages {
 public:
  virtual ~EpochImages() = default;

  virtual int classes() const = 0;
  virtual std::int64_t steps_per_epoch() const = 0;
  // The images of a step, counted from 0 over all epochs. What it returns makes them and may be
  // called on another thread, as long as the object lives.
  virtual std::function<Minibatch()> step(std::int64_t step) = 0;
  virtual std::vector<PretrainingProbe> probes() const = 0;
  // A hash of what determines the images, apart from the recipe.
  virtual std::string content() const = 0;
};

}  // namespace remedy
