// What an interrupted pretraining continues from.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/study/study.h"
#include "model/network.h"

namespace remedy {

struct TrainingProgress {
  std::int64_t step = 0;
  double loss_sum = 0;    // of the steps of this epoch
  double epoch_loss = 0;  // mean of the last whole epoch
};

// A hash of what determines the weights, apart from the step. `glyphs` is the content of those that
// samples are drawn from.
std::string recipe_identity(const Baseline& baseline, const std::vector<int>& excepted,
                            const std::string& glyphs);

class TrainingState {
 public:
  TrainingState(std::filesystem::path file, std::string recipe)
      : file_(std::move(file)), recipe_(std::move(recipe)) {}

  // `momentum` has a tensor for each parameter of the network. Throws Error where the file cannot
  // be written.
  void save(const Network& network, const std::vector<at::Tensor>& momentum,
            const TrainingProgress& progress) const;
  // Nothing where there is no file. Throws Error where it is not whole or of another recipe.
  std::optional<TrainingProgress> restore(Network& network,
                                          std::vector<at::Tensor>& momentum) const;

 private:
  std::filesystem::path file_;
  std::string recipe_;
};

}  // namespace remedy
