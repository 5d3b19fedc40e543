#include "worker/pretrain/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace remedy {
namespace {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
void enable(bool cuda, bool on) {
  const auto type = cuda ? at::kCUDA : at::kCPU;
  if (on) at::autocast::set_autocast_dtype(type, at::kBFloat16);
  at::autocast::set_autocast_enabled(type, on);
}
#else
void enable(bool cuda, bool on) {
  if (cuda) {
    if (on) at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
    at::autocast::set_enabled(on);
  } else {
    if (on) at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_cpu_enabled(on);
  }
}
#endif

}  // namespace

Autocast::Autocast(c10::Device device, bool on) : cuda_(device.is_cuda()), on_(on) {
  if (!on_) return;
  at::autocast::increment_nesting();
  enable(cuda_, true);
}

Autocast::~Autocast() {
  if (!on_) return;
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  enable(cuda_, false);
}

}  // namespace remedy
