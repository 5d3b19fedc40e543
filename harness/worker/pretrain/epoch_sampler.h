// Which samples each step of a pretraining trains on.
#pragma once

#include <cstdint>
#include <vector>

#include "core/study/study.h"
#include "data/emoji/sample.h"

namespace remedy {

// Every class as often as the recipe says in each epoch, with fresh samples, in an order that
// depends on seed and epoch alone.
class EpochSampler {
 public:
  // `excepted`: classes that are never recoloured.
  EpochSampler(const Pretraining& recipe, int classes, std::vector<int> excepted);

  std::int64_t steps_per_epoch() const {
    return static_cast<std::int64_t>(epoch_samples_.size()) / recipe_.batch;
  }
  std::int64_t steps() const { return steps_per_epoch() * recipe_.epochs; }

  // The samples of a step, counted from 0 over all epochs.
  std::vector<SampleSpec> step(std::int64_t step);

 private:
  struct Sample {
    int label;
    std::int64_t number;  // within its class and epoch
  };

  void shuffle(std::int64_t epoch);

  Pretraining recipe_;
  std::vector<int> excepted_;
  std::vector<Sample> epoch_samples_;
  std::int64_t epoch_ = -1;
  std::vector<std::size_t> order_;
};

}  // namespace remedy
