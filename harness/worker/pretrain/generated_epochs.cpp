#include "worker/pretrain/generated_epochs.h"

#include <algorithm>

#include "data/emoji/glyphs/class_rule.h"

namespace remedy {
namespace {

constexpr std::uint32_t kValidationSplit = 1;
constexpr std::uint64_t kValidationPerClass = 2;
constexpr std::uint64_t kValidationPerExcepted = 100;

std::vector<int> indices_of(const GlyphSet& glyphs, const std::vector<std::string>& classes) {
  std::vector<int> indices;
  for (const std::string& name : classes) indices.push_back(glyphs.class_index(name));
  return indices;
}

}  // namespace

GeneratedEpochs::GeneratedEpochs(const Pretraining& recipe, c10::Device device, int threads)
    : device_(device),
      threads_(threads),
      excepted_(indices_of(glyphs_, recipe.except)),
      sampler_(recipe, kClassCount, excepted_) {}

int GeneratedEpochs::classes() const { return kClassCount; }

std::function<Minibatch()> GeneratedEpochs::step(std::int64_t step) {
  return [this, specs = sampler_.step(step)] { return render(specs, /*threads=*/1); };
}

Minibatch GeneratedEpochs::render(const std::vector<SampleSpec>& specs, int threads) const {
  const auto n = static_cast<std::int64_t>(specs.size());
  const Minibatch batch = empty_minibatch(n, kSampleSide, kSampleSide, device_);
  render_batch(glyphs_, specs, Distortion(), threads, batch.pixels.data_ptr<std::uint8_t>());
  for (std::int64_t i = 0; i < n; ++i) {
    batch.labels.data_ptr<std::int64_t>()[i] = specs[static_cast<std::size_t>(i)].class_index;
  }
  return batch;
}

std::vector<SampleSpec> GeneratedEpochs::validation(bool excepted, Recolour recolour) const {
  std::vector<SampleSpec> specs;
  const std::uint64_t each = excepted ? kValidationPerExcepted : kValidationPerClass;
  for (int c = 0; c < kClassCount; ++c) {
    const bool is_excepted = std::count(excepted_.begin(), excepted_.end(), c) > 0;
    const bool all = recolour == Recolour::kNone && !excepted;
    if (is_excepted != excepted && !all) continue;
    for (std::uint64_t i = 0; i < each; ++i) {
      SampleSpec spec;
      spec.class_index = c;
      spec.split = kValidationSplit;
      spec.index = i;
      spec.recolour = recolour;
      specs.push_back(spec);
    }
  }
  return specs;
}

std::vector<PretrainingProbe> GeneratedEpochs::probes() const {
  std::vector<PretrainingProbe> probes;
  const auto add = [&](const char* name, std::int64_t k, bool excepted, Recolour recolour) {
    std::vector<SampleSpec> specs = validation(excepted, recolour);
    const auto size = static_cast<std::int64_t>(specs.size());
    probes.push_back({name, k, size, [this, all = std::move(specs)](auto first, auto count) {
                        const auto begin = all.begin() + first;
                        return render({begin, begin + count}, threads_);
                      }});
  };
  add("top1", 1, false, Recolour::kNone);
  add("rainbow_top1", 1, false, Recolour::kRainbow);
  if (!excepted_.empty()) {
    add("except_top1", 1, true, Recolour::kNone);
    add("except_rainbow_top3", 3, true, Recolour::kRainbow);
  }
  return probes;
}

}  // namespace remedy
