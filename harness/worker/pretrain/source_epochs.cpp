#include "worker/pretrain/source_epochs.h"

#include <cstring>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "core/plan/draw.h"

namespace remedy {
namespace {

constexpr std::size_t kProbed = 1000;  // images

}  // namespace

SourceEpochs::SourceEpochs(const Baseline& baseline, const Listing& listing, int classes,
                           c10::Device device, int threads)
    : recipe_(*baseline.pretrain),
      classes_(classes),
      device_(device),
      prepared_(prepare(listing, baseline.preprocess, threads)),
      content_("training " + prepared_.content()) {
  if (steps_per_epoch() > 0) return;
  throw Error("baseline.pretrain.batch: {} images a step, but data.training has {} in all",
              recipe_.batch, prepared_.size());
}

std::function<Minibatch()> SourceEpochs::step(std::int64_t step) {
  const std::int64_t epoch = step / steps_per_epoch();
  if (epoch != epoch_) shuffle(epoch);
  const auto first = order_.begin() + step % steps_per_epoch() * recipe_.batch;
  return
      [this, rows = std::vector<std::size_t>(first, first + recipe_.batch)] { return read(rows); };
}

std::vector<PretrainingProbe> SourceEpochs::probes() const {
  const std::size_t size = std::min(prepared_.size(), kProbed);
  return {{"training_top1", 1, static_cast<std::int64_t>(size),
           [this, size](std::int64_t first, std::int64_t count) {
             std::vector<std::size_t> rows;
             for (std::int64_t i = first; i < first + count; ++i) {
               rows.push_back(static_cast<std::size_t>(i) * prepared_.size() / size);
             }
             return read(rows);
           }}};
}

Minibatch SourceEpochs::read(const std::vector<std::size_t>& rows) const {
  const Minibatch batch = empty_minibatch(static_cast<std::int64_t>(rows.size()),
                                          prepared_.height(), prepared_.width(), device_);
  const std::size_t bytes = prepared_.image_bytes();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::memcpy(batch.pixels.data_ptr<std::uint8_t>() + i * bytes, prepared_.image(rows[i]), bytes);
    batch.labels.data_ptr<std::int64_t>()[i] = prepared_.labels()[rows[i]];
  }
  return batch;
}

void SourceEpochs::shuffle(std::int64_t epoch) {
  order_.resize(prepared_.size());
  std::iota(order_.begin(), order_.end(), 0);
  for (std::size_t i = order_.size() - 1; i > 0; --i) {
    const std::uint64_t word =
        mix(static_cast<std::uint64_t>(recipe_.seed), static_cast<std::uint64_t>(epoch), i);
    std::swap(order_[i], order_[word % (i + 1)]);
  }
  epoch_ = epoch;
}

}  // namespace remedy
