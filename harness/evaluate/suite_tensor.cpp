#include "evaluate/suite_tensor.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "evaluate/suite_pass.h"
#include "model/device_memory.h"
#include "model/memory.h"

namespace remedy {
namespace {

at::Tensor per_channel(const std::vector<double>& values, c10::Device device) {
  return at::tensor(at::ArrayRef<double>(values), at::kFloat).reshape({1, 3, 1, 1}).to(device);
}

// Whether half of the device's memory is free with so many bytes more: what is computed there needs
// room too. Where nobody can tell it is tried.
bool leaves_room(std::int64_t bytes, c10::Device device) {
  const auto memory = device_memory(device);
  return !memory || memory->free - bytes >= memory->total / 2;
}

}  // namespace

SuiteTensor::SuiteTensor(const PreparedSet& set, const Preprocess& preprocess, c10::Device device)
    : SuiteTensor(set.pixels(), static_cast<std::int64_t>(set.size()), set.height(), set.width(),
                  preprocess, device) {}

SuiteTensor::SuiteTensor(const std::uint8_t* pixels, std::int64_t count, int height, int width,
                         const Preprocess& preprocess, c10::Device device) {
  pixels_ = at::from_blob(const_cast<std::uint8_t*>(pixels), {count, height, width, 3}, at::kByte);
  if (!device.is_cpu() && leaves_room(static_cast<std::int64_t>(pixels_.nbytes()), device)) {
    try {
      pixels_ = pixels_.to(device);
    } catch (const std::exception& error) {
      if (!is_out_of_memory(error)) throw;
    }
  }
  // (x / 255 - mean) / std, in the order of torchvision's ToTensor and Normalize.
  std_ = per_channel(preprocess.std, device);
  mean_ = per_channel(preprocess.mean, device);
  if (device.is_cpu()) {
    const at::Tensor values = at::arange(256, at::kByte).reshape({256, 1, 1, 1});
    table_ = normalised(values.expand({256, 1, 1, 3})).reshape({256, 3}).contiguous();
  }
}

at::Tensor SuiteTensor::normalised(const at::Tensor& pixels) const {
  if (table_.defined()) return look_up(pixels);
  const bool there = pixels.device() == mean_.device();
  const at::Tensor here =
      there ? pixels : pinned(pixels, mean_.device()).to(mean_.device(), /*non_blocking=*/true);
  // [n, H, W, 3] seen as [n, 3, H, W] is channels_last already.
  return here.permute({0, 3, 1, 2}).to(at::kFloat).div_(255).sub_(mean_).div_(std_);
}

// The same numbers in one pass over memory in place of four.
at::Tensor SuiteTensor::look_up(const at::Tensor& pixels) const {
  at::Tensor result = at::empty(pixels.sizes(), at::kFloat);
  const auto* from = pixels.data_ptr<std::uint8_t>();
  const auto* table = table_.data_ptr<float>();
  auto* to = result.data_ptr<float>();
  at::parallel_for(0, pixels.numel() / 3, /*grain_size=*/1 << 14,
                   [&](std::int64_t begin, std::int64_t end) {
                     for (std::int64_t i = 3 * begin; i < 3 * end; i += 3) {
                       for (int c = 0; c < 3; ++c) to[i + c] = table[3 * from[i + c] + c];
                     }
                   });
  return result.permute({0, 3, 1, 2});
}

at::Tensor SuiteTensor::images(std::int64_t first, std::int64_t count) const {
  return normalised(pixels_.narrow(0, first, count));
}

at::Tensor SuiteTensor::images(const std::vector<std::size_t>& rows) const {
  at::Tensor index = at::empty({static_cast<std::int64_t>(rows.size())}, at::kLong);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    index.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(rows[i]);
  }
  return normalised(pixels_.index_select(0, index.to(pixels_.device())));
}

at::Tensor in_batches(std::int64_t size, std::int64_t batch, const Forward& forward) {
  const at::NoGradGuard no_grad;
  at::Tensor all;
  for (std::int64_t first = 0; first < size;) {
    const std::int64_t count = std::min(batch, size - first);
    try {
      const at::Tensor part = forward(first, count);
      if (!all.defined()) {
        std::vector<std::int64_t> shape = part.sizes().vec();
        shape[0] = size;
        all = at::empty(shape, part.options(), part.suggest_memory_format());
      }
      all.narrow(0, first, count).copy_(part);
      first += count;
    } catch (const std::exception& error) {
      if (!is_out_of_memory(error) || batch == 1) throw;
      batch = std::max<std::int64_t>(1, batch / 2);
    }
  }
  return all;
}

at::Tensor compute_logits(Model& model, const SuiteTensor& suite, std::int64_t batch) {
  const bool was_training = model.is_training();
  model.eval();
  SuitePass pass(suite);
  const at::Tensor logits =
      in_batches(suite.size(), batch, [&](std::int64_t first, std::int64_t count) {
        return model.forward(pass.images(first, count)).to(at::kFloat);
      });
  model.train(was_training);
  return logits.to(at::kCPU).contiguous();
}

at::Tensor compute_logits(InferenceNetwork& network, const SuiteTensor& suite, std::int64_t batch) {
  SuitePass pass(suite);
  const at::Tensor logits =
      in_batches(suite.size(), batch, [&](std::int64_t first, std::int64_t count) {
        return network.run(pass.images(first, count), 0, network.stages());
      });
  return logits.to(at::kCPU).contiguous();
}

}  // namespace remedy
