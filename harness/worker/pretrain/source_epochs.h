// A study's training source as training images: every image once an epoch, in a new order.
#pragma once

#include <vector>

#include "core/study/study.h"
#include "data/listing.h"
#include "data/prepared/prepared_set.h"
#include "worker/pretrain/epoch_images.h"

namespace remedy {

class SourceEpochs final : public EpochImages {
 public:
  // Decodes what is not prepared yet, with so many threads. Throws Error where an image cannot be
  // read, or where there are fewer images than a batch has.
  SourceEpochs(const Baseline& baseline, const Listing& listing, int classes, c10::Device device,
               int threads);

  int classes() const override { return classes_; }
  // What is left over at the end of an epoch is left out of it.
  std::int64_t steps_per_epoch() const override {
    return static_cast<std::int64_t>(prepared_.size()) / recipe_.batch;
  }
  std::function<Minibatch()> step(std::int64_t step) override;
  // Some of the training images, from the whole of the source.
  std::vector<PretrainingProbe> probes() const override;
  std::string content() const override { return content_; }

 private:
  Minibatch read(const std::vector<std::size_t>& rows) const;
  void shuffle(std::int64_t epoch);

  Pretraining recipe_;
  int classes_;
  c10::Device device_;
  PreparedSet prepared_;
  std::string content_;
  std::int64_t epoch_ = -1;
  std::vector<std::size_t> order_;
};

}  // namespace remedy
