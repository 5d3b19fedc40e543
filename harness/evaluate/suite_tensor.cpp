#include "evaluate/suite_tensor.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <new>

#include "core/error.h"

namespace remedy {
namespace {

at::Tensor per_channel(const std::vector<double>& values, c10::Device device) {
  return at::tensor(at::ArrayRef<double>(values), at::kFloat).reshape({1, 3, 1, 1}).to(device);
}

bool is_out_of_memory(const std::exception& error) {
  const std::string text = error.what();
  return text.find("out of memory") != std::string::npos ||
         text.find("can't allocate memory") != std::string::npos ||
         dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
}

}  // namespace

SuiteTensor::SuiteTensor(const PreparedSet& set, const Preprocess& preprocess, c10::Device device)
    : SuiteTensor(set.pixels(), static_cast<std::int64_t>(set.size()), set.height(), set.width(),
                  preprocess, device) {}

SuiteTensor::SuiteTensor(const std::uint8_t* pixels, std::int64_t count, int height, int width,
                         const Preprocess& preprocess, c10::Device device) {
  pixels_ = at::from_blob(const_cast<std::uint8_t*>(pixels), {count, height, width, 3}, at::kByte);
  if (!device.is_cpu()) pixels_ = pixels_.to(device);
  // (x / 255 - mean) / std, in the order of torchvision's ToTensor and Normalize.
  std_ = per_channel(preprocess.std, device);
  mean_ = per_channel(preprocess.mean, device);
}

at::Tensor SuiteTensor::normalise(const at::Tensor& pixels) const {
  // [n, H, W, 3] seen as [n, 3, H, W] is channels_last already.
  return pixels.permute({0, 3, 1, 2}).to(at::kFloat).div_(255).sub_(mean_).div_(std_);
}

at::Tensor SuiteTensor::images(std::int64_t first, std::int64_t count) const {
  return normalise(pixels_.narrow(0, first, count));
}

at::Tensor SuiteTensor::images(const std::vector<std::size_t>& rows) const {
  at::Tensor index = at::empty({static_cast<std::int64_t>(rows.size())}, at::kLong);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    index.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(rows[i]);
  }
  return normalise(pixels_.index_select(0, index.to(pixels_.device())));
}

at::Tensor compute_logits(Model& model, const SuiteTensor& suite, std::int64_t batch) {
  const at::NoGradGuard no_grad;
  const bool was_training = model.is_training();
  model.eval();
  std::vector<at::Tensor> parts;
  for (std::int64_t first = 0; first < suite.size();) {
    const std::int64_t count = std::min(batch, suite.size() - first);
    try {
      parts.push_back(model.forward(suite.images(first, count)).to(at::kFloat));
      first += count;
    } catch (const std::exception& error) {
      if (!is_out_of_memory(error) || batch == 1) throw;
      batch = std::max<std::int64_t>(1, batch / 2);
    }
  }
  model.train(was_training);
  return at::cat(parts).to(at::kCPU).contiguous();
}

}  // namespace remedy
