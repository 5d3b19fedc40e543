// What becomes of an evaluation that the GPU has too little memory for.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "evaluate/suite_tensor.h"
#include "gpu/device_under_test.h"
#include "model/architectures/resnet.h"

#ifdef REMEDY_CUDA
#include <ATen/cuda/CUDAContext.h>
#include <c10/cuda/CUDACachingAllocator.h>
#endif

namespace remedy {
namespace {

#ifdef REMEDY_CUDA

// While it lives, this process gets no more than so many bytes of a device's memory.
class MemoryLimit {
 public:
  MemoryLimit(c10::Device device, double bytes) : device_(device) {
    c10::cuda::CUDACachingAllocator::emptyCache();
    const auto total = at::cuda::getDeviceProperties(device.index())->totalGlobalMem;
    c10::cuda::CUDACachingAllocator::setMemoryFraction(bytes / static_cast<double>(total),
                                                       device.index());
  }
  ~MemoryLimit() { c10::cuda::CUDACachingAllocator::setMemoryFraction(1, device_.index()); }
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;

 private:
  c10::Device device_;
};

TEST(GpuMemory, ASmallerBatchIsTriedWhereTheLargeOneDoesNotFit) {
  const c10::Device device = testing::parsed_device_under_test();
  if (!device.is_cuda()) GTEST_SKIP() << "limits the memory of a CUDA device";
  constexpr std::int64_t kImages = 256;
  constexpr int kSide = 224;
  at::manual_seed(1);
  const at::Tensor pixels = at::randint(256, {kImages, kSide, kSide, 3}, at::kByte);
  const SuiteTensor suite(pixels.data_ptr<std::uint8_t>(), kImages, kSide, kSide, Preprocess{},
                          device);
  ResNet network({"resnet18", 10, 64}, device);
  for (const NamedTensor& parameter : network.parameters()) {
    const at::NoGradGuard no_grad;
    if (parameter.tensor.dim() > 1) parameter.tensor.normal_(0, 0.05);
    if (parameter.tensor.dim() == 1) parameter.tensor.fill_(0.5);
  }
  const at::Tensor expected = compute_logits(network, suite, 16);
  // The stem's output for all images alone is 822 MB, and the next layer needs it and its own.
  const MemoryLimit limit(device, 1e9);
  const at::Tensor logits = compute_logits(network, suite, kImages);
  EXPECT_LT((logits - expected).abs().max().item<double>(),
            1e-4 * expected.abs().max().item<double>());
}

#else

TEST(GpuMemory, ASmallerBatchIsTriedWhereTheLargeOneDoesNotFit) {
  GTEST_SKIP() << "needs a build with CUDA";
}

#endif

}  // namespace
}  // namespace remedy
