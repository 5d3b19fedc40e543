// Fine-tuning in mini-batches from the training source.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "remedy/augmentation.h"
#include "remedy/context.h"
#include "remedy/model.h"
#include "remedy/parameters.h"
#include "remedy/training.h"

namespace remedy {

// The rows of a plugin's table that finetune_on_source() goes by: "batch", those of FinetuneOptions
// that apply, and those of Augmentation.
std::vector<ParameterSpec> source_parameters();

// Of every image the number of images with the same key (int64 [n]): float [n].
at::Tensor images_alike(const at::Tensor& keys);

// The logits of all images of the source, in evaluation mode, without gradients: float [n,
// classes]. Leaves the mode as it was.
at::Tensor source_logits(Model& model, const TrainingSource& source, std::int64_t batch = 250);

// The loss of one batch, a scalar. `rows` are positions in the source, int64 [k], on the device.
using SourceLoss = std::function<at::Tensor(const at::Tensor& logits, const at::Tensor& labels,
                                            const at::Tensor& rows)>;

// Steps on `batch` images each, drawn with replacement from torch's generator by `chances` (float
// [n], any factor) and changed as `augmentation` says, until the study's stop rule ends it. Needs
// uses::training, uses::stop and uses::randomness. The model is left in evaluation mode. Throws
// Diverged as until_stop() does.
void finetune_on_source(Model& model, Context& context, const FinetuneOptions& options,
                        std::int64_t batch, const at::Tensor& chances, const SourceLoss& loss,
                        const Augmentation& augmentation = {});

}  // namespace remedy
