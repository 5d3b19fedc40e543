// EmojiNet as training images: fresh samples in every epoch.
#pragma once

#include <vector>

#include "core/study/study.h"
#include "data/emoji/glyphs/glyphs.h"
#include "data/emoji/sample.h"
#include "worker/pretrain/epoch_images.h"
#include "worker/pretrain/epoch_sampler.h"

namespace remedy {

class GeneratedEpochs final : public EpochImages {
 public:
  // Probes are rendered on so many threads.
  GeneratedEpochs(const Pretraining& recipe, c10::Device device, int threads);

  int classes() const override;
  std::int64_t steps_per_epoch() const override { return sampler_.steps_per_epoch(); }
  std::function<Minibatch()> step(std::int64_t step) override;
  // Over all classes in their own colours, over those that may be in rainbow colours, and of the
  // others in both, on samples of the split "validation".
  std::vector<PretrainingProbe> probes() const override;
  std::string content() const override { return glyphs_.content(); }

  // Class indices that are never recoloured.
  const std::vector<int>& excepted() const { return excepted_; }

 private:
  Minibatch render(const std::vector<SampleSpec>& specs, int threads) const;
  std::vector<SampleSpec> validation(bool excepted, Recolour recolour) const;

  c10::Device device_;
  int threads_;
  GlyphSet glyphs_;
  std::vector<int> excepted_;
  EpochSampler sampler_;
};

}  // namespace remedy
