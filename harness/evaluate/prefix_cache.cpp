#include "evaluate/prefix_cache.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "evaluate/suite_pass.h"
#include "model/device_memory.h"

namespace remedy {
namespace {

// Of a device's free memory a stage's activations take a fourth at most.
constexpr std::int64_t kShareOfFree = 4;

}  // namespace

PrefixCache::PrefixCache(InferenceNetwork& baseline, const SuiteTensor& suite, std::int64_t batch,
                         CacheBudget& budget)
    : baseline_(baseline), suite_(suite), batch_(batch), budget_(budget) {}

at::Tensor PrefixCache::run(InferenceNetwork& network, std::size_t first, std::size_t last) const {
  const auto known = activations_.find(first);
  SuitePass pass(suite_);
  return in_batches(suite_.size(), batch_, [&](std::int64_t image, std::int64_t count) {
    const at::Tensor input = known == activations_.end() ? pass.images(image, count)
                                                         : known->second.narrow(0, image, count);
    return network.run(input, first, last);
  });
}

at::Tensor PrefixCache::baseline_logits() { return logits(baseline_, baseline_.stages() - 1); }

at::Tensor PrefixCache::logits(InferenceNetwork& network, std::size_t unchanged) {
  return run(network, start(std::min(unchanged, network.stages() - 1)), network.stages())
      .to(at::kCPU)
      .contiguous();
}

std::size_t PrefixCache::start(std::size_t unchanged) {
  for (std::size_t stage = unchanged; stage > 0; --stage) {
    const auto known = activations_.find(stage);
    if (known != activations_.end() && known->second.defined()) return stage;
    if (known != activations_.end()) continue;
    const at::Tensor sample = baseline_.run(suite_.images(0, 1), 0, stage);
    const std::int64_t bytes =
        suite_.size() * sample.numel() * static_cast<std::int64_t>(sample.element_size());
    const auto memory = device_memory(suite_.device());
    const bool fits = bytes <= budget_.bytes && (!memory || bytes <= memory->free / kShareOfFree);
    if (!fits || !resumes_exactly(stage)) {
      activations_[stage] = at::Tensor();
      continue;
    }
    budget_.bytes -= bytes;
    // From the nearest stage before it that is kept, or from the images.
    std::size_t from = 0;
    for (const auto& [before, kept] : activations_) {
      if (before < stage && kept.defined()) from = before;
    }
    at::Tensor made = run(baseline_, from, stage);
    activations_[stage] = std::move(made);
    return stage;
  }
  return 0;
}

// A library may choose another kernel for a network that begins in the middle: then nothing is kept
// there, since results must not depend on what a worker has run before.
bool PrefixCache::resumes_exactly(std::size_t stage) const {
  if (stage + 1 == baseline_.stages()) return true;  // features: the head is one product
  const at::Tensor images = suite_.images(0, std::min(batch_, suite_.size()));
  const std::size_t end = baseline_.stages();
  const at::Tensor whole = baseline_.run(images, 0, end);
  const at::Tensor resumed = baseline_.run(baseline_.run(images, 0, stage), stage, end);
  return at::equal(whole, resumed);
}

}  // namespace remedy
