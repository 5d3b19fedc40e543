// The weights that a study's baseline names, whatever the file that holds them looks like.
#pragma once

#include <string>
#include <vector>

#include "core/study/study.h"
#include "model/checkpoint/fit/fit.h"
#include "model/checkpoint/tensor_file.h"

namespace remedy {

struct BaselineWeights {
  // The network's own tensors and no others, under torchvision's names.
  StateDict weights;
  Fit fit;  // where they stand in the file
  // What is to be told of how they were found, a sentence or nothing: "taken from dict ...".
  std::string note;
};

// Throws Error naming the file, where there is not exactly one set of weights in it that fits the
// baseline's network with so many classes: both where two do, and with the nearest where none does.
BaselineWeights read_baseline_weights(const Baseline& baseline, std::size_t classes);

// What the weights are known by, in trials' ids and where outputs are kept, and the note of
// BaselineWeights: the content of read_baseline_weights(), or the file's hash of a TorchScript
// program. Throws as read_baseline_weights() does.
struct WeightsContent {
  std::string content, note;
};
WeightsContent weights_content(const Baseline& baseline, std::size_t classes);

// The network's tensors, under torchvision's names, that a study's baseline has.
std::vector<ExpectedTensor> expected_tensors(const Baseline& baseline, std::size_t classes);

struct OriginalName {
  std::string name;                 // as the baseline's file has it
  std::vector<std::int64_t> shape;  // likewise: counters may be [1]
};
// How the file names each of expected_tensors(); nothing for a counter that it lacks. Throws as
// read_baseline_weights() does, of whose work it does the first half.
std::vector<std::optional<OriginalName>> original_names(const Baseline& baseline,
                                                        std::size_t classes);

// What the study says about its weights by hand.
WeightsChoice choice_of(const Baseline& baseline);

}  // namespace remedy
