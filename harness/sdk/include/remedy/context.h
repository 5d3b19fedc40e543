// All that a remediation may learn from. It never sees a suite.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "remedy/model.h"

namespace remedy {

// Groups of the training images.
inline constexpr std::int64_t kCounterexample = 0;
inline constexpr std::int64_t kAnchor = 1;

// Counterexamples first, then anchors in the order of the draw; only what the remediation declared.
struct TrainingData {
  at::Tensor images;  // float [n, 3, H, W], normalised, on the device, channels_last
  at::Tensor labels;  // int64 [n]
  at::Tensor groups;  // int64 [n], kCounterexample or kAnchor
};

// The counterexamples as they were before somebody changed their look, in the same order: row i
// belongs to row i of TrainingData.
struct Pairs {
  at::Tensor originals;  // float [counterexamples, 3, H, W], normalised, on the device
  // float [counterexamples, 1, H, W], 0 to 1: what was changed. Where a study names no masks, 1
  // where the two images differ.
  at::Tensor masks;
};

// The study's data.training: what the baseline was trained on, or a part of it. Too many images, in
// general, to be held as one tensor: read what a step needs.
struct TrainingSource {
  at::Tensor labels;  // int64 [n], on the device
  // int64 [n], on the device: the first grouping of data.training, of which every image is in
  // exactly one group. Undefined where the study names no groups.
  at::Tensor groups;
  std::vector<std::string> group_names;  // by the values in `groups`
  // Of `rows` (int64 [k], positions in the source): float [k, 3, H, W], normalised, on the device,
  // channels_last.
  std::function<at::Tensor(const at::Tensor& rows)> images;
};

// How pixels became the values of images: value = (pixel / 255 - mean) / std. float [3, 1, 1] each,
// on the device.
struct Normalisation {
  at::Tensor mean, std;
};

// Thrown by a remediation whose loss or weights are no longer finite: the trial's row says so.
class __attribute__((visibility("default"))) Diverged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The harness implements it. Every remediation is offered baseline(), stop_above(), max_steps(),
// device(), normalisation(), the target's classes, progress() and log(). What else there is throws
// std::logic_error, naming the use, unless the remediation declares it:
//
//   training_data(), baseline_logits()   uses::counterexamples or uses::anchors; those declared
//   pairs()                              uses::pairs
//   stop_accuracy()                      uses::stop
//   seed()                               uses::randomness
//   predecessors()                       uses::predecessor or uses::predecessors
//   training()                           uses::training
class Context {
 public:
  virtual ~Context() = default;

  virtual const TrainingData& training_data() = 0;

  virtual const Pairs& pairs() = 0;

  // A copy of the baseline, theta, in evaluation mode; writing to it changes nobody else's.
  virtual Model& baseline() = 0;
  // Its logits on training_data().images in evaluation mode: float [n, classes]. Those of theta,
  // whatever was written into the copy that baseline() gave.
  virtual at::Tensor baseline_logits() = 0;
  // What a study's `after:` names, in its order, in evaluation mode: copies, as that of baseline().
  // The model given to apply() starts from the first. Empty where nothing is named, which a
  // remediation that declares uses::predecessors alone has to expect.
  virtual const std::vector<std::unique_ptr<Model>>& predecessors() = 0;

  // Accuracy of `model` on the stop set, in evaluation mode; its mode is left as it was. Every call
  // is counted in the trial's record. This is all that can be learned of the stop set.
  virtual double stop_accuracy(Model& model) = 0;
  // The accuracy that has to be exceeded, and the number of optimizer steps allowed: 1 and 0 for a
  // trial without a stop rule.
  virtual double stop_above() const = 0;
  virtual std::int64_t max_steps() const = 0;

  // The seed of the trial, as the study lists it. torch's generators are seeded with it already;
  // those of a trial whose remediation does not declare randomness are seeded with 0.
  virtual std::uint64_t seed() const = 0;
  virtual c10::Device device() const = 0;
  virtual Normalisation normalisation() const = 0;
  // Throws where the study has no target, as one of groups.
  virtual std::int64_t target_class() const = 0;
  // All classes that count as the target where predictions are measured: the target first, then
  // those that the study names under `also`.
  virtual std::vector<std::int64_t> target_classes() const { return {target_class()}; }

  // Tells the harness how far the work is. The last `steps` is what the record says. Call it after
  // every step; it costs next to nothing. It throws where the harness is gone, so that no process
  // is left behind: let that pass. A trial that is given up for its limits is not told, its process
  // is ended.
  virtual void progress(std::int64_t steps, const std::string& what = {}) = 0;
  // Notes a value at the number of steps that progress() told last: loss, norm, distance. All are
  // in logs/<id>.csv of the run, whatever becomes of the trial, unless its process dies. Of a name
  // that has many, every second, fourth ... is kept; of more than 32 names, the first 32.
  virtual void log(const std::string& name, double value) = 0;

  // The study's training source: uses::training.
  virtual const TrainingSource& training() {
    throw std::logic_error("training(): there is no training source here");
  }
};

}  // namespace remedy
