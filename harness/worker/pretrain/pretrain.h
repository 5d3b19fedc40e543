// Training a baseline from nothing: on generated images, or on the study's training source.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "core/json.h"
#include "core/study/study.h"

namespace remedy {

struct PretrainOptions {
  // baseline.pretrain is there; so is data.training, unless baseline.classes is kGenerator.
  Study study;
  // Where the state is kept from which an interrupted training resumes.
  std::filesystem::path directory;
  std::string device = "cpu";  // "cpu", "cuda", "cuda:1"
  int threads = 1;
};

// What a training tells while it works; both may be empty.
struct PretrainEvents {
  std::function<void(std::int64_t step, std::int64_t steps, double loss)> step;
  // Once an epoch and at the end: "epoch", "loss" (mean over the epoch, nats) and accuracies. On
  // generated images, of the split "validation": "top1" over all classes in their own colours,
  // "rainbow_top1" over the classes that may be in rainbow colours, and of the others "except_top1"
  // and "except_rainbow_top3". Else "training_top1", of some of the training images.
  std::function<void(const Json& figures)> epoch;
};

// Writes the weights in half precision to baseline.weights (.safetensors) and returns the last
// figures, taken with the weights as they were written. The state is saved ten times an epoch; a
// training that is interrupted at any instant and started again ends with the same weights as one
// that never was, for the same number of threads. Throws Error where a file cannot be written, the
// state is that of another recipe, or the loss is not finite.
Json pretrain(const PretrainOptions& options, const PretrainEvents& events);

}  // namespace remedy
