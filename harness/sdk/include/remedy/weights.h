// What remediations that reason about weights have in common: subsets of the parameters, penalties
// towards the baseline, Fisher information, interpolation, features.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "remedy/model.h"
#include "remedy/training.h"

namespace remedy {

// The parameters that `trained` names, in the model's order.
std::vector<NamedTensor> trained_parameters(const Model& model, Trained trained);

// What the head sees of `images` (float [n, 3, H, W]): float [n, d], in evaluation mode, without
// gradients, `batch` images at a time. Leaves the mode as it was.
at::Tensor extract_features(Model& model, const at::Tensor& images, std::int64_t batch = 64);

// A quadratic penalty (strength / 2) * sum importance * (theta - reference)^2 as its proximal step,
// theta <- theta - c (theta - reference), c = x / (1 + x), x = rate * strength * importance: after
// an optimizer step of that rate it descends loss plus penalty, is exact at strength 0 and is
// stable at any other, where the penalty's own gradient overshoots once rate * strength > 2 (Parikh
// and Boyd, Proximal Algorithms, 2014, sections 1.1 and 4.2). `importance` holds one tensor for
// each parameter of the model, or nothing for 1. Parameters that are not in `trained` stay.
void pull_towards(Model& model, const Model& reference, double rate, double strength,
                  const std::vector<at::Tensor>& importance = {}, Trained trained = Trained::kAll);

// The diagonal of the Fisher information of each parameter, shapes as theirs: the mean over images
// of the squared gradient of log p(y | image), y drawn from the model's own predictions (not the
// labels, which would give the empirical Fisher; Kunstner et al., NeurIPS 2019). In evaluation
// mode; draws from torch's generator, `draws` times for each image.
std::vector<at::Tensor> fisher_diagonal(Model& model, const at::Tensor& images,
                                        std::int64_t draws = 1);

// Sets parameters and buffers of `model` to (1 - alpha) * reference + alpha * model. At 0 and 1
// they are bit for bit those of `reference` and of `model`. Counters (buffers of integers) stay the
// model's unless alpha is 0.
void interpolate(Model& model, const Model& reference, double alpha);

}  // namespace remedy
