#include "worker/pretrain/epoch_sampler.h"

#include <numeric>
#include <utility>

#include "core/plan/draw.h"
#include "data/emoji/glyphs/class_rule.h"

namespace remedy {
namespace {

constexpr std::uint32_t kTrainSplit = 0;

}  // namespace

EpochSampler::EpochSampler(const Pretraining& recipe, int classes, std::vector<int> excepted)
    : recipe_(recipe), excepted_(std::move(excepted)) {
  for (int label = 0; label < classes; ++label) {
    for (std::int64_t i = 0; i < recipe_.per_class; ++i) epoch_samples_.push_back({label, i});
  }
}

std::vector<SampleSpec> EpochSampler::step(std::int64_t step) {
  const std::int64_t epoch = step / steps_per_epoch();
  if (epoch != epoch_) shuffle(epoch);
  std::vector<SampleSpec> specs;
  const std::int64_t first = step % steps_per_epoch() * recipe_.batch;
  for (std::int64_t i = first; i < first + recipe_.batch; ++i) {
    const Sample& sample = epoch_samples_[order_[static_cast<std::size_t>(i)]];
    SampleSpec spec;
    spec.split = kTrainSplit;
    spec.class_index = sample.label;
    spec.index = static_cast<std::uint64_t>(epoch * recipe_.per_class + sample.number);
    if (recoloured_in_training(spec, static_cast<float>(recipe_.rainbow_share), excepted_)) {
      spec.recolour = Recolour::kRainbow;
    }
    specs.push_back(spec);
  }
  return specs;
}

void EpochSampler::shuffle(std::int64_t epoch) {
  order_.resize(epoch_samples_.size());
  std::iota(order_.begin(), order_.end(), 0);
  for (std::size_t i = order_.size() - 1; i > 0; --i) {
    const std::uint64_t word =
        mix(static_cast<std::uint64_t>(recipe_.seed), static_cast<std::uint64_t>(epoch), i);
    std::swap(order_[i], order_[word % (i + 1)]);
  }
  epoch_ = epoch;
}

}  // namespace remedy
